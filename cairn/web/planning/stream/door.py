"""What comes in over the stream's port: read within seconds and bounds, admitted or refused."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import ClassVar, Final
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http import parse_cookie

from cairn.errors import NotFound
from cairn.web.planning.stream.admission import admit
from cairn.web.planning.stream.events import GZIP
from cairn.web.planning.stream.hub import Hub
from cairn.web.planning.stream.news import Follower
from cairn.web.planning.stream.passes import Pass, read_pass

HEAD_S: Final = 5.0
LONGEST_SILENCE_MS: Final = 30_000
MOST_AT_THE_DOOR: Final = 256
MOST_FOLLOWERS: Final = 600
MOST_OF_ONE: Final = 8
LARGEST_TALK: Final = 1024
HEALTH: Final = "/health"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request's first line and headers, their names in small letters."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]

    @property
    def origin(self) -> str:
        return self.headers.get("origin", "")

    @property
    def session_key(self) -> str:
        return parse_cookie(self.headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")


class Refused(Exception):
    """Not let in; with the status that says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True)
class Door:
    LARGEST_HEAD: ClassVar[int] = 16 * 1024

    hub: Hub
    _waiting: set[asyncio.StreamWriter] = field(default_factory=set)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._waiting) >= MOST_AT_THE_DOOR:
            writer.transport.abort()
            return
        one = None
        self._waiting.add(writer)
        try:
            with contextlib.suppress(OSError, EOFError):
                one = await self._let_in(reader, writer)
            self._waiting.discard(writer)
            if one:
                await _until_gone(reader)
        finally:
            self._waiting.discard(writer)
            if one:
                self.hub.unseat(one)
            writer.close()

    async def _let_in(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> Follower | None:
        try:
            asked = await _read_head(reader)
            if asked.path.endswith(HEALTH):
                writer.write(head(HTTPStatus.OK, "", {"Content-Length": "0"}))
                return None
            one = await self._admitted(asked)
        except Refused as refused:
            writer.write(head(refused.status, "", {"Content-Length": "0"}))
            return None
        kind = {"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
        if one.is_packed:
            kind["Content-Encoding"] = "gzip"
        _notice_silence(writer)
        writer.write(head(HTTPStatus.OK, asked.origin, kind) + (GZIP if one.is_packed else b""))
        self.hub.seat(one, writer)
        return one

    async def _admitted(self, asked: Asked) -> Follower:
        granted = _granted(asked)
        self._require_place(granted)
        try:
            viewer = await self.hub.ask(lambda: admit(asked.session_key, granted))
        except NotFound:
            viewer = None
        except DatabaseError:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE) from None
        if viewer is None:
            raise Refused(HTTPStatus.FORBIDDEN)
        self._require_place(granted)
        is_packed = "gzip" in asked.headers.get("accept-encoding", "")
        return Follower(asked.session_key, granted, viewer, is_packed, time.monotonic())

    def _require_place(self, granted: Pass) -> None:
        """Asked before and after the database is: meanwhile others came."""
        mine = self.hub.count(granted.member_id)
        if mine >= MOST_OF_ONE or len(self.hub.lines) >= MOST_FOLLOWERS:
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS)


def _granted(asked: Asked) -> Pass:
    """A page of another origin is refused even with a pass; where no origin is named, it is the
    stream's own."""
    if asked.method != "GET":
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED)
    granted = read_pass(asked.query.get("pass", [""])[0])
    if granted is None or not asked.path.endswith(f"/rooms/{granted.room_id}"):
        raise Refused(HTTPStatus.FORBIDDEN)
    if asked.origin and asked.origin not in (granted.origin, settings.HOST_URL):
        raise Refused(HTTPStatus.FORBIDDEN)
    return granted


async def _read_head(reader: asyncio.StreamReader) -> Asked:
    try:
        async with asyncio.timeout(HEAD_S):
            text = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except TimeoutError:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT) from None
    except asyncio.LimitOverrunError:
        raise Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from None
    first, *lines = text.split("\r\n")
    words = first.split(" ")
    try:
        method, target, _version = words
        parts = urlsplit(target)
        query = parse_qs(parts.query, max_num_fields=8)
    except ValueError:
        raise Refused(HTTPStatus.BAD_REQUEST) from None
    named = (line.partition(":") for line in lines if ":" in line)
    headers = {name.strip().lower(): value.strip() for name, _colon, value in named}
    return Asked(method, parts.path, query, headers)


def _notice_silence(writer: asyncio.StreamWriter) -> None:
    """A phone that went without a word does not hold its place for a quarter of an hour."""
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        line: socket.socket = writer.get_extra_info("socket")
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, LONGEST_SILENCE_MS)


async def _until_gone(reader: asyncio.StreamReader) -> None:
    """There is nothing to say on a stream; who talks on and on is let go."""
    with contextlib.suppress(OSError):
        heard = 0
        while heard < LARGEST_TALK and (piece := await reader.read(LARGEST_TALK)):
            heard += len(piece)


def head(status: HTTPStatus, origin: str, headers: Mapping[str, str]) -> bytes:
    """Only the page's own origin may read what follows."""
    shared = {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "true",
        "Vary": "Origin",
    }
    sent = {
        **headers,
        **(shared if origin else {}),
        "Cache-Control": "no-store",
        "Connection": "close",
        "X-Content-Type-Options": "nosniff",
    }
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{n}: {v}" for n, v in sent.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")
