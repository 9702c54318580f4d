"""Where everybody writes their own: what is mine to write, whom I agree with, who has come how far."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn.errors import Conflict, Invalid
from cairn.goals.agreeing import PAGE, Stage, branches_of, expects_people, sets_of, tally_of
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.commands.individuals import write_own
from cairn.planning.individuals import find_team_within, individuals_step, read_individuals
from cairn.planning.intake_rounds import own_fields
from cairn.planning.models import Round, Step
from cairn.planning.policy import rules
from cairn.planning.rounds import find_round
from cairn.storage import clock
from cairn.web.agreeing_cycle import after_row
from cairn.web.forms import see_other
from cairn.web.pages import flash, fragment, member_page, page
from cairn.web.paging import address, cut, wants_fragment
from cairn.web.refusals import sentence_of
from cairn.web.sessions import WebRequest
from cairn.web.submissions import new_submission, submission_of

TEMPLATE = "planning/individuals-team.html"


@require_safe
@member_page
def show(request: WebRequest, round_id: int) -> HttpResponse:
    """What is mine, and whom I agree with."""
    actor = request.actor
    held = find_round(actor, round_id)
    context = {
        "mine": read_individuals(actor, held, clock.today(actor.time_zone)),
        "submission": new_submission(),
        "expects_people": expects_people(held.cycle),
        "led": _led(actor, held),
        **_frame(actor, held, held.team, ""),
    }
    return page(request, "planning/individuals.html", context)


@require_safe
@member_page
def show_team(request: WebRequest, round_id: int, team_id: int) -> HttpResponse:
    """Who of a team has come how far, for those who may know; `?stage=` of these."""
    actor = request.actor
    held = find_round(actor, round_id)
    team = find_team_within(held, team_id)
    rules.require(actor, "step.see_people", Step(round=held, team=team))
    asked = request.GET.get("stage", "")
    stage = asked if asked in Stage else ""
    after = after_row(request.GET.get("after", ""))
    rows = sets_of(
        actor, held.cycle, "people", within=team, stage=stage, after=after, most=PAGE + 1
    )
    part = cut(rows, PAGE)
    last = part.rows[-1] if part.has_more else None
    behind = f"{last.id}.{last.name}" if last else ""
    context = {
        "held": held,
        "rows": part.rows,
        "more_url": last and address(_url(held, team.id), {"stage": stage, "after": behind}),
    }
    if wants_fragment(request) and after:
        return fragment(request, TEMPLATE, "rows", context)
    context |= {
        "team": team,
        "step": individuals_step(actor, held, clock.today(actor.time_zone)),
        "branches": branches_of(actor, held.cycle, team),
    }
    return page(request, TEMPLATE, context | _frame(actor, held, team, stage))


def _frame(actor: Actor, held: Round, team: Team, chosen: str) -> dict[str, Any]:
    """How many are how far; each stage leads to its people, for those who may know. One query."""
    tally = tally_of(actor, held.cycle, "people", team)
    may_see = rules.can(actor, "step.see_people", Step(round=held, team=team))
    whole = _url(held, team.id) if may_see else ""
    stages = [
        (one.value, tally[one], whole and address(whole, {"stage": one.value}), one == chosen)
        for one in Stage
    ]
    return {
        "held": held,
        "here": f"/rounds/{held.id}/individuals",
        "tally": tally,
        "stages": stages,
        "chosen": chosen,
        "whole_url": whole,
    }


def _led(actor: Actor, held: Round) -> list[tuple[str, str]]:
    """The viewer's own teams that they lead, of those in the round: name and address."""
    return [
        (name, _url(held, id))
        for id, name in actor.team_names
        if id in actor.leads and (held.team.is_company or id == held.team_id)
    ]


def _url(held: Round, team_id: int) -> str:
    return f"/rounds/{held.id}/individuals/{team_id}"


@require_POST
@member_page
def write(request: WebRequest, round_id: int) -> HttpResponse:
    """A draft of my own for something above; `place` is an objective, or one and its key result."""
    above, _dot, part = request.POST.get("place", "").partition(".")
    try:
        fields = own_fields({"target": above, "key_result": part})
        made = write_own(request.actor, round_id, submission=submission_of(request), **fields)
    except (Conflict, Invalid) as refusal:
        flash(request, sentence_of(refusal), level="warning")
        return see_other(f"/rounds/{round_id}/individuals")
    flash(
        request,
        _("Your draft. Put it into your own words; it is aligned when the round is announced."),
    )
    return see_other(f"/objectives/{made.objective_id}/edit")
