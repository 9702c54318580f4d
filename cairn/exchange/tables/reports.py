"""The reports that the viewer asked for, with how far each has come."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import id_cell
from cairn.insights.models import ReportFile
from cairn.insights.reports.queries import ReportRow, report_rows, reports_of
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.organization.models import LOCALES

AT_A_TIME: Final = 500


def reports_sheet(viewer: Actor, _asked: Asked) -> Sheet:
    """The latest first. One query, and one for each five hundred."""
    columns = [
        Column("report", pgettext("meeting", "Report"), 20),
        Column("about", pgettext("report", "About"), 24),
        Column("cycle", _("Cycle"), 14),
        Column("shown_on", _("As of"), 12),
        Column("format", _("Format"), 16),
        Column("language", _("Language"), 12),
        Column("state", _("State"), 14),
        Column("asked_at", _("Asked for"), 17),
        Column("made_at", pgettext("report", "Made at"), 17, brief=False),
        Column("error", _("What went wrong"), 40, brief=False),
        Column("bytes", _("Bytes"), 10, "right", brief=False),
        Column("until", _("Kept until"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("cycle_id", _("Id of the cycle"), 22, brief=False),
        Column("team_id", _("Id of the team"), 22, brief=False),
    ]
    found = reports_of(viewer)
    name = pgettext("meeting", "Reports")
    return Sheet("reports", name, columns, _rows(found), counted(found))


def _rows(found: QuerySet[ReportFile]) -> Iterator[Sequence[Cell]]:
    words = {
        "waiting": Word("waiting", _("Waiting for its turn")),
        "making": Word("making", _("Being made")),
        "made": Word("made", pgettext("report", "Made")),
        "failed": Word("failed", _("Failed")),
    }
    for some in batched(found.iterator(), AT_A_TIME):
        yield from (_row(one, words) for one in report_rows(some))


def _row(one: ReportRow, states: Mapping[str, Word]) -> Sequence[Cell]:
    return (
        Word(one.occasion, one.occasion_text),
        one.team or _("The whole organization"),
        one.cycle,
        one.shown_on,
        Word(one.format, one.format_text),
        Word(one.locale, str(dict(LOCALES)[one.locale])),
        states[one.state],
        one.asked_at,
        one.made_at,
        one.error or None,
        one.size if one.made_at else None,
        one.kept_until,
        str(one.id),
        str(one.cycle_id),
        id_cell(one.team_id),
    )
