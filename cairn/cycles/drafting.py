"""Until when a cycle's OKRs are written and agreed on, and when its people are reminded; pure."""

from datetime import date, timedelta
from typing import Final

SOON: Final = timedelta(days=2)


def drafting_deadline(today: date, starts_on: date, ends_on: date, days: int) -> date | None:
    """The last day for drafting a cycle that is made today, with so many days to draft.

    The eve of the cycle where that leaves all of the days; else so many days from today on, the
    cycle's last day at the latest. None for a cycle that is over already.
    """
    if today > ends_on:
        return None
    eve = starts_on - timedelta(days=1)
    last = today + timedelta(days=days - 1)
    return eve if last <= eve else min(last, ends_on)


def drafting_step(ends_on: date | None, days: int, on: date) -> str:
    """Which reminder is due of a time of so many days that ends on that day: "half" of it is over,
    the last day is "soon" or it is the "last"; "" before and after."""
    if ends_on is None or on > ends_on:
        return ""
    if on == ends_on:
        return "last"
    if on >= ends_on - SOON:
        return "soon"
    return "half" if on >= ends_on - timedelta(days=days // 2) else ""
