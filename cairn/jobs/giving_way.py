"""Long work in a server's process gives way to the requests that are answered beside it.

Python's lock goes to one thread at a time: beside a worker that never rests, a request waits anew
after each of its statements.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

WAIT_S: Final = 0.02
WORK_S: Final = 0.005


class Way:
    """Who is on the way in a process. Where requests never end, `work_s` seconds are worked after each
    wait of `wait_s`: the work goes on in a fifth of the time. One thread gives way."""

    def __init__(self, wait_s: float = WAIT_S, work_s: float = WORK_S) -> None:
        self._wait_s, self._work_s = wait_s, work_s
        self._lock, self._quiet = threading.Lock(), threading.Event()
        self._answering, self._worked_from = 0, 0.0
        self._quiet.set()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """While a request is answered; what works beside it waits."""
        with self._lock:
            self._answering += 1
            self._quiet.clear()
        try:
            yield
        finally:
            with self._lock:
                self._answering -= 1
                if not self._answering:
                    self._quiet.set()

    def give_way(self) -> None:
        """Wait while requests are answered, but not for long. To be called each millisecond or so."""
        if self._quiet.is_set() or time.monotonic() - self._worked_from < self._work_s:
            return
        self._quiet.wait(self._wait_s)
        self._worked_from = time.monotonic()


_here: Final = Way()
answering: Final = _here.answering
give_way: Final = _here.give_way
