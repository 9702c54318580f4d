"""When a mail goes out, in the reader's own time. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAYS_AHEAD: Final = 10
"""A week, and two days more where a zone left out a whole day, as Samoa did."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How often and when: see `MailChoice`."""

    pace: str = "daily"
    hour: int = 8
    weekday: int = 0
    quiet_from: int = 21
    quiet_to: int = 8
    muted: frozenset[str] = frozenset()


def local_instant(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """When it is that hour there, in UTC. Of an hour that comes twice the first; one that is left
    out comes as much later as the clocks were put forward."""
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def next_time(
    after: datetime, zone: ZoneInfo, hour: int, weekday: int | None = None
) -> datetime | None:
    """The first time after an instant that it is that hour, on that weekday; None beyond the
    calendar."""
    today = after.astimezone(zone).date()
    for ahead in range(-1, DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        if weekday is None or day.weekday() == weekday:
            found = local_instant(day, hour, zone)
            if found > after:
                return found
    return None


def after_quiet(at: datetime, zone: ZoneInfo, quiet_from: int, quiet_to: int) -> datetime:
    """The instant itself, or the end of the quiet hours that it lies in."""
    hour = at.astimezone(zone).hour
    if not is_quiet(hour, quiet_from, quiet_to):
        return at
    return next_time(at, zone, quiet_to) or at


def is_quiet(hour: int, quiet_from: int, quiet_to: int) -> bool:
    if quiet_from <= quiet_to:
        return quiet_from <= hour < quiet_to
    return hour >= quiet_from or hour < quiet_to


def mail_time(wish: Wish, zone: ZoneInfo, topic: str, at: datetime) -> datetime | None:
    """When something that happened `at` goes out by mail; None if not at all."""
    if topic in wish.muted:
        return None
    match wish.pace:
        case "immediate":
            return after_quiet(at, zone, wish.quiet_from, wish.quiet_to)
        case "daily":
            return next_time(at, zone, wish.hour)
        case "weekly":
            return next_time(at, zone, wish.hour, wish.weekday)
    return None
