"""The rows of the lists of gaps: what a champion needs to see, and what the viewer may do there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.goals.aligning import KeyResultRef, row_of, seen_alignments
from cairn.goals.gaps import SKIPPED, UNALIGNED
from cairn.goals.models import Alignment, Answer, KeyResult, Objective
from cairn.goals.opening import open_objectives
from cairn.goals.policy import rules
from cairn.goals.queries import key_result_rows
from cairn.goals.rows import KeyResultRow, ObjectiveRow, TeamRef
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team, line_of


@dataclass(frozen=True, slots=True)
class GapRow:
    """One hole. `id` is what the list is made of: an objective, a key result or an alignment.

    `key_result` is the one that nobody supports, `target_key_result` the one that is meant.
    `passed_over` are the teams between, from above. `is_asked`: an alignment waits for its answer.
    `may_align` is about `objective`, `may_carry_down` about `key_result`.
    """

    id: int
    objective: ObjectiveRow
    key_result: KeyResultRow | None = None
    target: ObjectiveRow | None = None
    target_key_result: KeyResultRef | None = None
    passed_over: tuple[TeamRef, ...] = ()
    is_asked: bool = False
    may_align: bool = False
    may_carry_down: bool = False


def gap_rows(viewer: Actor, name: str, found: Sequence[Any], on: date) -> list[GapRow]:
    """The rows of things that `find_gaps` found for this viewer. At most three queries."""
    if name == UNALIGNED:
        return _unaligned(viewer, found, on)
    return (_skipped if name == SKIPPED else _unsupported)(viewer, found, on)


def _unaligned(viewer: Actor, found: Sequence[Objective], on: date) -> list[GapRow]:
    ends = open_objectives(one.id for one in found)
    asked = seen_alignments(viewer).filter(objective__in=list(ends), state=Answer.REQUESTED)
    waiting = set(asked.values_list("objective_id", flat=True))
    return [
        GapRow(
            one.id,
            row_of(ends[one.id], on),
            is_asked=one.id in waiting,
            may_align=_may_align(viewer, ends[one.id]),
        )
        for one in found
        if one.id in ends
    ]


def _unsupported(viewer: Actor, found: Sequence[KeyResult], on: date) -> list[GapRow]:
    ends = open_objectives({one.objective_id for one in found})
    rows = {row.id: row for row in key_result_rows(viewer, list(ends), on, {})}
    made = []
    for one in found:
        if one.objective_id not in ends or one.id not in rows:
            continue  # deleted since
        objective = ends[one.objective_id]
        target = KeyResult(id=one.id, owner_id=one.owner_id, objective=objective)
        may = not objective.cycle.is_closed and rules.can(viewer, "objective.carry_down", target)
        row = row_of(objective, on)
        made.append(GapRow(one.id, row, key_result=rows[one.id], may_carry_down=may))
    return made


def _skipped(viewer: Actor, found: Sequence[Alignment], on: date) -> list[GapRow]:
    ends = open_objectives({id for one in found for id in (one.objective_id, one.target_id)})
    found = [one for one in found if one.objective_id in ends and one.target_id in ends]
    homes = _homes(ends[one.objective_id] for one in found)
    between = {
        one.id: _between(ends[one.objective_id], ends[one.target_id], homes) for one in found
    }
    passed = [id for ids in between.values() for id in ids]
    names = dict(Team.objects.filter(id__in=passed).values_list("id", "name"))
    return [
        GapRow(
            one.id,
            row_of(ends[one.objective_id], on),
            target=row_of(ends[one.target_id], on),
            target_key_result=_named(one.key_result),
            passed_over=tuple(TeamRef(id, names[id]) for id in between[one.id]),
            may_align=_may_align(viewer, ends[one.objective_id]),
        )
        for one in found
    ]


def _named(key_result: KeyResult | None) -> KeyResultRef | None:
    return KeyResultRef(key_result.id, key_result.title) if key_result else None


def _may_align(viewer: Actor, objective: Objective) -> bool:
    return not objective.cycle.is_closed and rules.can(viewer, "alignment.request", objective)


def _homes(objectives: Iterable[Objective]) -> dict[int, list[tuple[int, ...]]]:
    """The lines of the open teams that owners belong to or lead. One query."""
    owners = [one.owner_id for one in objectives if one.team is None]
    homes: dict[int, list[tuple[int, ...]]] = {}
    found = Member.objects.filter(id__in=owners).values_list(
        *("id", "team_memberships__team__path", "team_memberships__team__valid_to"),
        *("led__path", "led__valid_to"),
    )
    for member_id, home, home_closed_on, led, led_closed_on in found:
        lines = homes.setdefault(member_id, [])
        lines += [line_of(home)] if home and not home_closed_on else []
        lines += [line_of(led)] if led and not led_closed_on else []
    return homes


def _between(
    objective: Objective, target: Objective, homes: dict[int, list[tuple[int, ...]]]
) -> tuple[int, ...]:
    """The teams below the target's and above what supports it, on the shortest line."""
    above = target.team.line if target.team else ()
    if objective.team is not None:
        return objective.team.line[len(above) : -1]
    lines = [line for line in homes.get(objective.owner_id or 0, []) if set(above) <= set(line)]
    return min(lines, key=len)[len(above) :] if lines else ()
