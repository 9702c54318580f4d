"""A running Cairn of its own: a data folder, made-up data, a server and somebody signed in."""

import compileall
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.client import fetch, get

PACKAGE = Path(__file__).parents[1] / "cairn"
STARTING_S = 30.0
SETTLING_S = 60.0
QUIET_S, QUIET_CPU_S = 2.0, 0.05
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Instance:
    """Where it listens, its processes' group, and how long its first page took in seconds."""

    port: int
    group: int
    first_page_s: float

    def cpu_seconds(self) -> float:
        """User and system time of the server's processes so far."""
        return sum(cpu_of(pid) for pid in _group(self.group))

    def settle(self) -> None:
        """Wait until what a start puts down is done: nothing to speak of runs for two seconds."""
        until, before = time.perf_counter() + SETTLING_S, self.cpu_seconds()
        while time.perf_counter() < until:
            time.sleep(QUIET_S)
            now = self.cpu_seconds()
            if now - before < QUIET_CPU_S:
                return
            before = now

    def memory_mb(self) -> float:
        """Resident memory of the server's processes."""
        return sum(resident_of(pid) for pid in _group(self.group)) / 1e6


def _group(group: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))) and int(fields[2]) == group:
            yield int(entry.name)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def cpu_of(pid: int) -> float:
    """Seconds of the processor that a process took."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def resident_of(pid: int) -> float:
    """Bytes of memory that a process holds."""
    fields = _stat(pid)
    return int(fields[21]) * PAGE if fields else 0.0


def keep_bytecode() -> None:
    """Beside the sources, as an installation or its first start leaves it. Where Python may keep none,
    every process that is measured would compile a thousand files."""
    compileall.compile_dir(PACKAGE, quiet=1)


@contextmanager
def running(environment: dict[str, str]) -> Iterator[Instance]:
    """Serve the instance of this environment until the block ends."""
    port = _free_port()
    cairn = Path(sys.executable).with_name("cairn")
    started = time.perf_counter()
    server = subprocess.Popen(
        [str(cairn), "serve", "--port", str(port)],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(port, server)
        yield Instance(port, server.pid, time.perf_counter() - started)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.perf_counter() + STARTING_S
    while time.perf_counter() < until:
        if server.poll() is not None:
            raise RuntimeError("the server ended while starting")
        try:
            fetch(port, get("/sign-in", {}))
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError("the server did not answer")


def environment_for(folder: Path, database_url: str) -> dict[str, str]:
    """A fresh instance's environment; an empty address is SQLite in its folder."""
    return {
        "CAIRN_DATA": str(folder),
        "DATABASE_URL": database_url,
        "CAIRN_SECRET_KEY": secrets.token_urlsafe(32),
        "CAIRN_LOG_LEVEL": "ERROR",
    }


def call_cairn(environment: dict[str, str], *words: str) -> str:
    """What a `cairn` command prints."""
    cairn = Path(sys.executable).with_name("cairn")
    done = subprocess.run(
        [str(cairn), *words], env=os.environ | environment, check=True, stdout=subprocess.PIPE
    )
    return done.stdout.decode()


def said_inside(environment: dict[str, str], script: str, *words: str) -> str:
    """What one of the files here prints, in a process of its own within the instance."""
    done = subprocess.run(
        [sys.executable, script, *words],
        env=os.environ
        | environment
        | {
            "DJANGO_SETTINGS_MODULE": "cairn.settings",
            "PYTHONPATH": str(Path(__file__).parents[1]),
        },
        check=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout.decode()


def sign_in(environment: dict[str, str], email: str) -> dict[str, str]:
    """Headers of somebody's session: cookies, and the token that its forms need."""
    script = Path(__file__).with_name("session.py")
    session, token = said_inside(environment, str(script), email).split()
    return cookies(session, token)


def cookies(session: str, token: str) -> dict[str, str]:
    return {"Cookie": f"cairn_session={session}; cairn_csrf={token}", "X-CSRFToken": token}
