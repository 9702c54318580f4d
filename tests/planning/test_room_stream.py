"""The stream of a room: a process of its own, spoken to by a bare socket."""

import json
import os
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import pytest
from django.conf import settings as of_instance
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from cairn.cli.doctor import stream_line
from cairn.organization.actor import Actor
from cairn.planning.commands.ballots import reveal_ballot, set_vote
from cairn.planning.commands.groups import make_group, move_proposal
from cairn.planning.commands.rooms import set_timer
from cairn.planning.models import Ballot, Proposal, Room
from cairn.planning.stream_process import MODULE, Running
from cairn.web.planning.stream.passes import Pass, sign_pass

type SignIn = Callable[[Actor], Client]
ORIGIN = "http://cairn.test"
PATIENCE_S = 30.0

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def port(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Of a stream over the tests' own database; it ends with its standard input."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    folder = tmp_path_factory.mktemp("stream")
    process = subprocess.Popen(
        [sys.executable, "-m", MODULE], env=surroundings(folder, port), stdin=subprocess.PIPE
    )
    until_it_listens(folder, process)
    yield port
    assert process.stdin
    process.stdin.close()
    assert process.wait(PATIENCE_S) == 0


def surroundings(folder: Path, port: int) -> dict[str, str]:
    name = connection.settings_dict["NAME"]
    address = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        parts = urlsplit(os.environ["DATABASE_URL"])
        address = urlunsplit(parts._replace(path=f"/{name}"))
    return os.environ | {
        "CAIRN_DATA": str(folder),
        "CAIRN_SECRET_KEY": of_instance.SECRET_KEY,
        "CAIRN_STREAM_PORT": str(port),
        "CAIRN_POOL": "1",
        "DATABASE_URL": address,
    }


def until_it_listens(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE_S
    while not (folder / "stream.lock").exists() or not (folder / "stream.lock").read_text():
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)


@dataclass
class Line:
    """One connection; `events` are (name, revision, data) that were not taken yet."""

    socket: socket.socket
    head: str = ""
    press: Any = field(default_factory=lambda: zlib.decompressobj(31))
    text: bytes = b""

    def next(self) -> tuple[str, int, str]:
        """The next event that is no beat."""
        while b"\n\n" not in self.text:
            piece = self.socket.recv(1 << 16)
            assert piece, "the stream ended"
            self.text += self.press.decompress(piece)
        one, self.text = self.text.split(b"\n\n", 1)
        lines = [part.partition(": ") for part in one.decode().split("\n")]
        name = next(value for key, _, value in lines if key == "event")
        number = next((int(value) for key, _, value in lines if key == "id"), 0)
        data = "\n".join(value for key, _, value in lines if key == "data")
        return self.next() if name == "beat" else (name, number, data)

    def board(self) -> tuple[int, str, dict[str, Any]]:
        """The next board with its revision, and the reader's own."""
        first, revision, html = self.next()
        second, _none, own = self.next()
        assert (first, second) == ("board", "own")
        return revision, html, json.loads(own)

    def board_with(self, words: str) -> dict[str, Any]:
        """Of the first board on which this stands, the reader's own."""
        while True:
            _revision, html, own = self.board()
            if words in html:
                return own


@dataclass
class Streams:
    """Opens lines; they are closed with the test."""

    port: int
    web: SignIn
    stack: ExitStack

    def ask(self, who: Actor, room: Room, **given: Any) -> Line:
        """As `who`, with what a page sends; `given` says what is different."""
        shown = {"path": f"/rooms/{room.id}", "origin": ORIGIN, "method": "GET", **given}
        granted = Pass(room.id, who.member_id, who.locale, ORIGIN)
        text = shown.get("pass", sign_pass(granted))
        client = shown.get("client") or self.web(who)
        key = client.cookies[of_instance.SESSION_COOKIE_NAME].value if client else ""
        line = self.connect()
        line.socket.sendall(
            f"{shown['method']} {shown['path']}?pass={quote(text)} HTTP/1.1\r\n"
            f"Host: x\r\nOrigin: {shown['origin']}\r\nAccept-Encoding: gzip\r\n"
            f"Cookie: {of_instance.SESSION_COOKIE_NAME}={key}\r\n\r\n".encode()
        )
        return self.read_head(line)

    def connect(self) -> Line:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)
        return Line(self.stack.enter_context(made))

    def read_head(self, line: Line) -> Line:
        text = b""
        while b"\r\n\r\n" not in text:
            piece = line.socket.recv(1)
            if not piece:
                break
            text += piece
        line.head = text.decode()
        return line


@pytest.fixture
def streams(port: int, web: SignIn) -> Iterator[Streams]:
    with ExitStack() as stack:
        yield Streams(port, web, stack)


def test_all_see_what_two_facilitators_do_and_who_comes_again_catches_up(
    streams: Streams, champion: Actor, admin: Actor, employee: Actor, room: Room, idea: Proposal
) -> None:
    lines = [streams.ask(who, room) for who in (employee, champion)]
    assert lines[0].head.startswith("HTTP/1.1 200")
    assert f"Access-Control-Allow-Origin: {ORIGIN}\r\n" in lines[0].head
    first = [line.board() for line in lines]
    assert all(idea.title in html for _revision, html, _own in first)
    assert "data-grip" in first[1][1]
    assert "data-grip" not in first[0][1]
    lines[0].socket.close()
    group = make_group(champion, room.id, name="留住客户")
    lines[1].board_with("留住客户")
    move_proposal(admin, idea.id, group=group.id, position=0)
    set_timer(admin, room.id, minutes=5)
    assert "timer" in lines[1].board_with("data-clock")
    again = streams.ask(employee, room)
    revision, html, _own = again.board()
    room.refresh_from_db()
    assert revision == room.revision > first[0][0]
    assert "留住客户" in html


def test_dots_are_told_to_their_giver_alone_until_all_see_them_at_once(
    streams: Streams, champion: Actor, employee: Actor, admin: Actor, ballot: Ballot, idea: Proposal
) -> None:
    set_vote(employee, idea.id, dots=3)
    mine, other = streams.ask(employee, idea.room), streams.ask(admin, idea.room)
    assert mine.board()[2] == {"left": 2, "votes": {str(idea.id): 3}}
    _revision, html, own = other.board()
    assert own == {"left": 5, "votes": {}}
    assert 'class="p-ranked' not in html
    reveal_ballot(champion, ballot.id)
    assert other.board_with('<b class="num">3</b>') == {"left": 5, "votes": {}}


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"pass": ""}, 403),
        ({"pass": "forged:1:2"}, 403),
        ({"origin": "http://elsewhere.test"}, 403),
        ({"path": "/rooms/1"}, 403),
        ({"method": "POST"}, 405),
        ({"method": "G E T"}, 400),
        ({"path": "/" + "x" * 20_000}, 431),
    ],
)
def test_what_is_wrong_is_refused(
    streams: Streams, employee: Actor, room: Room, given: dict[str, str], status: int
) -> None:
    line = streams.ask(employee, room, **given)
    assert line.head.startswith(f"HTTP/1.1 {status} ")
    assert "Access-Control" not in line.head


def test_a_pass_is_no_use_to_others_nor_without_a_session(
    streams: Streams, web: SignIn, employee: Actor, stranger: Actor, champion: Actor, room: Room
) -> None:
    for client in (web(champion), web(stranger)):
        assert streams.ask(employee, room, client=client).head.startswith("HTTP/1.1 403")
    left = web(employee)
    left.session.delete()
    assert streams.ask(employee, room, client=left).head.startswith("HTTP/1.1 403")
    assert streams.ask(stranger, room).head.startswith("HTTP/1.1 403")


def test_the_doctor_says_whether_rooms_can_be_listened_to(
    port: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with translation.override("en"):
        assert stream_line() == "No planning room is followed now, so nothing is streamed."
        here = Running(port, 1, "127.0.0.1")
        monkeypatch.setattr("cairn.planning.stream_process.find_running", lambda: here)
        assert stream_line() == f"Planning rooms are streamed from http://127.0.0.1:{port}"
        settings.STREAM_URL = "http://127.0.0.1:9/streams"
        assert "cannot be streamed from http://127.0.0.1:9/streams (" in stream_line()


def test_one_person_holds_eight_lines_at_most(
    streams: Streams, web: SignIn, employee: Actor, room: Room
) -> None:
    client = web(employee)
    heads = [streams.ask(employee, room, client=client).head for _line in range(9)]
    assert [head[9:12] for head in heads] == ["200"] * 8 + ["429"]
