"""How long what somebody said is believed: for its cadence and three days more. Pure."""

from datetime import date, timedelta

GRACE_DAYS = 3


def believed_until(said_on: date, cadence_days: int) -> date:
    """The last day on which it still is, and so the last one on which the next word can be due."""
    return said_on + timedelta(days=cadence_days + GRACE_DAYS)


def outdated_from(said_on: date, cadence_days: int) -> date:
    """The first day on which silence has lasted too long."""
    return believed_until(said_on, cadence_days) + timedelta(days=1)
