"""Feishu's instants: milliseconds since 1970, as text or number. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

MS: Final = timedelta(milliseconds=1)
START: Final = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST: Final = 15
EARLIEST, LATEST = datetime(1990, 1, 2, tzinfo=UTC), datetime(2200, 12, 30, tzinfo=UTC)
DAY: Final = timedelta(days=1)


def instant_of(value: Any) -> datetime | None:
    """None where it is none."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
        return None
    try:
        return START + int(text) * MS
    except OverflowError:
        return None


def said_at(value: Any) -> datetime | None:
    """An instant that somebody can mean: none of 0, and none centuries away."""
    instant = instant_of(value)
    return instant if instant is not None and EARLIEST <= instant <= LATEST else None


def day_in(value: Any, zone: ZoneInfo) -> date | None:
    instant = said_at(value)
    return instant.astimezone(zone).date() if instant else None


def first_day(value: Any, zone: ZoneInfo) -> date | None:
    """Of a period. Where the tenant lies in another zone than we, its midnight is none here; periods
    begin with a month, so that the first of one next to it is meant."""
    local = _local(value, zone)
    if local is None:
        return None
    day = local.date()
    return day + DAY if local.time() != time() and (day + DAY).day == 1 else day


def last_day(value: Any, zone: ZoneInfo) -> date | None:
    """Of a period: told as the first or the last moment of that day, in the tenant's zone."""
    local = _local(value, zone)
    if local is None:
        return None
    day, at = local.date(), local.time().replace(microsecond=0)
    if day.day == 1 and at != time(23, 59, 59):
        return day - DAY
    if (day + DAY + DAY).day == 1 and at not in (time(), time(23, 59, 59)):
        return day + DAY
    return day


def _local(value: Any, zone: ZoneInfo) -> datetime | None:
    instant = said_at(value)
    return instant.astimezone(zone) if instant else None
