"""The plan of a round: laid out when it is started, and adjusted later."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.cycles.models import Cycle, Phase
from cairn.cycles.queries import cycles
from cairn.errors import Conflict, Invalid, NotFound
from cairn.intake import MISSING, Intake
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Team
from cairn.organization.queries import company_of
from cairn.planning.commands.rounds import change_plan, plan_of, start_round, usual_plan
from cairn.planning.intake_rounds import plan_fields, round_fields
from cairn.planning.models import Round
from cairn.planning.plan import ORDER, Window
from cairn.planning.policy import rules
from cairn.planning.rounds import find_round
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.forms import Form, see_other, typed
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.paging import id_in
from cairn.web.sessions import WebRequest

MOST_TEAMS = 100


def may_start(actor: Actor) -> bool:
    """Whether there is a team that the actor may start a round for."""
    return actor.is_steward or bool(actor.leads and actor.role is not Role.VIEWER)


@require_http_methods(["GET", "POST"])
@member_page
def start(request: WebRequest) -> HttpResponse:
    """GET: the plan laid out for `?cycle=` and `?team=`, from `?first=` to `?last=`."""
    if not may_start(request.actor):
        rules.require(request.actor, "round.start", Round(team=company_of(request.actor)))
    if request.method != "POST":
        return _show_start(request, Form(take_unsent(request)))
    try:
        arguments = round_fields(given_plan(request.POST.dict()))
        made = start_round(request.actor, arguments.pop("cycle_id"), **arguments)
    except Invalid as refusal:
        return _show_start(request, Form(typed(request), refusal.fields))
    except Conflict as refusal:
        return _show_start(request, Form(typed(request), {"cycle": refusal.reason}), 409)
    flash(request, _("The round has begun. Everybody is asked for proposals."))
    return see_other(f"/rounds/{made.id}")


def given_plan(fields: Mapping[str, str]) -> dict[str, Any]:
    """A form's `steps.collect.starts_on` as the intake reads it; a step that is not ticked is left
    out."""
    kinds = [kind for kind in ORDER if fields.get(f"steps.{kind}.on")]
    steps = {
        kind: {name: fields.get(f"steps.{kind}.{name}", "") for name in ("starts_on", "ends_on")}
        for kind in kinds
    }
    return {**fields, "steps": steps}


def _show_start(request: WebRequest, form: Form, status: int = 0) -> HttpResponse:
    actor = request.actor
    known = [one for one in cycles(actor) if one.phase in (Phase.DRAFTING, Phase.RUNNING)]
    today = clock.today(actor.time_zone)
    cycle = _chosen_cycle(known, id_in(request, "cycle") or _typed_id(form, "cycle"), today)
    teams = teams_to_plan(actor)
    asked = id_in(request, "team") or _typed_id(form, "team")
    team = next((one for one in teams if one.id == asked), teams[0])
    first, last = _days(request)
    plan = usual_plan(team, cycle, today, first, last) if cycle else ()
    context = {
        "cycles": [(one.id, one.name) for one in reversed(known)],
        "cycle": cycle,
        "teams": [(one.id, one.name) for one in teams],
        "team": team,
        "plan": plan_rows(plan, form),
        "first": plan[0].starts_on if plan else None,
        "last": max(one.ends_on for one in plan) if plan else None,
        "today": today,
        "form": form,
    }
    return page(request, "planning/start.html", context, status=status or form.status)


def _chosen_cycle(known: list[Cycle], asked: int | None, today: date) -> Cycle | None:
    """The one that is asked for, else the next that is drafted, else what there is."""
    ahead = [one for one in known if one.phase == Phase.DRAFTING and one.ends_on >= today]
    usual = min(ahead, key=lambda one: one.starts_on) if ahead else (known[0] if known else None)
    return next((one for one in known if one.id == asked), usual)


def _typed_id(form: Form, name: str) -> int | None:
    return read_id(form.values.get(name, ""))


def _days(request: WebRequest) -> tuple[date | None, date | None]:
    """From which day to which the plan is laid out; what is no day counts as not asked."""
    intake = Intake(request.GET)
    days = [intake.day(name) for name in ("first", "last")]
    first, last = (None if day is MISSING else day for day in days)
    if first and last and not 0 <= (last - first).days <= 366:
        return first, None
    return first, last


def teams_to_plan(actor: Actor) -> list[Team]:
    """The company first, then those that could try it alone, as far as the actor may start there."""
    teams = Team.objects.open().filter(organization_id=actor.organization_id)
    if not actor.is_steward:
        teams = teams.filter(id__in=actor.leads)
    found = list(teams.order_by("path")[:MOST_TEAMS])
    if not found:
        raise NotFound
    return sorted(found, key=lambda team: (len(team.line), team.name))


def plan_rows(plan: tuple[Window, ...], form: Form) -> list[dict[str, Any]]:
    """A line of the form a step: what was typed, else as it is laid out, and what is wrong with it."""
    is_typed = "cycle" in form.values or any(name.startswith("steps.") for name in form.values)
    return [
        {
            "kind": one.kind,
            "is_on": bool(form.values.get(f"steps.{one.kind}.on")) if is_typed else True,
            "starts_on": form.values.get(f"steps.{one.kind}.starts_on", one.starts_on),
            "ends_on": form.values.get(f"steps.{one.kind}.ends_on", one.ends_on),
            "error": form.errors.get(f"steps.{one.kind}.starts_on")
            or form.errors.get(f"steps.{one.kind}.ends_on"),
        }
        for one in plan
    ]


@require_http_methods(["GET", "POST"])
@member_page
def change(request: WebRequest, round_id: int) -> HttpResponse:
    held = find_round(request.actor, round_id)
    rules.require(request.actor, "round.change", held)
    if request.method != "POST":
        return _show_change(request, held, Form(take_unsent(request)))
    try:
        change_plan(request.actor, round_id, **plan_fields(given_plan(request.POST.dict())))
    except Invalid as refusal:
        return _show_change(request, held, Form(typed(request), refusal.fields))
    flash(request, _("The plan was changed."))
    return see_other(f"/rounds/{round_id}")


def _show_change(request: WebRequest, held: Round, form: Form) -> HttpResponse:
    context = {"held": held, "plan": plan_rows(plan_of(held), form), "form": form}
    return page(request, "planning/change.html", context, status=form.status)
