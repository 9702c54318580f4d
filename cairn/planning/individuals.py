"""The step of a round in which everybody writes their own: what the viewer has, what it can serve, and
whose sets they agree on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import FETCH_RAISE, Case, Q, Value, When

from cairn.errors import NotFound
from cairn.goals.agreeing import SetRow, sets_of_reports
from cairn.goals.models import KeyResult
from cairn.goals.queries import objective_rows, visible_objectives
from cairn.goals.rows import ObjectiveRow
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.handed import Chosen, chosen_by
from cairn.planning.models import PlannedAlignment, Round, StepKind
from cairn.planning.policy import rules
from cairn.planning.rounds import StepRow, read_step

MOST: Final = 60
MOST_REPORTS: Final = 100


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """What the viewer answers for in the cycle, and what it will support once announced."""

    objective: ObjectiveRow
    planned: tuple[PlannedAlignment, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """Something above that the viewer sees; `parts` are its key results."""

    objective: ObjectiveRow
    parts: tuple[KeyResult, ...]


@dataclass(frozen=True, slots=True)
class Individuals:
    """`serves` are objectives of the viewer's teams and those above; `chosen` those that their rooms
    chose and that the viewer does not see yet. `step` None: the round does without."""

    step: StepRow | None
    own: tuple[OwnDraft, ...]
    serves: tuple[Served, ...]
    chosen: tuple[Chosen, ...]
    reports: tuple[SetRow, ...]
    may_write: bool


def individuals_step(viewer: Actor, held: Round, on: date) -> StepRow | None:
    """One query."""
    return read_step(viewer, held, StepKind.INDIVIDUALS, on)


def read_individuals(viewer: Actor, held: Round, on: date) -> Individuals:
    """Six queries, however much there is."""
    above = frozenset({*viewer.lines, held.team_id})
    rows = _rows(viewer, held, above, on)
    own = [row for row in rows if row.owner and row.owner.id == viewer.member_id]
    inside = {row.id for row in own}
    serves = [row for row in rows if row.id not in inside]
    seen = {row.id for row in rows}
    planned, parts = _planned(held, own), _parts(serves)
    return Individuals(
        step=individuals_step(viewer, held, on),
        own=tuple(OwnDraft(row, tuple(planned[row.id])) for row in own),
        serves=tuple(Served(row, tuple(parts[row.id])) for row in serves),
        chosen=tuple(one for one in chosen_by(held, above) if one.objective_id not in seen),
        reports=tuple(sets_of_reports(viewer, held.cycle, most=MOST_REPORTS)),
        may_write=held.is_open and rules.can(viewer, "round.write", held),
    )


def _rows(viewer: Actor, held: Round, above: frozenset[int], on: date) -> list[ObjectiveRow]:
    """The viewer's own first, then from the top of the tree down."""
    own = Q(owner=viewer.member_id)
    found = visible_objectives(viewer).filter(
        own | Q(team__in=above, is_growth=False), cycle=held.cycle_id, closed_as=""
    )
    first = Case(When(own, then=Value(0)), default=Value(1))
    ordered = found.order_by(first, "team__path", "position", "id")
    return objective_rows(viewer, ordered[:MOST], on, with_key_results=False)


def _parts(rows: Sequence[ObjectiveRow]) -> dict[int, list[KeyResult]]:
    """Key results by objective, by name alone."""
    found: dict[int, list[KeyResult]] = defaultdict(list)
    parts = KeyResult.objects.filter(objective__in=[row.id for row in rows], deleted_at=None)
    for one in parts.only("objective_id", "title").order_by("position", "id"):
        found[one.objective_id].append(one)
    return found


def _planned(held: Round, own: Sequence[ObjectiveRow]) -> dict[int, list[PlannedAlignment]]:
    found: dict[int, list[PlannedAlignment]] = defaultdict(list)
    planned = PlannedAlignment.objects.filter(round=held, objective__in=[row.id for row in own])
    for one in (
        planned.select_related("target", "key_result").order_by("id").fetch_mode(FETCH_RAISE)
    ):
        found[one.objective_id].append(one)
    return found


def find_team_within(held: Round, team_id: int) -> Team:
    """The round's own or one below it, with its parent. One query."""
    teams = Team.objects.open().under(held.team).select_related("parent")
    found = teams.filter(id=team_id).first()
    if found is None:
        raise NotFound
    return found
