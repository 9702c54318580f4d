"""Two writers that wait for each other: PostgreSQL ends one of them, which may simply try again."""

from django.db import OperationalError

WORTH_ANOTHER_TRY = ("40P01", "40001")
"""Deadlock, and a write that could not be ordered among others: nothing of it was kept."""


def is_deadlock(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") in WORTH_ANOTHER_TRY
