"""A fresh process in which a stranger's file is read: little memory, little time, no network, no writes.

The question goes in as JSON, the answer comes back as JSON in a file whose size the kernel caps. A
child that dies, hangs or grows is an `Unreadable`, never more.
"""

import os
import signal
import subprocess
import sys
import tempfile
from typing import IO, Any

import orjson
import structlog

from cairn.exchange.reading import limits
from cairn.exchange.reading.refusals import Unreadable

log = structlog.get_logger(__name__)
CHILD = "cairn.exchange.reading.child"
OUT_OF_MEMORY = 9
"""The exit code of a child that noticed by itself."""


def ask_child(question: dict[str, Any]) -> bytes:
    """The child's answer to one question: `do` and its arguments. Raises `Unreadable`."""
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as said:
        wait = limits.WALL if question["do"] == "read" else limits.WALL_TO_LOOK
        code = _run(orjson.dumps(question), answer, said, wait)
        if code != 0:
            log.warning("reading_died", code=code, said=_tail(said), do=question["do"])
            raise Unreadable(_why(code))
        answer.seek(0)
        return answer.read()


def _run(question: bytes, answer: IO[bytes], said: IO[bytes], wait: float) -> int:
    """The child's exit code, or minus the signal that ended it."""
    child = subprocess.Popen(  # noqa: S603 - our own module, by this very Python
        [sys.executable, "-P", "-m", CHILD],
        stdin=subprocess.PIPE,
        stdout=answer,
        stderr=said,
        env=_environment(),
        close_fds=True,
        start_new_session=True,
    )
    try:
        child.communicate(question, timeout=wait)
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU
    finally:
        child.kill()
        child.wait()
    return child.returncode


def _environment() -> dict[str, str]:
    """Nothing of ours: no secret key, no database address."""
    folders = os.pathsep.join(folder for folder in sys.path if folder)
    return {"PYTHONPATH": folders, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _why(code: int) -> str:
    if code == -signal.SIGXCPU:
        return "file_takes_too_long"
    return "file_needs_too_much" if code < 0 or code == OUT_OF_MEMORY else "file_unreadable"


def _tail(said: IO[bytes]) -> str:
    said.seek(max(0, said.seek(0, os.SEEK_END) - 2_000))
    return said.read().decode(errors="replace")
