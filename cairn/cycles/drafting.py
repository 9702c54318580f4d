"""Until when a cycle's OKRs are written and agreed on, and when its people are reminded; pure."""

from datetime import date, timedelta


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


def drafting_opens(drafting_ends_on: date, days: int) -> date:
    """The first of the days for drafting."""
    return drafting_ends_on - timedelta(days=days - 1)


def drafting_reminders(opens_on: date, ends_on: date) -> tuple[date, ...]:
    """The days on which those who have submitted nothing are reminded, in order: at half time, two
    days before the last day and on it. A short time has fewer."""
    half = opens_on + (ends_on - opens_on) // 2
    days = {half, ends_on - timedelta(days=2), ends_on}
    return tuple(sorted(day for day in days if opens_on <= day <= ends_on))
