"""Carrying an objective or a key result down: whom to, in which words, in which cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, Value, When
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cairn.cycles.queries import cycles
from cairn.errors import Conflict, Invalid
from cairn.goals.commands.alignments import overlap
from cairn.goals.commands.carrying import carry_down
from cairn.goals.commands.checks import require_open
from cairn.goals.intake_ties import carrying_fields
from cairn.goals.models import KeyResult, Objective
from cairn.goals.policy import rules
from cairn.goals.queries import find_key_result, find_objective
from cairn.intake import Intake
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member, Team
from cairn.web.forms import Form, see_other, typed
from cairn.web.objectives.names import Directory, split_names
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.sessions import WebRequest
from cairn.web.submissions import new_submission

MOST_OFFERED = 40


@dataclass(frozen=True, slots=True)
class Receivers:
    """Who is offered: teams below, then the others near; reports, then the team's own people."""

    teams: tuple[tuple[int, str, str], ...]
    people: tuple[tuple[int, str, str], ...]


@require_http_methods(["GET", "POST"])
@member_page
def of_objective(request: WebRequest, objective_id: int) -> HttpResponse:
    return _carry(request, find_objective(request.actor, objective_id), None)


@require_http_methods(["GET", "POST"])
@member_page
def of_key_result(request: WebRequest, key_result_id: int) -> HttpResponse:
    key_result = find_key_result(request.actor, key_result_id)
    return _carry(request, key_result.objective, key_result)


def _carry(request: WebRequest, objective: Objective, key_result: KeyResult | None) -> HttpResponse:
    rules.require(request.actor, "objective.carry_down", key_result or objective)
    require_open(objective)
    if objective.is_draft:
        raise Conflict(_("Publish it first: nobody could read what it is carried down from."))
    if request.method != "POST":
        return _form(request, objective, key_result, Form(take_unsent(request)))
    try:
        made = carry_down(
            request.actor,
            objective=None if key_result else objective.id,
            key_result=key_result.id if key_result else None,
            **_read(request, request.actor),
        )
    except Invalid as refused:
        return _form(request, objective, key_result, Form(typed(request), refused.fields))
    words = ngettext(
        "%(n)s draft is written and aligned; its owner rewrites and publishes it.",
        "%(n)s drafts are written and aligned; their owners rewrite and publish them.",
        len(made),
    )
    flash(request, words % {"n": len(made)})
    return see_other(f"/objectives/{objective.id}#alignment")


def _read(request: WebRequest, actor: Actor) -> dict[str, Any]:
    """Arguments of `carry_down`: those ticked, and those named in words."""
    fields = request.POST
    others = str(fields.get("others", ""))[:4_000]
    names = split_names(others)
    directory = Directory(actor, names, names)
    intake = Intake(fields)
    teams, people = list(fields.getlist("teams")), list(fields.getlist("people"))
    for name in names:
        if len(directory.teams.get(name, [])) == 1 and name not in directory.people:
            teams.append(str(directory.teams[name][0]))
        else:
            found = directory.person(intake, "others", name)
            people.append(str(found) if isinstance(found, int) else "")
    intake.settle()
    submission = intake.line("submission", 64, required=False)
    intake.settle()
    given = carrying_fields(
        {
            **{name: fields[name] for name in ("title", "cycle") if name in fields},
            "teams": teams,
            "people": [id for id in people if id],
        }
    )
    return {**given, "submission": submission if isinstance(submission, str) else None}


def _form(
    request: WebRequest, objective: Objective, key_result: KeyResult | None, form: Form
) -> HttpResponse:
    actor = request.actor
    known = [one for one in cycles(actor) if not one.is_closed and overlap(one, objective.cycle)]
    offered = receivers(actor, objective, key_result)
    context = {
        "objective": objective,
        "key_result": key_result,
        "teams": offered.teams,
        "people": offered.people,
        "cycles": [(one.id, one.name) for one in known],
        "form": form,
        "ticked": {name: _several(form.values, name) for name in ("teams", "people")},
        "submission": form.values.get("submission") or new_submission(),
        "suggested": (key_result or objective).title[:300],
    }
    return page(request, "objectives/carry-down.html", context, status=form.status)


def _several(values: Mapping[str, Any], name: str) -> set[str]:
    kept = values.get(name, [])
    return {str(one) for one in (kept if isinstance(kept, list) else [kept])}


def receivers(actor: Actor, objective: Objective, key_result: KeyResult | None) -> Receivers:
    """Teams right below the owning one first, then the actor's own; reports first, then the people
    of the team. Whose it is already is left out. Two queries."""
    below = Q(parent_id=objective.team_id) if objective.team_id else Q(parent_id__in=actor.leads)
    near = below | Q(id__in=actor.teams | actor.leads) | Q(parent_id__in=actor.leads)
    teams = (
        Team.objects.open()
        .filter(near, organization_id=actor.organization_id)
        .exclude(id=(objective.team_id or 0) if key_result is None else 0)
        .order_by(Case(When(below, then=Value(0)), default=Value(1)), "name", "id")
        .values_list("id", "name", "lead__name")[:MOST_OFFERED]
    )
    reports = Q(manager_id=actor.member_id)
    if objective.owner_id:
        reports |= Q(manager_id=objective.owner_id)
    beside = reports | Q(teams__id=objective.team_id) if objective.team_id else reports
    people = (
        Member.objects.filter(beside, organization_id=actor.organization_id, left_at=None)
        .exclude(role=Role.VIEWER)
        .exclude(id=objective.owner_id or 0)
        .annotate(order=Case(When(reports, then=Value(0)), default=Value(1)))
        .order_by("order", "name", "id")
        .values_list("id", "name", "title", "order")
        .distinct()[:MOST_OFFERED]
    )
    return Receivers(
        tuple((id, name, lead or "") for id, name, lead in teams),
        tuple((id, name, title) for id, name, title, _order in people),
    )
