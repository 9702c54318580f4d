"""An exchange over the network that ends at an instant, whatever the other side drips until then.

A timeout of a socket is one of each piece that comes: a byte now and then never meets it.
"""

import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self


class Deadline:
    """While it is entered, every line that it watches is cut once `within_s` have passed: whoever
    reads there finds the end. Finding a name's address is the machine's own and not cut short.
    """

    def __init__(self, within_s: float) -> None:
        self._until = time.monotonic() + within_s
        self._lines = list[socket.socket]()
        self._held = threading.Lock()
        self._timer = threading.Timer(within_s, self._cut)
        self._timer.daemon = True

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._until

    def watch(self, line: socket.socket) -> None:
        """The line keeps being its owner's, also when it goes on as a TLS one."""
        with self._held:
            self._lines.append(line.dup())
        if self.is_over:
            self._cut()

    def _cut(self) -> None:
        with self._held:
            for line in self._lines:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._held:
            for line in self._lines:
                line.close()
            self._lines.clear()
