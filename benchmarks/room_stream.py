"""A room that a hundred people listen to, beside the same changes seen by asking (`room.py`)."""

import json
import time
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from benchmarks.client import CHUNK, Answers, Connection, connect, fetch, get
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
    """`cpu` is the share of one core that all of the server took, `stream_cpu` the stream's process
    alone, whose memory is `stream_mb`; `bytes` are a second's."""

    acts: list[ActFigures]
    bytes: float
    cpu: float
    stream_cpu: float
    stream_mb: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(slots=True)
class Listening(Crowd):
    """Everybody who listens; `texts` is what each has of the stream that was not read yet."""

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
    crowd = _listen(instance.port, made)
    crowd.follow_until(1, {})
    server = _process(environment)
    before = (instance.cpu_seconds(), cpu_of(server))
    crowd.taken, started = 0, time.perf_counter()
    told = make_changes(crowd, made)
    took = time.perf_counter() - started
    figures = StreamFigures(
        acts=[act_figures(act, times) for act, times in told.items()],
        bytes=crowd.taken / took,
        cpu=(instance.cpu_seconds() - before[0]) / took,
        stream_cpu=(cpu_of(server) - before[1]) / took,
        stream_mb=resident_of(server) / 1e6,
    )
    for one in crowd.followers:
        one.line.socket.close()
    return figures


def _process(environment: dict[str, str]) -> int:
    """Of the stream; it is one of the server's."""
    words = (Path(environment["CAIRN_DATA"]) / "stream.lock").read_text().split()
    return int(words[1])


def _listen(port: int, made: RoomSubjects) -> Listening:
    """Everybody with a pass of their own. Who changes the room speaks to the server."""
    followers = []
    for one in made.people:
        answer = fetch(port, get(f"/rooms/{made.room}/stream", cookies(*one)))
        address = urlsplit(json.loads(answer.partition(b"\r\n\r\n")[2])["address"])
        line = Connection(connect(address.port or 0))
        headers = cookies(*one) | {"Accept-Encoding": "gzip"}
        line.socket.sendall(get(f"{address.path}?{address.query}", headers))
        followers.append(Follower(line, {}, None))
    crowd = Listening(port, made.room, followers, Connection(connect(port)), Answers())
    return gather(crowd)


def show_stream(figures: StreamFigures, console: Console) -> None:
    acts = Table("heard by 100", "p50 ms", "p95 ms", "by all, p50", "by all, p95")
    for one in figures.acts:
        acts.add_row(
            one.act, *(f"{value:.0f}" for value in (one.p50, one.p95, one.all_p50, one.all_p95))
        )
    console.print(acts)
    console.print(
        f"listened to by 100: {figures.bytes / 1000:.0f} KB a second, {figures.cpu:.0%} of a core, of which the stream "
        f"{figures.stream_cpu:.0%}; its memory {figures.stream_mb:.0f} MB"
    )
