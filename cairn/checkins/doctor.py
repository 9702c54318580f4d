"""Recomputing everything that is derived, and saying where what is kept differs.

A batch is 500 objectives with what hangs on them, read in six queries.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.db.transaction import atomic

from cairn.checkins.commands.checkins import restate
from cairn.checkins.models import CheckIn
from cairn.goals import weights
from cairn.goals.commands.readings import reached_since
from cairn.goals.models import Closure, KeyResult, Kind, Milestone, Objective, Reading
from cairn.goals.rollup import fold, reckon, turn
from cairn.organization.models import Organization

BATCH = 500
TURNS = ("behind_on", "at_risk_on", "outdated_on")
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Milestone: ("reached_on",),
    KeyResult: (
        *("weight", "is_weight_fixed", "current", "previous", "progress"),
        *("confidence", "confidences", "said_status", "checked_in_on", *TURNS),
    ),
    Objective: ("closed_as", "progress", "measured", "counted", "checked_in_on", *TURNS),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not what the history says."""

    table: str
    id: int
    column: str
    kept: Any
    right: Any


@dataclass(frozen=True, slots=True)
class Pair:
    """A row as it is kept and as it should be."""

    kept: Model
    right: Model

    def differences(self) -> list[Difference]:
        table, id = self.kept._meta.db_table, self.kept.pk
        values = (
            (column, getattr(self.kept, column), getattr(self.right, column))
            for column in COLUMNS[type(self.kept)]
        )
        return [Difference(table, id, column, a, b) for column, a, b in values if a != b]

    def mend(self) -> list[Difference]:
        """Write what differs."""
        found = self.differences()
        if found:
            self.right.save(update_fields=[one.column for one in found])
        return found


@dataclass
class History:
    """What hangs on the objectives of a batch, by the id of what it hangs on."""

    key_results: dict[int, list[KeyResult]] = field(default_factory=lambda: defaultdict(list))
    milestones: dict[int, list[Milestone]] = field(default_factory=lambda: defaultdict(list))
    readings: dict[int, list[tuple[date, Decimal, list[str]]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    words: dict[int, list[tuple[int, str, date]]] = field(default_factory=lambda: defaultdict(list))
    closures: dict[int, str] = field(default_factory=dict)


def examine(organization: Organization) -> Iterator[Difference]:
    """Every difference in an organization; nothing is changed."""
    for objectives in _batches(organization):
        for pair in _pairs(objectives, organization):
            yield from pair.differences()


def mend(organization: Organization) -> list[Difference]:
    """Write the right values; what was found, as `examine` would have said it."""
    mended: list[Difference] = []
    for seen in _batches(organization):
        with atomic():
            ids = [one.id for one in seen]
            locked = Objective.objects.select_for_update(of=("self",)).filter(id__in=ids)
            objectives = list(locked.select_related("cycle").order_by("id"))
            for pair in _pairs(objectives, organization):
                mended += pair.mend()
    return mended


def _batches(organization: Organization) -> Iterator[list[Objective]]:
    last = 0
    found = Objective.objects.filter(organization=organization).select_related("cycle")
    while batch := list(found.filter(id__gt=last).order_by("id")[:BATCH]):
        yield batch
        last = batch[-1].id


def _pairs(objectives: Sequence[Objective], organization: Organization) -> Iterator[Pair]:
    history = _read([one.id for one in objectives])
    for objective in objectives:
        rights = []
        kept = history.key_results[objective.id]
        for key_result in kept:
            steps = [Pair(step, _right_step(step, history)) for step in _steps(key_result, history)]
            yield from steps
            rights.append(_right_key_result(key_result, history, steps, organization))
        _share(rights)
        yield from map(Pair, kept, rights)
        right = copy(objective)
        right.closed_as = history.closures.get(objective.id, "")
        parts = [(one.weight, one.progress, one.checked_in_on) for one in rights]
        fold(right, parts, organization)
        yield Pair(objective, right)


def _steps(key_result: KeyResult, history: History) -> list[Milestone]:
    return history.milestones[key_result.id] if key_result.kind == Kind.MILESTONES else []


def _right_step(step: Milestone, history: History) -> Milestone:
    right = copy(step)
    oldest_first = reversed(history.readings[step.key_result_id])
    reached = [(day, milestones) for day, _, milestones in oldest_first]
    right.reached_on = reached_since(str(step.id), reached)
    return right


def _right_key_result(
    key_result: KeyResult, history: History, steps: list[Pair], organization: Organization
) -> KeyResult:
    right = copy(key_result)
    values = [value for _, value, _ in history.readings[key_result.id]]
    reached = [(pair.right.weight, pair.right.reached_on) for pair in steps]  # type: ignore[attr-defined]
    measured = reckon(right, values, reached)
    right.current, right.previous = measured.current, measured.previous
    right.progress = measured.progress
    right.confidence, right.said_status, right.checked_in_on = 5, "", None
    restate(right, history.words[key_result.id])
    turn(right, right.progress, right.starts_on, organization)
    return right


def _share(rights: list[KeyResult]) -> None:
    """Weights that do not sum to 100 are settled as an edit would."""
    if not rights or sum(one.weight for one in rights) == weights.WHOLE:
        return
    shares = weights.settle([weights.Share(one.weight, one.is_weight_fixed) for one in rights])
    for one, share in zip(rights, shares, strict=True):
        one.weight, one.is_weight_fixed = share.weight, share.fixed


def _read(ids: list[int]) -> History:
    """Five queries, whatever the number of objectives. Of readings and words the latest first."""
    history = History()
    alive = KeyResult.objects.filter(objective__in=ids, deleted_at__isnull=True)
    for key_result in alive.order_by("position", "id"):
        history.key_results[key_result.objective_id].append(key_result)
    for step in Milestone.objects.filter(key_result__objective__in=ids).order_by("position", "id"):
        history.milestones[step.key_result_id].append(step)
    _read_readings(ids, history)
    words = CheckIn.objects.filter(
        key_result__objective__in=ids, corrected_by__isnull=True
    ).order_by("-effective_on", "-recorded_at", "-id")
    for key_result_id, confidence, status, day in words.values_list(
        "key_result_id", "confidence", "status", "effective_on"
    ):
        history.words[key_result_id].append((confidence, status, day))
    closures = Closure.objects.filter(objective__in=ids, reopened_at__isnull=True)
    history.closures.update(closures.values_list("objective_id", "outcome"))
    return history


def _read_readings(ids: list[int], history: History) -> None:
    valid = Reading.objects.filter(
        key_result__objective__in=ids, corrected_by__isnull=True, value__isnull=False
    ).order_by("-effective_on", "-recorded_at", "-id")
    for key_result_id, day, value, milestones in valid.values_list(
        "key_result_id", "effective_on", "value", "milestones"
    ):
        if value is not None:
            history.readings[key_result_id].append((day, value, milestones))
