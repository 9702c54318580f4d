"""The one clock. The demonstration and the tests set it; everybody else reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This instant, aware of its time zone."""
    return _set_to.get() or timezone.now()


def today(zone: ZoneInfo | str) -> date:
    """Today's date where the given time zone is."""
    return now().astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone).date()


@contextmanager
def set_to(instant: datetime) -> Iterator[None]:
    """Let `now` answer `instant` inside the block."""
    token = _set_to.set(instant)
    try:
        yield
    finally:
        _set_to.reset(token)
