"""An event stream of a room's live board, for comparison with polling: what it would be like.

A server of its own, since a held connection would keep a thread of the real one. One look at the
room's revision for all who follow; what is new is drawn and compressed once and sent to everybody, with
each reader's own dots, which are read for all at once.
"""

import asyncio
import os
import sys
import zlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cairn.organization.actor import Actor
    from cairn.planning.models import Room

LOOK_S = 0.1
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n"
    b"Cache-Control: no-store\r\n\r\n"
)
GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"


@dataclass(eq=False, slots=True)
class Reader:
    """Somebody who follows; `is_facilitator` and `may_take_part` were asked when they came."""

    viewer: "Actor"
    own: Any
    writer: asyncio.StreamWriter


def packed(event: str, data: bytes) -> bytes:
    """An event, compressed so that it can follow any other: no block refers to one before it."""
    lines = b"".join(b"data: " + line + b"\n" for line in data.split(b"\n"))
    press = zlib.compressobj(5, zlib.DEFLATED, -15)
    text = b"event: " + event.encode() + b"\n" + lines + b"\n"
    return press.compress(text) + press.flush(zlib.Z_FULL_FLUSH)


class Hub:
    """Everybody who follows one room."""

    def __init__(self, room_id: int) -> None:
        self.room_id, self.revision = room_id, 0
        self.readers: set[Reader] = set()

    async def look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            if self.readers:
                for reader, piece in await asyncio.to_thread(self.news):
                    reader.writer.write(piece)

    def news(self) -> list[tuple[Reader, bytes]]:
        """What each reader gets, if anything is new. One query where nothing is."""
        from django.utils import translation

        from cairn.planning.board import find_room, revision_of
        from cairn.web.planning.drawn import shared_board

        readers = list(self.readers)
        viewer = readers[0].viewer
        revision = revision_of(viewer, self.room_id) or 0
        if revision == self.revision:
            return []
        self.revision = revision
        room, boards, news = find_room(viewer, self.room_id), dict[bytes, bytes](), []
        owns = self.owns(room)
        for one in readers:
            with translation.override(one.viewer.locale):
                html = shared_board(one.viewer, room, one.own).html
            if html not in boards:
                boards[html] = packed("board", html)
            news.append((one, boards[html] + packed("own", owns(one))))
        return news

    def owns(self, room: "Room") -> Any:
        """Each reader's dots. Two queries for all."""
        from dataclasses import replace

        from cairn.planning.models import Ballot, Vote
        from cairn.web.planning.live import personal

        latest = Ballot.objects.filter(room=room).order_by("-number").first()
        given: dict[int, dict[int, int]] = defaultdict(dict)
        for member_id, proposal_id, dots in Vote.objects.filter(ballot=latest).values_list(
            "member_id", "proposal_id", "dots"
        ):
            given[member_id][proposal_id] = dots

        def own(reader: Reader) -> bytes:
            votes = given[reader.viewer.member_id]
            left = (latest.dots if latest else room.dots) - sum(votes.values())
            return personal(room, replace(reader.own, votes=votes, left=left)).encode()

        return own

    async def follow(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        try:
            one = await asyncio.to_thread(self.seat, head.decode(), writer)
        except PermissionError:
            writer.write(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            writer.close()
            return
        writer.write(HEAD + GZIP)
        self.readers.add(one)
        self.revision = 0
        await reader.read()
        self.readers.discard(one)
        writer.close()

    def seat(self, head: str, writer: asyncio.StreamWriter) -> Reader:
        from importlib import import_module

        from django.conf import settings
        from django.contrib.auth import SESSION_KEY

        from cairn.organization.actor import Face
        from cairn.organization.models import Member
        from cairn.organization.signing import actor_for
        from cairn.planning.board import find_room, read_own

        key = head.partition("cairn_session=")[2].partition(";")[0].partition("\r")[0]
        session = import_module(settings.SESSION_ENGINE).SessionStore(key)
        if SESSION_KEY not in session:
            raise PermissionError
        member = Member.objects.select_related("organization", "user").get(
            user_id=session[SESSION_KEY]
        )
        viewer = actor_for(member, Face.WEB)
        return Reader(viewer, read_own(viewer, find_room(viewer, self.room_id)), writer)


async def serve(room_id: int) -> None:
    hub = Hub(room_id)
    server = await asyncio.start_server(hub.follow, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await hub.look()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.settings")
    django.setup()
    asyncio.run(serve(int(sys.argv[1])))
