"""Objectives that are hidden in every way there is, with all that can hang on one, and what everybody knows."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cairn.checkins.commands.actions import add_action
from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.commands.helping import ask_for_help
from cairn.checkins.commands.pictures import add_picture
from cairn.checkins.commands.weekly import save_update
from cairn.goals.commands.alignments import request_alignment, weigh_alignment
from cairn.goals.commands.closures import close_objective, reopen_objective
from cairn.goals.commands.dependencies import request_dependency
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.initiatives import add_initiative
from cairn.goals.commands.key_results import add_key_result, edit_key_result
from cairn.goals.commands.objectives import delete_objective, edit_objective
from cairn.goals.commands.overrides import override_progress
from cairn.goals.models import Objective
from cairn.insights.reports.commands import ask_report
from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import start_meeting
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.reviews.commands.lessons import add_lesson
from cairn.reviews.commands.retrospectives import start_retrospective
from cairn.reviews.commands.scoring import score_objective
from cairn.storage.ids import new_id
from tests.cast import (
    GIF,
    TODAY,
    again,
)

SECRET = "收购鲸鱼计划"
D = Decimal


def talked(lead: Actor, team: Team) -> dict[str, int]:
    """A meeting that goes on, with a note in it."""
    meeting = start_meeting(lead, team.id)
    return {"meeting_id": meeting.id, "entry_id": take_down(lead, meeting.id, body="?").id}


def looked_back(owner: Actor, objective: Objective) -> dict[str, int]:
    made = start_retrospective(owner, objective=objective.id)
    action = add_action(
        owner, origin="retrospective", origin_id=made.id, objective=objective.id, body="?"
    )
    return {
        "retrospective_id": made.id,
        "lesson_id": add_lesson(owner, made.id, body="?").id,
        "action_id": action.id,
    }


def lived_a_week(owner: Actor, lead: Actor) -> dict[str, int]:
    return {
        "update_id": save_update(owner, TODAY, priorities="?", publish=True).id,
        "request_id": ask_for_help(owner, asked=lead.member_id, body="?").id,
        "report_id": ask_report(owner, occasion="weekly", formats=["page"])[0].id,
    }


HIDDEN: dict[str, Callable[[Team], dict[str, Any]]] = {
    "deleted": lambda _: {"visibility": "people", "publish": True},
    "people": lambda _: {"visibility": "people", "publish": True},
    "team": lambda team: {"visibility": "team", "visible_team": team.id, "publish": True},
    "draft": lambda _: {"publish": False},
    "private draft": lambda _: {"visibility": "people", "publish": False},
}
"""In this order where they are made in one test: what is there then is deleted with "deleted"."""


def hide_in(way: str, lead: Actor, owner: Actor, team: Team, ids: dict[str, str]) -> dict[str, str]:
    """Objectives with all that can hang on one, in one of the ways of being hidden; the ids of all."""
    for whose in (None, owner.member_id):
        made = draft_objective(
            lead,
            title=SECRET,
            cycle=int(ids["cycle_id"]),
            team=team.id,
            owner=whose,
            tags=["鲸鱼"],
            description=SECRET,
            collaborators=[lead.member_id],
            **HIDDEN[way](team),
        )
        known = _fill(again(lead), again(owner), made)
        known |= _tie(again(lead), made, ids)
        known |= _live(again(lead), again(owner), made, ids)
    if way == "deleted":
        for one in Objective.objects.filter(title=SECRET, closed_as=""):
            delete_objective(again(lead), one.id)
    return known


def _fill(lead: Actor, owner: Actor, objective: Objective) -> dict[str, str]:
    """Key results, work, words, numbers; the second objective is closed."""
    key_result = add_key_result(
        lead,
        objective.id,
        title=SECRET,
        start=D(0),
        target=D(10),
        unit="鲸",
        owner=owner.member_id,
        reason="中途调整",
    )
    free = add_key_result(
        lead, objective.id, title=SECRET, start=D(0), target=D(10), reason="中途调整"
    )
    initiative = add_initiative(lead, key_result.id, title=SECRET)
    comment = add_comment(lead, objective.id, body=f"@周晓宇 {SECRET}")
    checkin_id = new_id()
    if not objective.is_draft:
        checkin_id = check_in(lead, key_result.id, value=D(4), note=SECRET, blockers=SECRET).id
        override_progress(lead, objective.id, progress=D("0.4"), reason=SECRET)
        edit_objective(lead, objective.id, title=SECRET + "!", description="?", reason=SECRET)
    edit_objective(lead, objective.id, title=SECRET, reason=SECRET)
    if objective.owner_id is None and not objective.is_draft:
        _close(lead, objective)
    known = {
        "objective_id": objective.id,
        "key_result_id": key_result.id,
        "free": free.id,
        "initiative_id": initiative.id,
        "comment_id": comment.id,
        "picture_id": add_picture(lead, objective.id, content=GIF).id,
        "checkin_id": checkin_id,
    }
    return {name: str(one) for name, one in known.items()}


def _close(lead: Actor, objective: Objective) -> None:
    score_objective(lead, objective.id, value=D("0.4"), reason=SECRET)
    close_objective(lead, objective.id, outcome="missed", note=SECRET)


def _tie(lead: Actor, objective: Objective, ids: dict[str, str]) -> dict[str, str]:
    """The first supports what everybody sees and its key result, one of these because it is
    blocked; the second is supported by it. Both need something from another team, once they are
    published."""
    seen, key_result = int(ids["objective_id"]), int(ids["key_result_id"])
    objective.refresh_from_db()
    if objective.is_closed:
        reopen_objective(lead, objective.id, reason="?")
    if objective.owner_id is None:
        made = request_alignment(lead, objective.id, target=seen, note=SECRET)
        request_alignment(lead, objective.id, key_result=key_result, is_for_blocked=True)
    else:
        made = request_alignment(lead, seen, target=objective.id, note=SECRET)
        if not objective.is_draft:
            weigh_alignment(lead, made.id, weight=D(40), reason=SECRET)
    needed = new_id()
    if not objective.is_draft:
        above = Team.objects.get(organization_id=lead.organization_id, parent=None)
        asked = request_dependency(lead, objective.id, team=above.id, need=SECRET, needed_on=TODAY)
        needed = asked.id
    if objective.owner_id is None and not objective.is_draft:
        _close(lead, objective)
    return {"alignment_id": str(made.id), "dependency_id": str(needed)}


def _live(lead: Actor, owner: Actor, objective: Objective, ids: dict[str, str]) -> dict[str, str]:
    """What a cycle brings: a KPI that feeds it, help, work agreed on, an opinion, what was learned."""
    objective.refresh_from_db()
    if objective.is_draft or objective.is_closed:
        return {}
    kpi = int(ids["kpi_id"])
    fed = add_key_result(
        lead,
        objective.id,
        title=SECRET,
        start=D(60),
        target=D(90),
        unit="percent",
        reason="中途调整",
    )
    edit_key_result(lead, fed.id, kpi=kpi, reason=SECRET)
    asked = ask_for_help(lead, asked=owner.member_id, body=SECRET, objective=objective.id)
    made = start_retrospective(lead, objective=objective.id)
    action = add_action(
        lead,
        origin="retrospective",
        origin_id=made.id,
        objective=objective.id,
        body=SECRET,
        owner=owner.member_id,
        due_on=TODAY,
    )
    return {
        "request_id": str(asked.id),
        "retrospective_id": str(made.id),
        "lesson_id": str(add_lesson(lead, made.id, body=SECRET).id),
        "action_id": str(action.id),
    }
