"""Work put down in this process is taken up at once, not at the next look."""

import threading

_woken = threading.Event()


def wake() -> None:
    _woken.set()


def wait(seconds: float) -> None:
    """Until somebody wakes or the time is over."""
    _woken.wait(seconds)
    _woken.clear()
