"""The days that a cycle's map can be seen as of."""

from dataclasses import dataclass
from datetime import date

from cairn.cycles.models import Cycle


@dataclass(frozen=True, slots=True)
class Days:
    """Which days the map can be seen as of: from the cycle's first to its last, or today."""

    first_on: date
    last_on: date
    today: date
    chosen: date | None = None
    refused: bool = False

    @property
    def on(self) -> date:
        return self.chosen or self.last_on


def days_of(cycle: Cycle | None, today: date, asked: date | None) -> Days:
    """Today and later is the present; a day before the cycle is refused, and today shown."""
    if cycle is None:
        return Days(today, today, today)
    first = cycle.starts_on
    last = max(first, min(cycle.ends_on, today))
    if asked is None or asked >= today:
        return Days(first, last, today)
    if not first <= asked <= last:
        return Days(first, last, today, refused=True)
    return Days(first, last, today, chosen=asked)
