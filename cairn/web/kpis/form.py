"""Writing a KPI: a new one, an edit that notices somebody else's, archiving and bringing back."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.errors import Invalid, Stale
from cairn.intake import refuse
from cairn.kpis.commands import archive_kpi, create_kpi, edit_kpi, require_kept, restore_kpi
from cairn.kpis.intake import read_kpi
from cairn.kpis.models import Kpi
from cairn.kpis.policy import rules
from cairn.kpis.queries import find_kpi
from cairn.measures.amounts import format_amount
from cairn.organization.actor import Actor
from cairn.storage.ids import read_id
from cairn.web.forms import Form, see_other, typed
from cairn.web.kpis.words import cadences, directions
from cairn.web.objectives.sentences import unit_text
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.people import team_options
from cairn.web.sessions import WebRequest
from cairn.web.settings.person_choice import person_choices, shown_person, with_people
from cairn.web.submissions import new_submission, submission_of

FIELDS = (
    *("name", "description", "unit", "direction", "lower", "upper", "cadence_days"),
    *("team", "owner", "version", "submission"),
)
"""In the order in which the form shows them."""


@require_http_methods(["GET", "POST"])
@member_page
def new(request: WebRequest) -> HttpResponse:
    """GET: an empty form, `?team=` chosen. POST: create it."""
    actor = request.actor
    rules.require(actor, "kpi.write", None)
    if request.method == "POST":
        try:
            fields = _fields(actor, request)
            _need(fields, "name")
            made = create_kpi(actor, submission=submission_of(request), **read_kpi(fields))
        except Invalid as refused:
            return _form(request, Form(typed(request), refused.fields), None)
        flash(request, _("“%(name)s” is there. Record its first reading.") % {"name": made.name})
        return see_other(f"/kpis/{made.id}")
    team = request.GET.get("team", "")
    mine = read_id(team) or (actor.team_names[0][0] if actor.team_names else "")
    values = {"team": mine, "owner": actor.member_id, "cadence_days": 7, "direction": "higher"}
    return _form(request, Form(take_unsent(request) or values), None)


@require_http_methods(["GET", "POST"])
@member_page
def edit(request: WebRequest, kpi_id: int) -> HttpResponse:
    actor = request.actor
    kpi = find_kpi(actor, kpi_id)
    rules.require(actor, "kpi.edit", kpi)
    require_kept(kpi)
    if request.method != "POST":
        return _form(request, Form(take_unsent(request) or values_of(kpi)), kpi)
    try:
        edit_kpi(actor, kpi_id, **read_kpi(_fields(actor, request), unit=kpi.unit))
    except Invalid as refused:
        return _form(request, Form(typed(request), refused.fields), kpi)
    except Stale as stale:
        return _form(request, _with_theirs(request, stale, kpi), kpi, status=409)
    flash(request, _("Saved."))
    return see_other(f"/kpis/{kpi_id}")


def _with_theirs(request: WebRequest, stale: Stale, kpi: Kpi) -> Form:
    """What was typed, with what somebody else saved beside each field that differs."""
    theirs = values_of(kpi)
    notes = {
        name: _("Their version: %(text)s") % {"text": theirs.get(name) or _("(nothing)")}
        for name in stale.theirs
        if str(theirs.get(name, "")) != str(request.POST.get(name, ""))
    }
    return Form({**typed(request), "version": stale.version}, notes)


def _fields(actor: Actor, request: WebRequest) -> dict[str, Any]:
    sent = {name: request.POST.get(name, "") for name in FIELDS if name in request.POST}
    return with_people(actor, sent, "owner")


def _need(fields: dict[str, Any], *names: str) -> None:
    for name in names:
        if name not in fields:
            refuse(name, _("This is needed."))


def values_of(kpi: Kpi) -> dict[str, Any]:
    """The texts of the form as they are kept."""
    values: dict[str, Any] = {name: getattr(kpi, name) for name in FIELDS[:-1]}
    for name in ("lower", "upper"):
        end = values[name]
        values[name] = "" if end is None else format_amount(end, kpi.unit, get_language() or "en")
    values |= {"unit": unit_text(kpi.unit), "team": kpi.team_id or "", "owner": kpi.owner_id}
    return values


def _form(
    request: WebRequest, form: Form, kpi: Kpi | None, *, status: int | None = None
) -> HttpResponse:
    actor = request.actor
    people = person_choices(actor, _("Nobody yet"), also=[kpi.owner_id] if kpi else [])
    values = dict(form.values)
    if isinstance(values.get("owner"), int):
        values["owner"] = shown_person(people, values["owner"])
    chosen = values.get("cadence_days", 7)
    context = {
        "kpi": kpi,
        "values": values,
        "errors": form.errors,
        "is_stale": status == 409,
        "people": people,
        "teams": [("", _("No team")), *_teams(actor, kpi)],
        "directions": directions(),
        "cadences": cadences(
            int(chosen) if str(chosen).isdecimal() and len(str(chosen)) < 4 else 7
        ),
        "submission": values.get("submission") or new_submission(),
    }
    return page(request, "kpis/form.html", context, status=status or form.status)


def _teams(actor: Actor, kpi: Kpi | None) -> Iterable[tuple[int, str]]:
    """Those for which the actor may write KPIs, and the one that has it now."""
    allowed = actor.teams | actor.leads
    offered = [one for one in team_options(actor) if actor.is_steward or one[0] in allowed]
    if kpi and kpi.team and kpi.team_id not in dict(offered):
        offered.append((kpi.team.id, kpi.team.name))
    return offered


@require_POST
@member_page
def archive(request: WebRequest, kpi_id: int) -> HttpResponse:
    kpi = archive_kpi(request.actor, kpi_id)
    words = _("“%(name)s” is archived; its readings stay.") % {"name": kpi.name}
    flash(request, words, undo_url=f"/kpis/{kpi_id}/restore")
    return see_other("/kpis")


@require_POST
@member_page
def restore(request: WebRequest, kpi_id: int) -> HttpResponse:
    kpi = restore_kpi(request.actor, kpi_id)
    flash(request, _("“%(name)s” is back.") % {"name": kpi.name})
    return see_other(f"/kpis/{kpi_id}")
