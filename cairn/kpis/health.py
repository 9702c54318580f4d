"""How a KPI stands on a day: where its latest value lies, and whether it is still to be believed.

Pure: numbers and days in, words of the domain out.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cairn.measures.silence import outdated_from


class State(StrEnum):
    """What a KPI is coloured by. Silence is never healthy: what is stale says so first."""

    HEALTHY = "healthy"
    OUTSIDE = "outside"
    STALE = "stale"
    UNMEASURED = "unmeasured"


@dataclass(frozen=True, slots=True)
class Health:
    """`side` is "", "below", "inside" or "above", also where the value is stale. `age_days` counts
    from the latest reading, `overdue_days` from the day on which the next one was due; both are
    None before the first."""

    state: State
    side: str
    age_days: int | None
    overdue_days: int | None

    @property
    def is_outside(self) -> bool:
        return self.side in ("below", "above")

    @property
    def is_overdue(self) -> bool:
        return self.overdue_days is not None and self.overdue_days > 0


def side_of(value: Decimal | None, lower: Decimal | None, upper: Decimal | None) -> str:
    """Where a value lies; both ends belong to the band. Empty without a value."""
    if value is None:
        return ""
    if lower is not None and value < lower:
        return "below"
    if upper is not None and value > upper:
        return "above"
    return "inside"


def stale_on(measured_on: date | None, cadence_days: int) -> date | None:
    """The first day on which the latest reading is too old: its cadence and three days are over."""
    if measured_on is None:
        return None
    return outdated_from(measured_on, cadence_days)


def due_by(on: date) -> date:
    """Up to which `stale_on` a KPI is due for its next reading on a day."""
    return outdated_from(on, 0)


def is_due(stale_on: date | None, on: date) -> bool:
    """Never measured, or its cadence has run out."""
    return stale_on is None or stale_on <= due_by(on)


def health_of(side: str, measured_on: date | None, cadence_days: int, on: date) -> Health:
    if measured_on is None:
        return Health(State.UNMEASURED, "", None, None)
    age = (on - measured_on).days
    state = State.HEALTHY if side == "inside" else State.OUTSIDE
    if on >= outdated_from(measured_on, cadence_days):
        state = State.STALE
    return Health(state, side, max(age, 0), age - cadence_days)


def band_edge(side: str, lower: Decimal | None, upper: Decimal | None) -> Decimal | None:
    """The end of the band that a value outside has to come back to."""
    return {"below": lower, "above": upper}.get(side)
