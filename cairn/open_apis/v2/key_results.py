"""Key results one by one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import FETCH_RAISE

from cairn.goals.commands.key_results import (
    add_key_result,
    delete_key_result,
    edit_key_result,
    order_key_results,
)
from cairn.goals.commands.weights import share_weights
from cairn.goals.intake import LONGEST_KEY_RESULT
from cairn.goals.models import KeyResult, Objective
from cairn.goals.queries import find_key_result, find_objective
from cairn.goals.weights import Share
from cairn.intake import MISSING
from cairn.open_apis.blocks import blocks_v2, plain_paragraphs
from cairn.open_apis.calls import Call
from cairn.open_apis.content import read_line
from cairn.open_apis.instants import ms, ms_of_end
from cairn.open_apis.numbers import HUNDRED, plain_number, said, thousandths
from cairn.open_apis.paging import one_page
from cairn.open_apis.v2.owners import owner
from cairn.open_apis.weighing import require_complete, sent_score, sent_weights
from cairn.reviews.commands.scoring import score_key_result
from cairn.storage.ids import read_id

START, TARGET, UNIT = Decimal(0), Decimal(100), "percent"
"""From where to where a key result goes until its indicator says otherwise, as in Feishu."""


def below(objective: Objective) -> list[KeyResult]:
    """An objective's key results in their order; the caller has checked who may see."""
    found = KeyResult.objects.filter(objective=objective, deleted_at__isnull=True)
    return list(found.order_by("position", "id").fetch_mode(FETCH_RAISE))


def list_key_results(call: Call, objective_id: str) -> dict[str, Any]:
    objective = find_objective(call.actor, read_id(objective_id))
    found = below(objective)
    page = one_page(call, found, lambda one: one.id)
    return page.answer(shapes(call, objective, page.rows, found))


def show_key_result(call: Call, key_result_id: str) -> dict[str, Any]:
    found = find_key_result(call.actor, read_id(key_result_id))
    objective = found.objective
    return {"key_result": shapes(call, objective, [found], below(objective))[0]}


def weights_of(rows: Sequence[KeyResult]) -> dict[int, Decimal]:
    parts = thousandths([one.weight for one in rows])
    return {row.id: part for row, part in zip(rows, parts, strict=True)}


def shapes(
    call: Call, objective: Objective, rows: Sequence[KeyResult], beside: Sequence[KeyResult]
) -> list[dict[str, Any]]:
    weights = weights_of(beside)
    places = {one.id: place for place, one in enumerate(beside, 1)}
    return [_key_result(call, objective, one, places, weights) for one in rows]


def _key_result(
    call: Call,
    objective: Objective,
    row: KeyResult,
    places: Mapping[int, int],
    weights: Mapping[int, Decimal],
) -> dict[str, Any]:
    return said(
        id=str(row.id),
        create_time=ms(row.created_at),
        update_time=ms(max(row.created_at, objective.updated_at)),
        owner=owner(call, row.owner_id or objective.owner_id, objective.team_id),
        objective_id=str(row.objective_id),
        position=places[row.id],
        content=blocks_v2(plain_paragraphs(row.title), call.spelling),
        score=plain_number(row.score),
        weight=plain_number(weights[row.id]),
        deadline=ms_of_end(row.due_on, call.actor.time_zone),
    )


def create_key_result(call: Call, objective_id: str) -> dict[str, Any]:
    """Owned by the objective's owner, from 0 % to 100 % until its indicator says otherwise."""
    objective = find_objective(call.actor, read_id(objective_id))
    made = add_key_result(
        call.actor,
        objective.id,
        title=_title(call),
        start=START,
        target=TARGET,
        unit=UNIT,
        owner=objective.owner_id,
        reason=call.reason,
        **_sent(call),
    )
    _score(call, made.id)
    return {"key_result_id": str(made.id)}


def _title(call: Call) -> str:
    return read_line(call.actor, "content", call.sent("content"), LONGEST_KEY_RESULT)


def _sent(call: Call) -> dict[str, Any]:
    day = call.sent_day("deadline")
    return {} if day is MISSING else {"due_on": day}


def _score(call: Call, key_result_id: int) -> None:
    if (score := sent_score(call)) is not None:
        score_key_result(call.actor, key_result_id, value=score, note=call.reason)


def change_key_result(call: Call, key_result_id: str) -> dict[str, Any]:
    changes = _sent(call)
    if call.sent("content") is not MISSING:
        changes["title"] = _title(call)
    id = read_id(key_result_id) or 0
    if changes:
        edit_key_result(call.actor, id, reason=call.reason, **changes)
    _score(call, id)
    return show_key_result(call, key_result_id)


def remove_key_result(call: Call, key_result_id: str) -> dict[str, Any]:
    gone = delete_key_result(call.actor, read_id(key_result_id) or 0, reason=call.reason)
    return {"key_result_id": str(gone.id)}


def place_key_results(call: Call, objective_id: str) -> dict[str, Any]:
    objective = find_objective(call.actor, read_id(objective_id))
    ids = call.sent_ids("key_result_ids")
    require_complete("key_result_ids", ids, {one.id: one for one in below(objective)})
    order_key_results(call.actor, objective.id, ids)
    return _all(call, objective)


def weigh(call: Call, objective_id: str) -> dict[str, Any]:
    """None of them is fixed by that: one that is added later takes its part of all."""
    objective = find_objective(call.actor, read_id(objective_id))
    expected = weights_of(below(objective))
    weights = sent_weights(call, "key_result_weights", "key_result_id", expected)
    asked = {id: Share(one * HUNDRED, fixed=False) for id, one in weights.items()}
    if weights != expected:
        share_weights(call.actor, objective.id, asked=asked, reason=call.reason)
    return _all(call, objective)


def _all(call: Call, objective: Objective) -> dict[str, Any]:
    found = below(objective)
    return {"items": shapes(call, objective, found, found)}
