"""A KPI outside its healthy band as the draft of an objective: back into the band."""

from django.utils.translation import gettext as _

from cairn.goals.models import Kind
from cairn.kpis.health import band_edge
from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor
from cairn.web.objectives.names import KPI_DOT
from cairn.web.objectives.sentences import amount_text, unit_text
from cairn.web.objectives.sheet import LINE_FIELDS, Line, Sheet


def sheet_for_kpi(actor: Actor, sheet: Sheet, kpi: Kpi) -> None:
    """Fill an empty sheet: a title to improve, and a key result from where the KPI is to the edge of
    its band, which takes its readings from it. Inside the band only the KPI is chosen."""
    sheet.fields["title"] = (
        _("Bring “%(name)s” back into its healthy band") % {"name": kpi.name} if _edge(kpi) else ""
    )
    if kpi.team and (actor.is_steward or kpi.team_id in actor.teams | actor.leads):
        sheet.fields["team"] = kpi.team.name
    owner = kpi.owner.name if kpi.owner else actor.name
    sheet.lines[0] = _line(kpi, owner, actor.locale)


def _edge(kpi: Kpi) -> bool:
    return band_edge(kpi.side, kpi.lower, kpi.upper) is not None


def _line(kpi: Kpi, owner: str, locale: str) -> Line:
    edge = band_edge(kpi.side, kpi.lower, kpi.upper)
    start = amount_text(kpi.current, kpi.unit, locale)
    target = amount_text(edge, kpi.unit, locale)
    down = kpi.side == "above"
    label = "" if kpi.unit in ("number", "percent", "duration", "rating") else f" {kpi.unit}"
    words = {"name": kpi.name, "start": f"{start}{label}", "target": f"{target}{label}"}
    title = kpi.name
    if edge is not None:
        title = (
            _("Lower %(name)s from %(start)s to %(target)s")
            if down
            else _("Raise %(name)s from %(start)s to %(target)s")
        ) % words
    fields = dict.fromkeys(LINE_FIELDS, "") | {
        "title": title,
        "kind": Kind.DECREASE.value if down else Kind.INCREASE.value,
        "unit": unit_text(kpi.unit),
        "start": start,
        "target": target,
        "owner": owner,
        "kpi": f"{kpi.name}{KPI_DOT}{kpi.team.name}" if kpi.team else kpi.name,
    }
    return Line(1, fields, read=title)
