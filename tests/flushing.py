"""Emptying the tables after a test that commits, which the ledger's triggers refuse on SQLite."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

TRIGGERS = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events_event'"
)


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_ledger() -> Iterator[None]:
    """Take the triggers away for the moment of a flush; pytest-django's own fixtures stay as they
    are, for `live_server` too."""
    flush = BaseDatabaseOperations.execute_sql_flush
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", _around(flush))
        yield


def _around(flush: Callable[..., Any]) -> Callable[..., Any]:
    def execute_sql_flush(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        connection = operations.connection
        if connection.vendor != "sqlite":
            flush(operations, statements)
            return
        with connection.cursor() as cursor:
            cursor.execute(TRIGGERS)
            triggers = cursor.fetchall()
            gone = [f"DROP TRIGGER {name}" for name, _ in triggers]
            back = [sql for _, sql in triggers]
        flush(operations, [*gone, "DELETE FROM search_text", *statements, *back])

    return execute_sql_flush
