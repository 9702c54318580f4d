"""Objectives one by one, in somebody's copy of a cycle."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import FETCH_RAISE, QuerySet

from cairn.checkins.commands.comments import known_names
from cairn.errors import NotFound
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.objective_weights import weigh_objectives
from cairn.goals.commands.objectives import delete_objective, edit_objective
from cairn.goals.commands.ordering import order_objectives
from cairn.goals.intake import LONGEST_TITLE
from cairn.goals.models import Objective, Type
from cairn.goals.queries import visible_objectives
from cairn.intake import MISSING
from cairn.open_apis.blocks import blocks_v2, paragraphs_of, plain_paragraphs
from cairn.open_apis.calls import Call
from cairn.open_apis.content import read_line, read_markdown
from cairn.open_apis.identities import Held, held_id, holder_of, one_held
from cairn.open_apis.instants import ms, ms_of_end
from cairn.open_apis.numbers import plain_number, said
from cairn.open_apis.paging import one_page
from cairn.open_apis.v2.categories import TYPES, category_of
from cairn.open_apis.v2.owners import owner
from cairn.open_apis.weighing import (
    NIL,
    ONE,
    require_complete,
    sent_score,
    sent_weights,
    weights_of,
)
from cairn.reviews.commands.scoring import score_objective
from cairn.storage.ids import read_id

LONGEST_NOTES = 20_000


def in_copy(call: Call, held: Held) -> QuerySet[Objective]:
    """What the caller sees of a copy of a cycle, in its order."""
    whose = {"owner": held.member_id} if held.member_id else {"owner": None, "team": held.team_id}
    return (
        visible_objectives(call.actor)
        .filter(cycle=held.cycle.id, **whose)
        .order_by("position", "id")
        .fetch_mode(FETCH_RAISE)
    )


def list_objectives(call: Call, user_cycle_id: str) -> dict[str, Any]:
    found = list(in_copy(call, one_held(call.actor, user_cycle_id)))
    page = one_page(call, found, lambda one: one.id)
    return page.answer(shapes(call, page.rows, found))


def show_objective(call: Call, objective_id: str) -> dict[str, Any]:
    found = visible_objectives(call.actor).filter(id=read_id(objective_id) or 0)
    objective = found.select_related("cycle").fetch_mode(FETCH_RAISE).first()
    if objective is None:
        raise NotFound
    held = Held(objective.cycle, objective.owner_id, objective.team_id)
    return {"objective": shapes(call, [objective], list(in_copy(call, held)))[0]}


def shapes(
    call: Call, rows: Sequence[Objective], beside: Sequence[Objective]
) -> list[dict[str, Any]]:
    """Some of all those that stand in one copy. Two queries."""
    weights = weights_of([one.id for one in beside])
    places = {one.id: place for place, one in enumerate(beside, 1)}
    people = known_names((one.description for one in rows), call.actor.organization_id)
    return [_objective(call, one, places[one.id], weights[one.id], people) for one in rows]


def _objective(
    call: Call, row: Objective, place: int, weight: Decimal, people: dict[str, int]
) -> dict[str, Any]:
    return said(
        id=str(row.id),
        create_time=ms(row.created_at),
        update_time=ms(row.updated_at),
        owner=owner(call, row.owner_id, row.team_id),
        cycle_id=held_id(holder_of(row.owner_id, row.team_id), row.cycle_id),
        position=place,
        content=blocks_v2(plain_paragraphs(row.title), call.spelling),
        score=plain_number(row.score),
        notes=blocks_v2(paragraphs_of(row.description, people), call.spelling),
        weight=plain_number(weight),
        deadline=ms_of_end(row.due_on, call.actor.time_zone),
        category_id=category_of(row.type),
    )


def create_objective(call: Call, user_cycle_id: str) -> dict[str, Any]:
    """Published at once: Feishu's API knows no draft."""
    held = one_held(call.actor, user_cycle_id)
    made = draft_objective(
        call.actor,
        title=read_line(call.actor, "content", call.sent("content"), LONGEST_TITLE),
        cycle=held.cycle.id,
        owner=held.member_id,
        team=held.team_id,
        publish=True,
        **_sent(call),
    )
    weight = call.sent_number("weight", NIL, ONE)
    if weight is not MISSING:
        weigh_objectives(call.actor, {made.id: round(weight, 3)}, reason=call.reason)
    _score(call, made.id)
    return {"objective_id": str(made.id)}


def _sent(call: Call) -> dict[str, Any]:
    """What both a new objective and a change take, as far as it is given."""
    told: dict[str, Any] = {}
    if call.sent("notes") is not MISSING:
        told["description"] = _notes(call)
    if (day := call.sent_day("deadline")) is not MISSING:
        told["due_on"] = day
    if (category := call.sent_choice("category_id", tuple(TYPES))) is not MISSING:
        told["type"] = str(Type(TYPES[category]))
    return told


def _notes(call: Call) -> str:
    """Empty blocks take the notes away."""
    value = call.sent("notes")
    if value in ("", {"blocks": []}, {"text": ""}):
        return ""
    return read_markdown(call.actor, "notes", value, LONGEST_NOTES)


def _score(call: Call, objective_id: int) -> None:
    if (score := sent_score(call)) is not None:
        score_objective(call.actor, objective_id, value=score, reason=call.reason)


def change_objective(call: Call, objective_id: str) -> dict[str, Any]:
    changes = _sent(call)
    if call.sent("content") is not MISSING:
        text = read_line(call.actor, "content", call.sent("content"), LONGEST_TITLE)
        changes["title"] = text
    id = read_id(objective_id) or 0
    if changes:
        edit_objective(call.actor, id, reason=call.reason, **changes)
    _score(call, id)
    return show_objective(call, objective_id)


def remove_objective(call: Call, objective_id: str) -> dict[str, Any]:
    gone = delete_objective(call.actor, read_id(objective_id) or 0)
    return {"objective_id": str(gone.id)}


def place_objectives(call: Call, user_cycle_id: str) -> dict[str, Any]:
    held = one_held(call.actor, user_cycle_id)
    ids = call.sent_ids("objective_ids")
    require_complete("objective_ids", ids, {one.id: one for one in in_copy(call, held)})
    order_objectives(call.actor, ids)
    return _all(call, held)


def weigh(call: Call, user_cycle_id: str) -> dict[str, Any]:
    held = one_held(call.actor, user_cycle_id)
    expected = weights_of([one.id for one in in_copy(call, held)])
    weights = sent_weights(call, "objective_weights", "objective_id", expected)
    weigh_objectives(call.actor, weights, reason=call.reason)
    return _all(call, held)


def _all(call: Call, held: Held) -> dict[str, Any]:
    found = list(in_copy(call, held))
    return {"items": shapes(call, found, found)}
