"""A server on this machine for the length of a test: whoever connects is answered, one at a time."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

type Answer = Callable[[socket.socket, threading.Event], None]


@contextmanager
def listening(answer: Answer) -> Iterator[int]:
    """Gives the port. `answer` is told by the event that the test is over."""
    ending = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.05)
        thread = threading.Thread(target=_serve, args=(answer, door, ending))
        thread.start()
        try:
            yield door.getsockname()[1]
        finally:
            ending.set()
            thread.join(20)


def _serve(answer: Answer, door: socket.socket, ending: threading.Event) -> None:
    while not ending.is_set():
        with suppress(TimeoutError):
            line, _address = door.accept()
            with suppress(OSError), line:
                line.settimeout(5)
                answer(line, ending)
