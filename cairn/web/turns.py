"""Requests take turns in a process, as long as they are short; its worker waits for them."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from cairn.jobs.giving_way import answering

PATIENCE_S = 0.05

type Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class InTurns:
    """WSGI middleware for SQLite: the threads of a process answer one after another.

    SQLite works in this very process and lets Python's lock go around every statement, so two
    threads at once only snatch it from each other: a check-in cost half as much again, and the
    write gate stayed shut for longer. Behind a slow request nobody waits beyond the patience.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self._turn = threading.Lock()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        is_mine = self._turn.acquire(timeout=PATIENCE_S)
        try:
            return self._application(environ, start_response)
        finally:
            if is_mine:
                self._turn.release()


class BeforeWork:
    """WSGI middleware where a worker runs beside the requests: long work gives way to them."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        with answering():
            return self._application(environ, start_response)
