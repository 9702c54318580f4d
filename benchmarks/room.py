"""A room that a hundred people follow: how long until everybody has a change, and what that costs.

Each follower is a browser as far as the server can tell: a kept connection that asks every 700 ms,
from a moment of its own. One change at a time is made, at no particular moment of theirs, and timed
from when it is sent until each has the answer with it in hand.
"""

import itertools
import random
import selectors
import time
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import repeat
from urllib.parse import urlencode

from rich.console import Console
from rich.table import Table

from benchmarks.client import Answers, Connection, connect, get, post, receive, run_load, send
from benchmarks.instance import Instance, cookies
from benchmarks.pages import Reads, captured
from benchmarks.room_subjects import RoomSubjects, furnish

PEOPLE = 100
EVERY_S = 0.7
TIMES = 30
PATIENCE_S = 30.0
READY = b'data-revision="'


@dataclass(slots=True)
class Follower:
    """`revision` is what it has; `due` when it asks next, None while it waits for an answer;
    `arriving` what a stream has begun to tell."""

    line: Connection
    headers: dict[str, str]
    due: float | None
    revision: int = 0
    arriving: int = 0


@dataclass(frozen=True, slots=True)
class ActFigures:
    """Milliseconds from sending it: of each follower, and until the last one has it."""

    act: str
    p50: float
    p95: float
    all_p50: float
    all_p95: float


@dataclass(frozen=True, slots=True)
class RateFigures:
    """What the server answers a second with nothing to wait for, at sixteen connections."""

    answer: str
    per_second: float
    p95: float
    bytes: int
    failures: int


@dataclass(frozen=True, slots=True)
class RoomFigures:
    """`cpu` is the share of one core that the server took while it was followed; `polls` and `bytes`
    are a second's; `raw_poll` what the bare driver does of a poll's statements a second."""

    acts: list[ActFigures]
    rates: list[RateFigures]
    poll_p50: float
    poll_p95: float
    polls: float
    bytes: float
    cpu: float
    raw_poll: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(slots=True)
class Crowd:
    """Everybody who follows a room, in one thread."""

    port: int
    room: str
    followers: list[Follower]
    lead: Connection
    answers: Answers = field(default_factory=Answers)
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def follow_until(self, wanted: int, seen: dict[int, float]) -> None:
        """Until everybody has this revision; when each got it goes into `seen`."""
        until = time.perf_counter() + PATIENCE_S
        while any(one.revision < wanted for one in self.followers):
            if time.perf_counter() > until:
                raise TimeoutError("not everybody saw it")
            self._turn(wanted, seen)

    def follow_for(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            self._turn(1 << 62, {})

    def _turn(self, wanted: int, seen: dict[int, float]) -> None:
        now = time.perf_counter()
        for one in self.followers:
            if one.due is not None and one.due <= now:
                one.due = None
                path = f"/rooms/{self.room}/live?revision={one.revision}"
                send(one.line, get(path, one.headers))
        waits = [one.due for one in self.followers if one.due is not None]
        pause = max(0.0, min(waits, default=now + 0.02) - now)
        for key, _ in self.selector.select(timeout=min(pause, 0.02)):
            at, one = key.data
            if not receive(one.line, self.answers):
                continue
            one.due = time.perf_counter() + EVERY_S
            one.revision = revision_in(bytes(one.line.received)) or one.revision
            if one.revision >= wanted:
                seen.setdefault(at, time.perf_counter())


def revision_in(answer: bytes) -> int | None:
    """Of a whole answer; None where nothing is new."""
    head, _end, body = answer.partition(b"\r\n\r\n")
    if head[9:12] == b"204":
        return None
    html = zlib.decompressobj(31).decompress(body, 4_000)
    begin = html.index(READY) + len(READY)
    return int(html[begin : html.index(b'"', begin)])


def measure_room(
    instance: Instance, environment: dict[str, str], reads: Reads, email: str, seconds: float
) -> RoomFigures:
    made = furnish(environment, PEOPLE)
    crowd = _gather(instance.port, made)
    crowd.follow_until(1, {})
    before, started = instance.cpu_seconds(), time.perf_counter()
    crowd.answers = Answers()
    acts = [act_figures(act, times) for act, times in make_changes(crowd, made).items()]
    took = time.perf_counter() - started
    cpu = (instance.cpu_seconds() - before) / took
    polled = crowd.answers
    for one in (*crowd.followers,):
        one.line.socket.close()
    [statements] = captured(environment, email, [f"/rooms/{made.room}/live?revision=0"])
    poll = [one for one in statements[:4] if one.startswith("SELECT")]
    return RoomFigures(
        acts=acts,
        rates=list(_rates(instance, made, seconds)),
        poll_p50=polled.percentile(0.5),
        poll_p95=polled.percentile(0.95),
        polls=len(polled.seconds) / took,
        bytes=polled.bytes / took,
        cpu=cpu,
        raw_poll=reads(poll, 0.5).per_second,
    )


def _gather(port: int, made: RoomSubjects) -> Crowd:
    choose, now = random.Random(1), time.perf_counter()
    followers = [
        Follower(
            Connection(connect(port)),
            cookies(*one) | {"Accept-Encoding": "gzip", "HX-Request": "true"},
            now + choose.random() * EVERY_S,
        )
        for one in made.people
    ]
    return gather(Crowd(port, made.room, followers, Connection(connect(port))))


def gather[Followed: Crowd](crowd: Followed) -> Followed:
    """Let it wait for what its followers get."""
    for at, one in enumerate(crowd.followers):
        crowd.selector.register(one.line.socket, selectors.EVENT_READ, (at, one))
    return crowd


def make_changes(crowd: Crowd, made: RoomSubjects) -> dict[str, list[list[float]]]:
    """For each kind of change the times of all followers, change by change."""
    lead, room = cookies(*made.lead), f"/rooms/{made.room}"
    turn = itertools.cycle(made.proposals)
    told: dict[str, list[list[float]]] = {"drag": [], "timer": [], "vote": [], "reveal": []}
    for at in range(TIMES):
        place = {"group": made.groups[at % len(made.groups)], "position": 0}
        told["drag"].append(_change(crowd, f"/proposals/{next(turn)}/move", lead, place))
    for at in range(TIMES):
        told["timer"].append(_change(crowd, f"{room}/timer", lead, {"minutes": 5 * (at % 2)}))
    for _ballot in range(TIMES // 3):
        _change(crowd, f"{room}/ballots", lead, {})
        for voter in made.people[:3]:
            path = f"/proposals/{made.proposals[0]}/vote"
            told["vote"].append(_change(crowd, path, cookies(*voter), {"dots": 5}))
        path = f"/ballots/{_ballot_of(crowd, lead)}/reveal"
        told["reveal"].append(_change(crowd, path, lead, {}))
    return told


def _change(
    crowd: Crowd, path: str, headers: dict[str, str], fields: dict[str, object]
) -> list[float]:
    """Send it at no particular moment; the seconds until each follower had it."""
    crowd.follow_for(random.random() * EVERY_S)
    wanted = max(one.revision for one in crowd.followers) + 1
    seen: dict[int, float] = {}
    sent = time.perf_counter()
    send(crowd.lead, _form(path, headers, fields))
    crowd.lead.socket.settimeout(PATIENCE_S)
    answer = Answers()
    while not receive(crowd.lead, answer):
        pass
    if answer.failures:
        raise RuntimeError(f"{path}: {bytes(crowd.lead.received)[:200]!r}")
    crowd.follow_until(wanted, seen)
    return [at - sent for at in seen.values()]


def _form(path: str, headers: dict[str, str], fields: dict[str, object]) -> bytes:
    kind = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
    return post(path, headers | kind, urlencode(fields).encode())


def _ballot_of(crowd: Crowd, headers: dict[str, str]) -> str:
    """The id of the vote that is open, as the board names it."""
    path = f"/rooms/{crowd.room}/live?revision=0"
    send(crowd.lead, get(path, headers | {"Accept-Encoding": "gzip"}))
    while not receive(crowd.lead, Answers()):
        pass
    body = bytes(crowd.lead.received).partition(b"\r\n\r\n")[2]
    html = zlib.decompress(body, 31).decode()
    return html.split('data-open="', 1)[1].split('"', 1)[0]


def _rates(instance: Instance, made: RoomSubjects, seconds: float) -> Iterator[RateFigures]:
    headers = [cookies(*one) | {"Accept-Encoding": "gzip"} for one in made.people]
    live = f"/rooms/{made.room}/live"
    lead = cookies(*made.lead)
    run_load(
        instance.port,
        repeat(_form(f"/rooms/{made.room}/ballots", lead, {})),
        connections=1,
        seconds=0,
        most=1,
    )
    current = _current(instance, live, headers[0])
    votes = [
        _form(f"/proposals/{choice}/vote", one, {"dots": dots})
        for one in headers
        for choice in made.proposals[:3]
        for dots in (1, 0)
    ]
    for name, requests in (
        ("nothing new", [get(f"{live}?revision={current}", one) for one in headers]),
        ("something new", [get(f"{live}?revision=0", one) for one in headers]),
        ("a dot", votes),
    ):
        answers = run_load(
            instance.port, itertools.cycle(requests), connections=16, seconds=seconds
        )
        yield RateFigures(
            name,
            answers.per_second,
            answers.percentile(0.95),
            answers.bytes // max(1, len(answers.seconds)),
            answers.failures,
        )


def _current(instance: Instance, live: str, headers: dict[str, str]) -> int:
    line = Connection(connect(instance.port))
    send(line, get(f"{live}?revision=0", headers))
    while not receive(line, Answers()):
        pass
    line.socket.close()
    return revision_in(bytes(line.received)) or 0


def act_figures(act: str, times: list[list[float]]) -> ActFigures:
    each = Answers(seconds=[one for several in times for one in several])
    last = Answers(seconds=[max(several) for several in times])
    return ActFigures(
        act,
        each.percentile(0.5),
        each.percentile(0.95),
        last.percentile(0.5),
        last.percentile(0.95),
    )


def show_room(figures: RoomFigures, console: Console) -> None:
    acts = Table("seen by 100", "p50 ms", "p95 ms", "by all, p50", "by all, p95")
    for one in figures.acts:
        acts.add_row(
            one.act, *(f"{value:.0f}" for value in (one.p50, one.p95, one.all_p50, one.all_p95))
        )
    rates = Table("answer", "a second", "p95 ms", "bytes", "failed")
    for rate in figures.rates:
        rates.add_row(
            rate.answer,
            f"{rate.per_second:.0f}",
            f"{rate.p95:.1f}",
            str(rate.bytes),
            str(rate.failures),
        )
    console.print(acts, rates)
    console.print(
        f"followed by 100: {figures.polls:.0f} requests and {figures.bytes / 1000:.0f} KB a second, "
        f"answered in {figures.poll_p50:.1f} ms (p95 {figures.poll_p95:.1f}), "
        f"{figures.cpu:.0%} of a core; a poll's statements alone: {figures.raw_poll:.0f} a second"
    )
