"""What those who follow are told: read and drawn in the one thread that speaks to the database."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils import timezone, translation

from cairn.errors import NotFound
from cairn.organization.actor import Actor
from cairn.planning.board import find_room, read_shares, revisions_of, who_may_look
from cairn.planning.models import Room
from cairn.web.planning.drawn import shared_board
from cairn.web.planning.live import personal
from cairn.web.planning.stream.admission import admit
from cairn.web.planning.stream.events import event, packed
from cairn.web.planning.stream.passes import Pass


@dataclass(eq=False, slots=True)
class Follower:
    """`revision` is what was sent last, 0 for nothing; `checked_at` by the loop's clock."""

    session_key: str
    granted: Pass
    viewer: Actor
    is_packed: bool
    checked_at: float
    revision: int = 0


@dataclass(slots=True)
class News:
    """Bytes for some, with the revision that they then have; and who may follow no longer."""

    told: list[tuple[Follower, int, bytes]] = field(default_factory=list)
    gone: set[Follower] = field(default_factory=set)


def gather(followers: Iterable[Follower], due: Iterable[Follower]) -> News:
    """One query where nothing is new, and four for each of `due`, whose right is asked for again."""
    news = News()
    for one in due:
        if not _is_still_admitted(one):
            news.gone.add(one)
    rooms: dict[int, list[Follower]] = defaultdict(list)
    for one in followers:
        rooms[one.granted.room_id].append(one)
    revisions = revisions_of(set(rooms))
    for room_id, there in rooms.items():
        behind = [one for one in there if one.revision != revisions.get(room_id)]
        _tell(room_id, [one for one in behind if one not in news.gone], news)
    return news


def _is_still_admitted(one: Follower) -> bool:
    try:
        viewer = admit(one.session_key, one.granted)
    except NotFound:
        return False
    if viewer is not None:
        one.viewer = viewer
    return viewer is not None


def _tell(room_id: int, behind: list[Follower], news: News) -> None:
    """The board is drawn and compressed once for all who see the same."""
    room, staying = _room_for(room_id, behind)
    news.gone.update(set(behind) - set(staying))
    if room is None:
        return
    boards: dict[tuple[bytes, bool], bytes] = {}
    shares = read_shares([one.viewer for one in staying], room)
    for one, share in zip(staying, shares, strict=True):
        with translation.override(one.viewer.locale), timezone.override(one.viewer.time_zone):
            html = shared_board(one.viewer, room, share).html
        key = (html, one.is_packed)
        if key not in boards:
            boards[key] = _sent(one, event("board", html, room.revision))
        own = _sent(one, event("own", personal(room, share).encode()))
        news.told.append((one, room.revision, boards[key] + own))


def _room_for(room_id: int, followers: list[Follower]) -> tuple[Room | None, list[Follower]]:
    """The room, and those of them who may look into it."""
    for at, first in enumerate(followers):
        with suppress(NotFound):
            room = find_room(first.viewer, room_id)
            rest = followers[at:]
            allowed = who_may_look([one.viewer for one in rest], room)
            return room, [one for one, may in zip(rest, allowed, strict=True) if may]
    return None, []


def _sent(one: Follower, text: bytes) -> bytes:
    return packed(text) if one.is_packed else text
