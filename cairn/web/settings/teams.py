"""The tree of teams: add, rename, move, close; and who belongs to a team."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.goals.commands.teams import dissolve_team, edit_team, revive_team
from cairn.intake import Intake, refuse
from cairn.organization.commands.teams import (
    create_team,
    join_team,
    leave_team,
)
from cairn.organization.intake import read_team
from cairn.organization.models import Member, Team
from cairn.organization.policy import rules
from cairn.organization.queries import (
    TeamNode,
    company_of,
    find_team,
    members_of,
    team_tree,
)
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, member_page
from cairn.web.paging import id_in
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import filled, settings_page
from cairn.web.settings.person_choice import person_choices, shown_person, with_people

HERE = "/settings/teams"
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Branch:
    """A team in the list and what the reader may do to it."""

    team: TeamNode
    may_add: bool
    may_change: bool
    may_close: bool


@member_page
def list_teams(request: WebRequest) -> HttpResponse:
    actor, closed = request.actor, bool(request.GET.get("closed"))
    return settings_page(
        request,
        "teams",
        closed=closed,
        branches=[
            Branch(
                team,
                may_add=rules.can(actor, "team.create", team),
                may_change=rules.can(actor, "team.change", team),
                may_close=rules.can(actor, "team.close", team),
            )
            for team in team_tree(actor, closed=closed)
        ],
    )


@member_page
def new_team(request: WebRequest) -> HttpResponse:
    if request.method == "POST":
        return answer(request, lambda: create(request), lambda form: show(request, form))
    if not parents(request, None):
        rules.require(request.actor, "team.create", company_of(request.actor))
    parent = id_in(request, "parent") or company_of(request.actor).id
    return show(request, filled(request, parent=parent, lead=""))


def create(request: WebRequest) -> HttpResponse:
    given = read_team(with_people(request.actor, {"name": "", **request.POST.dict()}, "lead"))
    parent = given.pop("parent", None) or company_of(request.actor).id
    team = create_team(request.actor, parent, **given)
    flash(request, _("%(name)s was created.") % {"name": team.name})
    return see_other(f"{HERE}/{team.id}")


def show(request: WebRequest, form: Form, team: Team | None = None) -> HttpResponse:
    actor = request.actor
    people = person_choices(actor, _("Nobody"), [team.lead_id if team else None])
    belonging = list(members_of(actor, team.id)[:MOST_SHOWN]) if team else []
    return settings_page(
        request,
        "teams",
        form,
        template="team",
        team=team,
        people=people,
        newcomers=newcomers(people, belonging),
        parents=parents(request, team),
        belonging=belonging,
        may_change=team is None or rules.can(actor, "team.change", team),
        may_close=team is not None and rules.can(actor, "team.close", team),
    )


def newcomers(people: list[Any], belonging: list[Member]) -> list[Any]:
    inside = {member.id for member in belonging}
    return [choice for choice in people if choice[0] not in inside]


def parents(request: WebRequest, team: Team | None) -> list[tuple[int, str]]:
    """The teams below which this one may lie: not itself nor those below it."""
    return [
        (node.id, "\u2003" * node.depth + node.name)
        for node in team_tree(request.actor)
        if (team is None or team.id not in node.line)
        and (rules.can(request.actor, "team.create", node) or (team and node.id == team.parent_id))
    ]


@member_page
def team(request: WebRequest, team_id: int) -> HttpResponse:
    found = find_team(request.actor, team_id)
    if request.method == "POST":
        return answer(
            request, lambda: save(request, found), lambda form: show(request, form, found)
        )
    people = person_choices(request.actor, "", [found.lead_id])
    lead = shown_person(people, found.lead_id)
    kept = {"name": found.name, "parent": found.parent_id, "cadence_days": found.cadence_days}
    return show(request, filled(request, **kept, lead=lead), found)


def save(request: WebRequest, found: Team) -> HttpResponse:
    given = read_team(with_people(request.actor, request.POST.dict(), "lead"))
    edit_team(request.actor, found.id, **given)
    flash(request, _("Saved."))
    return see_other(f"{HERE}/{found.id}")


@require_POST
@member_page
def close(request: WebRequest, team_id: int) -> HttpResponse:
    closed = dissolve_team(request.actor, team_id)
    words = _("%(name)s is closed. Its objectives and its history stay.") % {"name": closed.name}
    flash(request, words, undo_url=f"{HERE}/{team_id}/reopen")
    return see_other(HERE)


@require_POST
@member_page
def reopen(request: WebRequest, team_id: int) -> HttpResponse:
    opened = revive_team(request.actor, team_id)
    words = _("%(name)s is open again.") % {"name": opened.name}
    flash(request, words, undo_url=f"{HERE}/{team_id}/close")
    return see_other(f"{HERE}/{team_id}")


@require_POST
@member_page
def join(request: WebRequest, team_id: int) -> HttpResponse:
    found = find_team(request.actor, team_id)

    def act() -> HttpResponse:
        fields = with_people(request.actor, request.POST.dict(), "member")
        intake = Intake(fields)
        member_id = intake.id("member")
        intake.settle()
        if not isinstance(member_id, int):
            refuse("member", _("Choose somebody."))
        join_team(request.actor, team_id, member_id)
        return see_other(f"{HERE}/{team_id}#people")

    def again(form: Form) -> HttpResponse:
        kept = {"name": found.name, "parent": found.parent_id, "lead": found.lead_id}
        return show(request, Form({**kept, **form.values}, form.errors), found)

    return answer(request, act, again)


@require_POST
@member_page
def leave(request: WebRequest, team_id: int, member_id: int) -> HttpResponse:
    left = leave_team(request.actor, team_id, member_id)
    words = _("Removed from %(name)s.") % {"name": left.name}
    flash(request, words, undo_url=f"{HERE}/{team_id}/join/{member_id}")
    return see_other(f"{HERE}/{team_id}#people")


@require_POST
@member_page
def rejoin(request: WebRequest, team_id: int, member_id: int) -> HttpResponse:
    join_team(request.actor, team_id, member_id)
    return see_other(f"{HERE}/{team_id}#people")
