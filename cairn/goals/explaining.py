"""Explain this number: the inputs of an objective's progress, in the order of its key results."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cairn.goals import progress
from cairn.goals.models import Objective
from cairn.goals.queries import find_objective, one_objective_row
from cairn.goals.rows import ObjectiveRow
from cairn.goals.status import Shown
from cairn.organization.actor import Actor


@dataclass(frozen=True, slots=True)
class Input:
    """A key result's part of the sum. `contribution` is a fraction of the whole; None is left out,
    because its progress is undefined or its weight is 0."""

    id: int
    title: str
    weight: Decimal
    progress: Decimal | None
    contribution: Decimal | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """`progress` is what is shown; `automatic` the sum of the contributions, `override` the value
    set by hand, if any. All are fractions; `gap` is expected − progress."""

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

    @property
    def weight_measured(self) -> Decimal:
        """The weights that the sum is rescaled to, in percent."""
        counted = (row.weight for row in self.inputs if row.contribution is not None)
        return sum(counted, Decimal(0))


def explain_progress(viewer: Actor, objective_id: int | None, on: date) -> Explanation:
    """The whole sum behind an objective's progress on a day, or `NotFound`."""
    objective = find_objective(viewer, objective_id)
    return explain_row(objective, one_objective_row(viewer, objective.id, on), on)


def explain_row(objective: Objective, row: ObjectiveRow, on: date) -> Explanation:
    """The same from rows already read; `objective.cycle` must be loaded."""
    parts = [progress.Part(one.weight, one.progress) for one in row.key_results]
    inputs = tuple(
        Input(one.id, one.title, one.weight, one.progress, share)
        for one, share in zip(row.key_results, progress.contributions(parts), strict=True)
    )
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
    )
