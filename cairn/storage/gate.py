"""One writer at a time, and nobody starves.

SQLite lets writers that collide sleep and try again, which starves some of them for seconds.
Queueing before BEGIN keeps the slowest write near the average: a lock for the threads of this
process, a file lock for the processes beside it.
"""

import fcntl
import os
import threading
from pathlib import Path


class WriteGate:
    """The queue before one database file. `path` is None for a database in memory."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._file: int | None = None
        self._process = 0

    def enter(self, timeout: float) -> bool:
        """Wait for a turn; False after `timeout` seconds without one among this process's threads.

        The one whose turn it is waits for another process as long as that writes.
        """
        if not self._threads.acquire(timeout=timeout):
            return False
        try:
            if self._path is not None:
                fcntl.flock(self._lock_file(self._path), fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()
            raise
        return True

    def leave(self) -> None:
        if self._file is not None and self._path is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._threads.release()

    def _lock_file(self, path: Path) -> int:
        if self._file is None or self._process != os.getpid():
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._process = os.getpid()
        return self._file


_gates: dict[str, WriteGate] = {}
_gates_lock = threading.Lock()


def gate_for(database: str, in_memory: bool) -> WriteGate:
    """The gate of a database, the same object for every connection of this process."""
    with _gates_lock:
        if database not in _gates:
            _gates[database] = WriteGate(None if in_memory else Path(f"{database}.gate"))
        return _gates[database]


def _forget_gates() -> None:
    """A forked child must not inherit a lock that a thread of its parent holds."""
    _gates.clear()


os.register_at_fork(after_in_child=_forget_gates)
