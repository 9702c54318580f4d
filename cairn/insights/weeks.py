"""The days at which a cycle is looked at: the end of each round of check-ins. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

WEEK = 7
MOST_WEEKS = 53


@dataclass(frozen=True, slots=True)
class Week:
    """A round of check-ins, from the day after the last check-in day to this one, both included."""

    ends_on: date

    @property
    def starts_on(self) -> date:
        return self.ends_on - timedelta(days=WEEK - 1)

    def is_over(self, on: date) -> bool:
        return self.ends_on < on


def weeks_of(starts_on: date, on: date, weekday: int) -> list[Week]:
    """From the round that holds the first day of a cycle to the one that holds `on`, the last 53 of
    them; none before the cycle."""
    if on < starts_on:
        return []
    first = _deadline(starts_on, weekday)
    last = _deadline(on, weekday)
    count = (last - first).days // WEEK + 1
    skipped = max(count - MOST_WEEKS, 0)
    return [Week(first + timedelta(days=WEEK * n)) for n in range(skipped, count)]


def days_of_points(starts_on: date, on: date, weekday: int) -> list[date]:
    """The ends of the rounds that are over, and the day itself as the last; none before the cycle."""
    if on < starts_on:
        return []
    ends = [one.ends_on for one in weeks_of(starts_on, on, weekday) if one.is_over(on)]
    return [*ends, on]


def rounds_in(cadence_days: int) -> int:
    """How many rounds may pass with one check-in: a week or less is one."""
    return -(-cadence_days // WEEK)


def _deadline(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % WEEK)
