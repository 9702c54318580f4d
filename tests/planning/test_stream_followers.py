"""Who follows a room and for how long, what it costs, and who gets no stream at all."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from cairn.goals.models import Objective, Visibility
from cairn.organization.actor import Actor
from cairn.organization.models import Member, User
from cairn.planning.commands.ballots import set_vote
from cairn.planning.commands.choosing import choose_proposal
from cairn.planning.commands.rooms import leave_room, move_stage, open_room, seat_members
from cairn.planning.models import Ballot, Proposal, Room
from cairn.planning.stream_process import MODULE
from cairn.web.planning import live
from cairn.web.planning.stream import door, hub
from cairn.web.planning.stream.door import Door
from cairn.web.planning.stream.hub import MOST_UNREAD, PATIENCE_S, Hub
from cairn.web.planning.stream.news import Follower, News, gather
from cairn.web.planning.stream.passes import Pass, read_pass, sign_pass
from tests.planning.test_room_stream import surroundings

type SignIn = Callable[[Actor], Client]


@pytest.fixture
def follower(web: SignIn) -> Callable[[Actor, Room], Follower]:
    """Somebody who has come and was told nothing yet."""

    def come(who: Actor, room: Room) -> Follower:
        key = web(who).session.session_key
        granted = Pass(room.id, who.member_id, who.locale, "http://cairn.test")
        return Follower(str(key), granted, who, is_packed=False, checked_at=0.0)

    return come


def test_nothing_new_is_one_query_and_something_new_as_many_for_all(
    follower: Callable[[Actor, Room], Follower],
    room: Room,
    ballot: Ballot,
    idea: Proposal,
    employee: Actor,
    colleague: Actor,
    lead: Actor,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    set_vote(employee, idea.id, dots=3)
    several = [follower(who, room) for who in (employee, colleague, lead)]
    gather(several, ())
    with django_assert_max_num_queries(5):
        news = gather(several, ())
    assert [(b'"left":2' in piece) for _one, _revision, piece in news.told] == [True, False, False]
    for one, revision, _piece in news.told:
        one.revision = revision
    with django_assert_num_queries(1):
        assert gather(several, ()).told == []


def test_who_was_signed_out_or_left_is_let_go(
    follower: Callable[[Actor, Room], Follower],
    web: SignIn,
    room: Room,
    employee: Actor,
    colleague: Actor,
    lead: Actor,
    viewer: Actor,
) -> None:
    out, inactive, left, there = (
        follower(who, room) for who in (employee, colleague, lead, viewer)
    )
    everybody = [out, inactive, left, there]
    assert gather(everybody, everybody).gone == set()
    Client(headers={"cookie": f"cairn_session={out.session_key}"}).post("/sign-out")
    User.objects.filter(id=colleague.user_id).update(is_active=False)
    Member.objects.filter(id=lead.member_id).update(left_at="2026-11-01T00:00Z")
    news = gather(everybody, everybody)
    assert news.gone == {out, inactive, left}
    assert [one for one, _revision, _piece in news.told] == [there]


def test_who_is_out_of_a_room_for_a_few_is_told_nothing_more(
    follower: Callable[[Actor, Room], Follower],
    room: Room,
    idea: Proposal,
    champion: Actor,
    colleague: Actor,
) -> None:
    move_stage(champion, room.id, stage="choosing")
    about = choose_proposal(champion, idea.id).objective
    Objective.objects.filter(id=about.id).update(visibility=Visibility.PEOPLE)
    few = open_room(champion, room.round_id, team=room.team_id, about=about.id)
    seat_members(champion, few.id, members=[colleague.member_id])
    several = [follower(colleague, few), follower(champion, few)]
    assert len(gather(several, ()).told) == 2
    leave_room(colleague, few.id)
    news = gather(several, ())
    assert news.gone == {several[0]}
    assert [one for one, _revision, _piece in news.told] == [several[1]]


@dataclass
class Reader:
    """Stands for a connection: `unread` bytes lie there."""

    unread: int = 0
    got: list[bytes] = field(default_factory=list)
    is_closed: bool = False

    @property
    def transport(self) -> "Reader":
        return self

    def get_write_buffer_size(self) -> int:
        return self.unread

    def write(self, piece: bytes) -> None:
        self.got.append(piece)

    def close(self) -> None:
        self.is_closed = True

    abort = close


def a_hub(*readers: Reader) -> Hub:
    made = Hub()
    for reader in readers:
        made.seat(
            Follower("", Pass(1, 1, "en", ""), cast("Actor", None), False, 1.0), cast("Any", reader)
        )
    return made


def told(text: bytes) -> Callable[..., News]:
    return lambda followers, _due: News([(one, 7, text) for one in followers])


def test_a_slow_reader_holds_nobody_up_and_is_let_go_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow, quick = Reader(unread=MOST_UNREAD), Reader()
    made = a_hub(slow, quick)
    monkeypatch.setattr(hub, "gather", told(b"new"))
    asyncio.run(made._turn(1.0))
    assert (b"new" in slow.got, b"new" in quick.got) == (False, True)
    slow.unread = 0
    asyncio.run(made._turn(2.0))
    assert b"new" in slow.got
    slow.unread = MOST_UNREAD
    for now in (3.0, 4.0 + PATIENCE_S):
        asyncio.run(made._turn(now))
    assert (slow.is_closed, quick.is_closed, len(made.lines)) == (True, False, 1)


def test_where_the_database_fails_all_are_left_to_ask_by_themselves(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_given: object) -> News:
        raise DatabaseError

    reader = Reader()
    monkeypatch.setattr(hub, "gather", fail)
    monkeypatch.setattr(hub, "IDLE_S", 0.15)
    asyncio.run(a_hub(reader).work())
    assert reader.is_closed
    assert "could not be looked at" in caplog.text


def test_who_says_nothing_at_the_door_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "HEAD_S", 0.05)

    async def knock() -> bytes:
        async with await asyncio.start_server(Door(Hub()).answer, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /rooms/1 HTTP/1.1\r\n")
            said = await reader.read()
            writer.close()
            return said

    assert asyncio.run(knock()).startswith(b"HTTP/1.1 408 ")


def test_a_taken_port_is_one_line_and_no_stream(tmp_path: Path, db: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", MODULE],
            env=surroundings(tmp_path, port),
            stdin=subprocess.PIPE,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"127.0.0.1:{port} cannot be used" in done.stderr
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "stream.lock").read_text() == ""


def test_the_page_may_listen_to_exactly_this_address_with_a_pass_of_its_own(
    web: SignIn,
    employee: Actor,
    stranger: Actor,
    room: Room,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser, path = web(employee), f"/rooms/{room.id}"
    assert browser.get(f"{path}/stream").status_code == 204
    assert "connect-src" not in browser.get(path).headers["Content-Security-Policy"]
    settings.STREAM_PORT = 8001
    page = browser.get(path)
    assert f"connect-src 'self' http://testserver:8001{path}" in page.headers[
        "Content-Security-Policy"
    ].split("; ")
    assert " data-stream data-url" in page.content.decode()
    monkeypatch.setattr(live, "ensure_running", lambda: False)
    assert browser.get(f"{path}/stream").status_code == 204
    monkeypatch.setattr(live, "ensure_running", lambda: True)
    address, given = browser.get(f"{path}/stream").json()["address"].split("?pass=")
    assert address == f"http://testserver:8001{path}"
    granted = read_pass(given.replace("%3A", ":"))
    assert granted == Pass(room.id, employee.member_id, "zh-hans", "http://testserver")
    assert web(stranger).get(f"{path}/stream").status_code == 404
    assert browser.get(f"{path}/stream", secure=True).status_code == 204
    settings.STREAM_URL = "https://testserver/streams"
    address = browser.get(f"{path}/stream", secure=True).json()["address"]
    assert address.startswith(f"https://testserver/streams{path}?pass=")


def test_a_pass_counts_for_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    made = sign_pass(Pass(1, 2, "en", "http://cairn.test"))
    assert read_pass(made) == Pass(1, 2, "en", "http://cairn.test")
    monkeypatch.setattr("cairn.web.planning.stream.passes.VALID_S", -1)
    assert read_pass(made) is None
