"""When a check-in is due. Pure: no Django, no clock.

A round is a week that ends on the organization's check-in day. A check-in is due on the last day of
the round in which its cadence runs out, but never later than the last one is believed, so that nothing
is outdated before it is due; one that comes more often than weekly is due as its cadence runs out.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cairn.measures.silence import believed_until

WEEK = 7


@dataclass(frozen=True, slots=True)
class Due:
    """One check-in that is expected: from `opens_on` on it may be made, on `due_on` it should be."""

    opens_on: date
    due_on: date

    def is_owed(self, on: date) -> bool:
        return on >= self.opens_on

    def days_overdue(self, on: date) -> int:
        return max((on - self.due_on).days, 0)


def deadline_after(day: date, weekday: int) -> date:
    """The last day of the round that a day lies in; Monday is 0."""
    return day + timedelta(days=(weekday - day.weekday()) % WEEK)


def due_after(checked_in_on: date | None, since: date, cadence_days: int, weekday: int) -> Due:
    """The check-in expected after the last one; the first one in the round of the day `since` which
    there is something to say."""
    if checked_in_on is None:
        return Due(since, deadline_after(since, weekday))
    ends_on = checked_in_on + timedelta(days=cadence_days)
    if cadence_days < WEEK:
        return Due(checked_in_on + timedelta(days=1), ends_on)
    deadline = deadline_after(ends_on, weekday)
    due_on = min(deadline, believed_until(checked_in_on, cadence_days))
    return Due(deadline - timedelta(days=WEEK - 1), due_on)
