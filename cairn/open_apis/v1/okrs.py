"""Whole OKRs: what a person wants to reach in a period, with everything that hangs on it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from cairn.cycles.queries import cycles
from cairn.goals.models import Agreement
from cairn.goals.queries import visible_objectives
from cairn.goals.rows import KeyResultRow, ObjectiveRow
from cairn.open_apis.calls import Call
from cairn.open_apis.identities import Held, both_ids, find_held, find_person, held_id
from cairn.open_apis.instants import ms, ms_of_end
from cairn.open_apis.numbers import plain_number, rate_v1, said, whole_percent
from cairn.open_apis.v1.surroundings import Surroundings, read_surroundings
from cairn.open_apis.weighing import shared
from cairn.storage.ids import read_id

MOST_OKRS = 10
WHOLE = 1
"""The permission of what is told at all; Feishu tells the ids of the rest, we tell nothing."""
INITIAL, TO_SUBMIT, TO_CONFIRM, RETURNED, CONFIRMED = range(5)


def list_user_okrs(call: Call, user_id: str) -> dict[str, Any]:
    """One OKR a period in which the person has an objective that the caller may see, newest first."""
    person = find_person(call, user_id)
    offset = call.asked_whole("offset", None, 0, 999_999)
    limit = call.asked_whole("limit", None, 1, MOST_OKRS)
    wanted = {read_id(one) for one in call.asked_all("period_ids", MOST_OKRS)}
    seen = visible_objectives(call.actor).filter(owner=person.id)
    filled = set(seen.order_by().values_list("cycle_id", flat=True).distinct())
    held = [
        Held(one, member_id=person.id)
        for one in cycles(call.actor)
        if one.id in filled and (not wanted or one.id in wanted)
    ]
    return {"total": len(held), "okr_list": _okrs(call, held[offset : offset + limit])}


def get_okrs(call: Call) -> dict[str, Any]:
    held = find_held(call.actor, call.asked_all("okr_ids", MOST_OKRS, needed=True))
    return {"okr_list": [one for one in _okrs(call, held) if one["objective_list"]]}


def _okrs(call: Call, held: Sequence[Held]) -> list[dict[str, Any]]:
    """As many queries however many there are."""
    if not held:
        return []
    around = read_surroundings(call, _objectives_of(held))
    below: dict[str, list[ObjectiveRow]] = defaultdict(list)
    for row in around.rows:
        holder = row.owner or row.team
        below[held_id(holder.id if holder else 0, row.cycle_id)].append(row)
    return [_okr(call, one, below[one.id], around) for one in held]


def _objectives_of(held: Iterable[Held]) -> Q:
    """A filter that the objectives of any of these copies pass."""
    found = Q(pk__in=())
    for one in held:
        whose = Q(owner=one.member_id) if one.member_id else Q(owner=None, team=one.team_id)
        found |= whose & Q(cycle=one.cycle.id)
    return found


def _okr(
    call: Call, held: Held, rows: Sequence[ObjectiveRow], around: Surroundings
) -> dict[str, Any]:
    weights = shared([around.weights.get(row.id) for row in rows])
    return {
        "id": held.id,
        "permission": WHOLE,
        "period_id": str(held.cycle.id),
        "name": held.cycle.name,
        "confirm_status": confirm_status(rows),
        "objective_list": [
            _objective(call, row, weight, around) for row, weight in zip(rows, weights, strict=True)
        ],
    }


def confirm_status(rows: Sequence[ObjectiveRow]) -> int:
    """Of the whole: what is furthest back decides."""
    states = {row.agreement for row in rows}
    if Agreement.RETURNED in states:
        return RETURNED
    if Agreement.SUBMITTED in states:
        return TO_CONFIRM
    if states == {Agreement.CONFIRMED}:
        return CONFIRMED
    return TO_SUBMIT if any(row.is_draft for row in rows) else INITIAL


def _objective(call: Call, row: ObjectiveRow, weight: Any, around: Surroundings) -> dict[str, Any]:
    records = around.comments[row.id]
    measured = [around.checked_at(one.id) for one in row.key_results]
    latest = max((at for at in measured if at is not None), default=None)
    return said(
        id=str(row.id),
        permission=WHOLE,
        content=row.title,
        progress_report=row.description,
        score=whole_percent(row.score),
        weight=plain_number(weight * 100),
        progress_rate=rate_v1(row.progress, row.shown),
        kr_list=[_key_result(call, one, around) for one in row.key_results],
        aligned_objective_list=around.below[row.id],
        aligning_objective_list=around.above[row.id],
        progress_record_list=[{"id": str(id)} for id, _at in records],
        progress_rate_percent_last_updated_time=ms(latest) or "0",
        progress_rate_status_last_updated_time=ms(latest) or "0",
        progress_record_last_updated_time=ms(max((at for _id, at in records), default=None)) or "0",
        progress_report_last_updated_time=ms(around.changed_at[row.id]) or "0",
        score_last_updated_time=ms(around.scored_at.get((row.id, None))) or "0",
        deadline=ms_of_end(row.due_on, call.actor.time_zone),
        mentioned_user_list=_mentioned(row.title, around),
    )


def _key_result(call: Call, row: KeyResultRow, around: Surroundings) -> dict[str, Any]:
    words = around.words[row.id]
    checked_at = ms(around.checked_at(row.id)) or "0"
    said_at = max((word.last_at for word in words if word.says), default=None)
    return said(
        id=str(row.id),
        content=row.title,
        score=whole_percent(row.score),
        weight=int(row.weight),
        kr_weight=plain_number(row.weight),
        progress_rate=rate_v1(row.progress, row.shown),
        progress_record_list=[{"id": str(word.id)} for word in words if word.says],
        progress_rate_percent_last_updated_time=checked_at,
        progress_rate_status_last_updated_time=checked_at,
        progress_record_last_updated_time=ms(said_at) or "0",
        progress_report_last_updated_time="0",
        score_last_updated_time=ms(around.scored_at.get((row.objective_id, row.id))) or "0",
        deadline=ms_of_end(row.due_on, call.actor.time_zone),
        mentioned_user_list=_mentioned(row.title, around),
    )


def _mentioned(title: str, around: Surroundings) -> list[dict[str, str]]:
    return [
        both_ids(id)
        for name, id in around.people.items()
        if f"@{name}" in title or f"＠{name}" in title
    ]
