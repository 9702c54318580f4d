"""A room that a hundred people follow by an event stream, as `streaming.py` serves it, beside the same
changes seen by polling (`room.py`)."""

import os
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.client import CHUNK, Answers, Connection, connect, get
from benchmarks.instance import Instance, cookies, cpu_of, resident_of
from benchmarks.room import (
    PEOPLE,
    READY,
    ActFigures,
    Crowd,
    Follower,
    act_figures,
    gather,
    make_changes,
)
from benchmarks.room_subjects import RoomSubjects, furnish


@dataclass(frozen=True, slots=True)
class StreamFigures:
    """`cpu` is the share of one core that both servers took, `stream_cpu` the stream's alone, whose
    memory is `stream_mb`; `bytes` are a second's."""

    acts: list[ActFigures]
    bytes: float
    cpu: float
    stream_cpu: float
    stream_mb: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(slots=True)
class Listening(Crowd):
    """Everybody who follows by a stream; `texts` is what each has of it that was not read yet."""

    presses: dict[int, "zlib._Decompress"] = field(default_factory=dict)
    texts: dict[int, bytes] = field(default_factory=dict)
    taken: int = 0

    def _turn(self, wanted: int, seen: dict[int, float]) -> None:
        for key, _ in self.selector.select(timeout=0.02):
            at, one = key.data
            piece = one.line.socket.recv(CHUNK)
            if not piece:
                raise ConnectionError("the stream ended")
            self.taken += len(piece)
            self._read(at, one, piece)
            if one.revision >= wanted:
                seen.setdefault(at, time.perf_counter())

    def _read(self, at: int, one: Follower, piece: bytes) -> None:
        """Whole events: a board, then the reader's own dots."""
        if at not in self.presses:
            piece = piece.partition(b"\r\n\r\n")[2]
            self.presses[at] = zlib.decompressobj(31)
        self.texts[at] = self.texts.get(at, b"") + self.presses[at].decompress(piece)
        *events, self.texts[at] = self.texts[at].split(b"\n\n")
        for event in events:
            if event.startswith(b"event: board") and READY in event:
                begin = event.index(READY) + len(READY)
                one.arriving = int(event[begin : event.index(b'"', begin)])
            elif event.startswith(b"event: own"):
                one.revision = one.arriving


def measure_stream(instance: Instance, environment: dict[str, str]) -> StreamFigures:
    made = furnish(environment, PEOPLE)
    with _stream(environment, made.room) as (port, server):
        crowd = _listen(instance.port, port, made)
        crowd.follow_until(1, {})
        before = (instance.cpu_seconds(), cpu_of(server))
        crowd.taken, started = 0, time.perf_counter()
        told = make_changes(crowd, made)
        took = time.perf_counter() - started
        stream = cpu_of(server) - before[1]
        return StreamFigures(
            acts=[act_figures(act, times) for act, times in told.items()],
            bytes=crowd.taken / took,
            cpu=(instance.cpu_seconds() - before[0] + stream) / took,
            stream_cpu=stream / took,
            stream_mb=resident_of(server) / 1e6,
        )


@contextmanager
def _stream(environment: dict[str, str], room: str) -> Iterator[tuple[int, int]]:
    """The port and process of a stream."""
    script = Path(__file__).with_name("streaming.py")
    server = subprocess.Popen(
        [sys.executable, str(script), room],
        env=os.environ
        | environment
        | {
            "DJANGO_SETTINGS_MODULE": "cairn.settings",
            "PYTHONPATH": str(Path(__file__).parents[1]),
        },
        stdout=subprocess.PIPE,
    )
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline()), server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


def _listen(port: int, stream: int, made: RoomSubjects) -> Listening:
    """Those who change the room speak to the real server."""
    followers = []
    for one in made.people:
        line = Connection(connect(stream))
        line.socket.sendall(get("/", cookies(*one)))
        followers.append(Follower(line, {}, None))
    crowd = Listening(port, made.room, followers, Connection(connect(port)), Answers())
    return gather(crowd)


def show_stream(figures: StreamFigures, console: Console) -> None:
    acts = Table("by a stream, seen by 100", "p50 ms", "p95 ms", "by all, p50", "by all, p95")
    for one in figures.acts:
        acts.add_row(
            one.act, *(f"{value:.0f}" for value in (one.p50, one.p95, one.all_p50, one.all_p95))
        )
    console.print(acts)
    console.print(
        f"{figures.bytes / 1000:.0f} KB a second, {figures.cpu:.0%} of a core, of which the stream "
        f"{figures.stream_cpu:.0%}; its memory {figures.stream_mb:.0f} MB"
    )
