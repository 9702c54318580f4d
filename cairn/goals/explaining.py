"""Explain this number: what an objective's progress is the sum of, its key results in their order
and then the alignments that count; and the same for a key result that other objectives feed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Q

from cairn.goals import progress
from cairn.goals.aligning import seen_alignments
from cairn.goals.models import Answer, KeyResult, Objective
from cairn.goals.queries import (
    find_key_result,
    find_objective,
    key_result_rows,
    one_objective_row,
)
from cairn.goals.rows import KeyResultRow, ObjectiveRow
from cairn.goals.status import Shown
from cairn.goals.weights import WHOLE
from cairn.organization.actor import Actor


@dataclass(frozen=True, slots=True)
class Input:
    """A part of the sum: a "key_result", an aligned "objective", or the "measure" of a key result
    itself, which has no title. `contribution` is a fraction of the whole; None is left out, because
    its progress is undefined or its weight is 0."""

    id: int
    title: str
    weight: Decimal
    progress: Decimal | None
    contribution: Decimal | None
    kind: str = "key_result"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fed:
    """An aligned objective; with a weight it counts, into the target or the key result named."""

    objective_id: int
    key_result_id: int | None
    title: str
    weight: Decimal
    progress: Decimal | None

    @property
    def input(self) -> Input:
        url = f"/objectives/{self.objective_id}"
        id, title = self.objective_id, self.title
        return Input(id, title, self.weight, self.progress, None, "objective", url)


@dataclass(frozen=True, slots=True)
class Explanation:
    """`progress` is what is shown; `automatic` the sum of the contributions, `override` the value
    set by hand, if any. All are fractions; `gap` is expected − progress. `aligned_only` counts the
    accepted alignments that add nothing by choice."""

    progress: Decimal | None
    automatic: Decimal | None
    override: Decimal | None
    override_reason: str
    measured: int
    counted: int
    inputs: tuple[Input, ...]
    expected: Decimal
    gap: Decimal | None
    shown: Shown
    starts_on: date
    due_on: date
    on: date
    last_checkin_on: date | None
    aligned_only: int = 0

    @property
    def weight_measured(self) -> Decimal:
        """The weights that the sum is rescaled to, in percent."""
        counted = (row.weight for row in self.inputs if row.contribution is not None)
        return sum(counted, Decimal(0))


@dataclass(frozen=True, slots=True)
class KeyResultExplanation:
    """`inputs` are empty where nothing but its own measure makes the number."""

    key_result: KeyResult
    row: KeyResultRow
    inputs: tuple[Input, ...]

    @property
    def parts(self) -> tuple[Input, ...]:
        """The inputs, of which its own measure always is one."""
        return self.inputs or summed([measure_of(self.key_result, WHOLE)])


def explain_progress(viewer: Actor, objective_id: int | None, on: date) -> Explanation:
    """The whole sum behind an objective's progress on a day, or `NotFound`."""
    objective = find_objective(viewer, objective_id)
    row = one_objective_row(viewer, objective.id, on)
    return explain_row(objective, row, aligned_to(viewer, objective.id), on)


def explain_key_result(viewer: Actor, key_result_id: int | None, on: date) -> KeyResultExplanation:
    """The same of a key result on a day, or `NotFound`."""
    key_result = find_key_result(viewer, key_result_id)
    objective = key_result.objective
    rows = key_result_rows(viewer, [objective.id], on, {objective.id: objective.closed_as})
    row = next(one for one in rows if one.id == key_result.id)
    inputs = inputs_of_key_result(key_result, fed_into(viewer, objective.id))
    return KeyResultExplanation(key_result, row, inputs)


def fed_into(viewer: Actor, objective_id: int) -> list[Fed]:
    """What counts into an objective and its key results, in order of the alignments. One query."""
    return [one for one in aligned_to(viewer, objective_id) if one.weight > 0]


def aligned_to(viewer: Actor, objective_id: int) -> list[Fed]:
    """What is aligned to an objective and its key results, in order of the alignments. One query.

    Of those that count, whoever sees the objective sees all: what fewer people may see never does.
    """
    found = (
        seen_alignments(viewer)
        .filter(target_id=objective_id, state=Answer.ACCEPTED)
        .filter(Q(weight=0) | Q(objective__published_at__isnull=False))
        .select_related("objective")
        .order_by("id")
    )
    return [
        Fed(
            one.objective_id,
            one.key_result_id,
            one.objective.title,
            one.weight,
            one.objective.shown_progress,
        )
        for one in found
    ]


def summed(inputs: Iterable[Input]) -> tuple[Input, ...]:
    """The same inputs, each with what it adds."""
    found = list(inputs)
    added = progress.contributions([progress.Part(one.weight, one.progress) for one in found])
    return tuple(replace(one, contribution=share) for one, share in zip(found, added, strict=True))


def inputs_of_key_result(key_result: KeyResult, fed: Iterable[Fed]) -> tuple[Input, ...]:
    """Its own measure, which has what the objectives leave, and these; empty where none feeds it."""
    feeding = [one.input for one in fed if one.key_result_id == key_result.id]
    if not feeding:
        return ()
    left = WHOLE - sum((one.weight for one in feeding), Decimal(0))
    return summed([measure_of(key_result, left), *feeding])


def measure_of(key_result: KeyResult, weight: Decimal) -> Input:
    return Input(key_result.id, "", weight, key_result.own_progress, None, "measure")


def explain_row(
    objective: Objective, row: ObjectiveRow, fed: Iterable[Fed], on: date
) -> Explanation:
    """The same from rows already read; `objective.cycle` must be loaded."""
    own = (
        Input(one.id, one.title, one.weight, one.progress, None, url=one.url)
        for one in row.key_results
    )
    fed = list(fed)
    counting = (one.input for one in fed if one.key_result_id is None and one.weight > 0)
    inputs = summed([*own, *counting])
    return Explanation(
        progress=row.progress,
        automatic=row.automatic,
        override=objective.override,
        override_reason=objective.override_reason,
        measured=row.measured,
        counted=row.counted,
        inputs=inputs,
        expected=row.expected,
        gap=None if row.progress is None else progress.gap(row.expected, row.progress),
        shown=row.shown,
        starts_on=objective.cycle.starts_on,
        due_on=row.due_on,
        on=on,
        last_checkin_on=row.last_checkin_on,
        aligned_only=sum(one.weight == 0 for one in fed),
    )
