"""Writing the derived columns: a key result from its history, an objective from its key results.

Called in the transaction of every write that touches a number, with the objective locked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cairn.goals import progress, sql
from cairn.goals.models import KeyResult, Kind, Milestone, Objective
from cairn.organization.models import Organization

ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """What the readings of a key result say: its values and the progress they make."""

    current: Decimal | None
    previous: Decimal | None
    progress: Decimal | None


def measure(key_result: KeyResult) -> Measured:
    """From the readings that nobody corrected; the latest is the one with the latest date."""
    most = ALL if key_result.kind == Kind.MAINTAIN else 2
    steps: list[tuple[Decimal, date | None]] = []
    if key_result.kind == Kind.MILESTONES:
        found = Milestone.objects.filter(key_result=key_result)
        steps = list(found.values_list("weight", "reached_on"))
    return reckon(key_result, sql.latest_values(key_result.id, most), steps)


def reckon(
    key_result: KeyResult,
    values: Sequence[Decimal],
    steps: Sequence[tuple[Decimal, date | None]],
) -> Measured:
    """From values already read, the latest first, and the milestones with the day of each."""
    current = values[0] if values else None
    return Measured(
        current=current,
        previous=values[1] if len(values) > 1 else None,
        progress=_progress(key_result, current, values, steps),
    )


def _progress(
    key_result: KeyResult,
    current: Decimal | None,
    values: Sequence[Decimal],
    steps: Sequence[tuple[Decimal, date | None]],
) -> Decimal | None:
    match key_result.kind:
        case Kind.MILESTONES:
            return progress.milestone_progress([(w, day is not None) for w, day in steps])
        case Kind.MAINTAIN:
            return progress.band_progress(values, key_result.lower, key_result.upper)
    value = key_result.start if current is None else current
    return progress.progress_of(key_result.kind, key_result.start, key_result.target, value)


def refresh_key_result(key_result: KeyResult, organization: Organization) -> None:
    """Write what follows from the readings, the target and the dates of one key result."""
    measured = measure(key_result)
    key_result.current = measured.current
    key_result.previous = measured.previous
    key_result.progress = measured.progress
    turn(key_result, key_result.progress, key_result.starts_on, organization)
    sql.write_key_result(key_result)


def refresh_objective(objective: Objective, organization: Organization) -> None:
    """Write what follows from the key results; `objective.cycle` must be loaded."""
    fold(objective, sql.sibling_rows(objective.id), organization)
    sql.write_objective(objective)


def fold(
    objective: Objective,
    key_results: Sequence[tuple[Decimal, Decimal | None, date | None]],
    organization: Organization,
) -> None:
    """Set the derived columns from (weight, progress, last check-in) of the key results."""
    rolled = progress.roll_up([progress.Part(weight, done) for weight, done, _ in key_results])
    objective.progress = rolled.progress
    objective.measured, objective.counted = rolled.measured, rolled.counted
    objective.checked_in_on = max((day for *_, day in key_results if day), default=None)
    turn(objective, objective.shown_progress, objective.cycle.starts_on, organization)


def turn(
    row: Objective | KeyResult, done: Decimal | None, starts_on: date, organization: Organization
) -> None:
    """Set the three days on which the status will turn if nothing else happens."""
    cadence = getattr(row, "cadence_days", None) or organization.cadence_days
    turns = progress.turning_days(
        done,
        starts_on,
        row.due_on,
        Decimal(organization.behind_points),
        row.checked_in_on,
        cadence,
    )
    row.behind_on, row.at_risk_on = turns.behind_on, turns.at_risk_on
    row.outdated_on = turns.outdated_on
