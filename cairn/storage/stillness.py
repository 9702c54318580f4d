"""Reading everything as it was at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.transaction import atomic


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything that is read inside is as it was at the beginning; others go on writing. Not within
    a transaction."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # atomic() would queue with those who write
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
        return
    with atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def nobody_writes(tables: list[str]) -> Iterator[None]:
    """Whoever wants to write waits until this ends."""
    with atomic():
        if connection.vendor == "postgresql":
            names = ", ".join(map(connection.ops.quote_name, tables))
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")
        yield
