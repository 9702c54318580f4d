"""Telling how far the work is while its own connection holds a transaction open."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from cairn.jobs.worker import Tell


@contextmanager
def telling_beside(tell: Tell) -> Iterator[Tell]:
    """What is told goes through a connection of its own: the work's may only read, or hold back all
    that is written until its end. A refusal to go on comes through."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        try:
            yield lambda step, steps: beside.submit(tell, step, steps).result()
        finally:
            beside.submit(_leave).result()


def _leave() -> None:
    """Looked up by the thread that calls: each has a connection of its own."""
    connection.close()
