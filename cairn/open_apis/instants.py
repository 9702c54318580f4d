"""Milliseconds as text, which is how Feishu tells time."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cairn.exchange.feishu.instants import MS, START, instant_of
from cairn.intake import EARLIEST, LATEST


def ms(instant: datetime | None) -> str | None:
    return None if instant is None else str((instant - START) // MS)


def ms_of_start(day: date, zone: ZoneInfo) -> str:
    """The first moment of a day where the organization is."""
    return str((datetime.combine(day, time(), zone) - START) // MS)


def ms_of_end(day: date | None, zone: ZoneInfo) -> str | None:
    """The last moment of a day."""
    if day is None:
        return None
    return str((datetime.combine(day + timedelta(days=1), time(), zone) - START) // MS - 1)


def day_of(value: Any, zone: ZoneInfo) -> date | None:
    """The day in which an instant lies, or None where it is none."""
    instant = instant_of(value)
    if instant is None:
        return None
    try:
        day = instant.astimezone(zone).date()
    except OverflowError:
        return None
    return day if EARLIEST <= day <= LATEST else None
