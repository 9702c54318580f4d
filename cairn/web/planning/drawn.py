"""The part of a room that everybody sees alike, drawn once for all who ask for it."""

import gzip
import threading
from collections import OrderedDict
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from cairn.organization.actor import Actor
from cairn.planning.board import Share, read_board
from cairn.planning.models import Room
from cairn.storage import clock
from cairn.web.pages import drawing

MOST = 64
LEVEL = 5
MINUTES = (1, 3, 5, 10)

type Key = tuple[int, int, str, bool, bool]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A board as HTML, and compressed. It holds nothing of any one reader, no token either."""

    html: bytes
    packed: bytes


_kept: OrderedDict[Key, Drawn] = OrderedDict()
_turn = threading.Lock()


def shared_board(viewer: Actor, room: Room, own: Share) -> Drawn:
    """Of this revision, in the reader's language, for those who may do the same; one thread draws
    while the others wait for it."""
    key = (room.id, room.revision, viewer.locale, own.is_facilitator, own.may_take_part)
    with _turn:
        found = _kept.get(key)
        if found is None:
            found = _kept[key] = _draw(viewer, room)
            while len(_kept) > MOST:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return found


def _draw(viewer: Actor, room: Room) -> Drawn:
    board = read_board(viewer, room)
    html = drawing("planning/board.html", "board_of", board, None, clock.now(), MINUTES, "").content
    return Drawn(html, gzip.compress(html, LEVEL))


def answer_with(request: HttpRequest, drawn: Drawn) -> HttpResponse:
    """Compressed where the reader takes that: there is no secret in it to be guessed by its length."""
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(drawn.html)
    return HttpResponse(drawn.packed, headers={"Content-Encoding": "gzip"})
