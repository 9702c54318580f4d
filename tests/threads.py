"""Doing things at once, each in a thread with a connection and the test's clock of its own."""

import threading
import time
from collections.abc import Callable, Iterable
from contextvars import copy_context

from django.db import connection, connections

PATIENCE = 300.0
"""Seconds for what takes one: a machine may do much else beside. What hangs hangs for ever."""

WAITING = (
    "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_locks "
    "WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
)
"""Not by pg_stat_activity: a transaction sees there only who was there when it first looked."""


def at_once(acts: Iterable[Callable[[], object]]) -> list[BaseException | None]:
    """Start every act behind one barrier and wait for all; what each of them raised, in order."""
    waiting = list(acts)
    barrier = threading.Barrier(len(waiting))
    raised: list[BaseException | None] = [None] * len(waiting)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(PATIENCE)
            act()
        except BaseException as problem:  # noqa: BLE001 (the test decides what it means)
            raised[place] = problem
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=copy_context().run, args=(run, place, act), daemon=True)
        for place, act in enumerate(waiting)
    ]
    for thread in threads:
        thread.start()
    ends_at = time.monotonic() + PATIENCE
    for thread in threads:
        thread.join(max(0.0, ends_at - time.monotonic()))
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return raised


def until_waiting(count: int) -> None:
    """Come back once so many of the database's transactions wait for a lock. PostgreSQL only."""
    ends_at = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < ends_at:
            cursor.execute(WAITING)
            if cursor.fetchone()[0] >= count:
                return
            time.sleep(0.01)
    raise AssertionError(f"nobody waits, or fewer than {count}")
