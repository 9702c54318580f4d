"""The process that streams rooms (`web/planning/stream/`): started from a server's once somebody needs
it, and found.

Whoever holds the lock of the file in the data folder is the stream, and writes there where it listens;
so there is one at most, and no other program is taken for it.
"""

import fcntl
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Final, NamedTuple

from django.conf import settings

PATIENCE_S: Final = 3.0
AGAIN_AFTER_S: Final = 300.0
PAUSE_S: Final = 10.0
MODULE: Final = "cairn.web.planning.stream"
WORDS: Final = 3
EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 (compared, not bound)

_turn = threading.Lock()
_child: "subprocess.Popen[bytes] | None" = None
_not_before = 0.0


class Running(NamedTuple):
    """As it stands in the file, with blanks between."""

    port: int
    process: int
    host: str

    @property
    def address(self) -> str:
        """Seen from this machine."""
        name = "localhost" if self.host in EVERYWHERE else self.host
        return f"http://{f'[{name}]' if ':' in name else name}:{self.port}"


def lock_path() -> Path:
    return Path(settings.DATA / "stream.lock")


def take_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def find_running() -> Running | None:
    """None where none runs, or none listens yet."""
    try:
        file = lock_path().open("r+")
    except OSError:
        return None
    with file:
        if take_lock(file):
            return None
        words = file.read().split()
    return Running(int(words[0]), int(words[1]), words[2]) if len(words) == WORDS else None


def ensure_running() -> bool:
    """Start it where it does not run; not again and again where it does not last."""
    if find_running():
        return True
    with _turn:
        return find_running() is not None or _start()


def _start() -> bool:
    global _child, _not_before  # noqa: PLW0603
    if _child is not None and _child.poll() is None:
        return False
    if time.monotonic() < _not_before:
        return False
    _not_before = time.monotonic() + AGAIN_AFTER_S
    _child = start_stream()
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and _child.poll() is None and not find_running():
        time.sleep(0.02)
    is_running = find_running() is not None
    if is_running:
        _not_before = time.monotonic() + PAUSE_S
    return is_running


def start_stream(environment: dict[str, str] | None = None) -> "subprocess.Popen[bytes]":
    """It ends when its standard input does, with the process that started it."""
    return subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-m", MODULE],
        stdin=subprocess.PIPE,
        env=os.environ | {"CAIRN_POOL": "1", "MALLOC_ARENA_MAX": "2"} | (environment or {}),
    )
