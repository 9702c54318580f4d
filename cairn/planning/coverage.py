"""The sets of the teams right below a round's own, beside its own: what they cover and what not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Final

from django.db.models import BigIntegerField, F, Q, Value

from cairn.goals.models import LIVE, Agreement, Alignment
from cairn.goals.queries import Steps, objective_rows, visible_objectives
from cairn.goals.rows import KeyResultRow, ObjectiveRow
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.handed import Chosen, chosen_by
from cairn.planning.models import PlannedAlignment, Round, Step
from cairn.planning.policy import rules
from cairn.planning.rounds import StepRow, team_rows

MOST: Final = 400
"""Objectives on the page, the round's own first."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a team does for something above. `planned_id`: to be aligned with the announcement, and
    how that is taken back by whoever may (`may_take_back`)."""

    team: Team
    objective: ObjectiveRow
    planned_id: int | None = None
    may_take_back: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """An objective above as a whole, or one of its key results, and who covers it."""

    objective: ObjectiveRow
    key_result: KeyResultRow | None
    by: tuple[Cover, ...]

    @property
    def is_twice(self) -> bool:
        """By more than one team: it may be meant, and it may be double work."""
        return len({cover.team.id for cover in self.by}) > 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """An objective above. What supports it as a whole covers each of its key results."""

    objective: ObjectiveRow
    whole: Need
    parts: tuple[Need, ...]

    def is_covered(self, part: Need) -> bool:
        return bool(part.by or self.whole.by)

    @property
    def uncovered(self) -> int:
        if not self.parts:
            return 0 if self.whole.by else 1
        return sum(not self.is_covered(part) for part in self.parts)

    @property
    def twice(self) -> int:
        return sum(one.is_twice for one in (self.whole, *self.parts))


@dataclass(frozen=True, slots=True)
class Told:
    """What the room of the round's team chose, for whoever does not see the draft yet, and what
    covers it or a part of it as far as they see that."""

    chosen: Chosen
    by: tuple[Cover, ...]


@dataclass(frozen=True, slots=True)
class TeamSet:
    """What a team wants. `serves`: the ids of those objectives that cover something above."""

    team: Team
    row: StepRow | None
    objectives: tuple[ObjectiveRow, ...]
    serves: frozenset[int]
    may_plan: bool

    @property
    def confirmed(self) -> int:
        return sum(one.agreement == Agreement.CONFIRMED for one in self.objectives)

    @property
    def submitted(self) -> int:
        return sum(one.agreement == Agreement.SUBMITTED for one in self.objectives)


@dataclass(frozen=True, slots=True)
class Coverage:
    wanted: tuple[Wanted, ...]
    told: tuple[Told, ...]
    teams: tuple[TeamSet, ...]

    @property
    def uncovered(self) -> int:
        return sum(one.uncovered for one in self.wanted)

    @property
    def twice(self) -> int:
        return sum(one.twice for one in self.wanted)


def read_coverage(viewer: Actor, held: Round, on: date, *, most: int = MOST) -> Coverage:
    """As far as the viewer sees both ends, of so many objectives. Seven queries, however many teams."""
    children = Team.objects.open().filter(parent=held.team_id).select_related("lead")
    teams = {team.id: team for team in children.order_by("name", "id")}
    rows = _rows(viewer, held, teams, on, most)
    above = [row for row in rows if row.team and row.team.id == held.team_id]
    below = {row.id: row for row in rows if row.team and row.team.id in teams}
    seen = {row.id for row in above}
    chosen = [one for one in chosen_by(held, [held.team_id]) if one.objective_id not in seen]
    ends = [*seen, *(one.objective_id for one in chosen)]
    covers = _covers(viewer, held, ends, below, teams)
    serving = frozenset(one.objective.id for some in covers.values() for one in some)
    steps = team_rows(viewer, held, on)
    return Coverage(
        tuple(_wanted(row, covers) for row in above),
        tuple(_told(one, covers) for one in chosen),
        tuple(
            _set(viewer, held, team, steps.get(team.id), list(below.values()), serving)
            for team in teams.values()
        ),
    )


def _rows(
    viewer: Actor, held: Round, teams: Iterable[int], on: date, most: int
) -> list[ObjectiveRow]:
    found = visible_objectives(viewer).filter(
        cycle=held.cycle_id, team__in=[held.team_id, *teams], is_growth=False
    )
    ordered = found.order_by("team__path", "position", "id")
    return objective_rows(viewer, ordered[:most], on, steps=Steps(found={}))  # no milestone shows


type Place = tuple[int, int | None]


def _covers(
    viewer: Actor,
    held: Round,
    above: Sequence[int],
    below: dict[int, ObjectiveRow],
    teams: dict[int, Team],
) -> dict[Place, list[Cover]]:
    """By the objective above and its key result, None for the objective as a whole. One query."""
    found: dict[Place, list[Cover]] = defaultdict(list)
    for planned_id, objective_id, target_id, key_result_id in _ties(held, above, list(below)):
        row = below[objective_id]
        assert row.team is not None
        known = {one.objective.id for one in found[target_id, key_result_id]}
        if objective_id not in known:
            team = teams[row.team.id]
            may = bool(planned_id) and held.is_open and _may_plan(viewer, held, team)
            found[target_id, key_result_id].append(Cover(team, row, planned_id or None, may))
    return found


def _ties(
    held: Round, above: Sequence[int], below: Sequence[int]
) -> list[tuple[int, int, int, int | None]]:
    """Live alignments first, with 0 for the id of a planned one, then those that are planned."""
    between = Q(objective__in=below, target__in=above)
    columns = ("plan", "objective_id", "target_id", "key_result_id")
    none = Value(0, output_field=BigIntegerField())
    live = Alignment.objects.filter(between, state__in=LIVE).annotate(plan=none)
    planned = PlannedAlignment.objects.filter(between, round=held).annotate(plan=F("id"))
    both = live.order_by().values_list(*columns).union(planned.values_list(*columns), all=True)
    return sorted(both, key=itemgetter(0))


def _may_plan(viewer: Actor, held: Round, team: Team) -> bool:
    return rules.can(viewer, "alignment.plan", Step(round=held, team=team))


def _wanted(row: ObjectiveRow, covers: dict[Place, list[Cover]]) -> Wanted:
    parts = tuple(
        Need(row, key_result, tuple(covers.get((row.id, key_result.id), ())))
        for key_result in row.key_results
    )
    return Wanted(row, Need(row, None, tuple(covers.get((row.id, None), ()))), parts)


def _told(chosen: Chosen, covers: dict[Place, list[Cover]]) -> Told:
    found = (some for (target, _part), some in covers.items() if target == chosen.objective_id)
    return Told(chosen, tuple(one for some in found for one in some))


def _set(
    viewer: Actor,
    held: Round,
    team: Team,
    row: StepRow | None,
    below: Sequence[ObjectiveRow],
    serving: frozenset[int],
) -> TeamSet:
    own = tuple(one for one in below if one.team and one.team.id == team.id)
    return TeamSet(
        team=team,
        row=row,
        objectives=own,
        serves=serving & {one.id for one in own},
        may_plan=held.is_open and _may_plan(viewer, held, team),
    )
