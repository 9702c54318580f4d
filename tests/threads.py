"""Doing things at once, each in a thread with a connection and the test's clock of its own."""

import threading
from collections.abc import Callable, Iterable
from contextvars import copy_context

from django.db import connections


def at_once(acts: Iterable[Callable[[], object]]) -> list[BaseException | None]:
    """Start every act behind one barrier and wait for all; what each of them raised, in order."""
    waiting = list(acts)
    barrier = threading.Barrier(len(waiting))
    raised: list[BaseException | None] = [None] * len(waiting)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(20)
            act()
        except BaseException as problem:  # noqa: BLE001 (the test decides what it means)
            raised[place] = problem
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=copy_context().run, args=(run, place, act))
        for place, act in enumerate(waiting)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised
