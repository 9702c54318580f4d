"""The proposals of rooms as cards: what stands, what became part of it, its dots and place, and what
was said for and against. For one room or for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import FETCH_RAISE, OuterRef, Subquery, Sum

from cairn.planning.counting import Count, places
from cairn.planning.models import Argument, Ballot, Proposal, Room, Vote
from cairn.planning.stages import is_ranked


@dataclass(frozen=True, slots=True)
class Origin:
    """A proposal as it was made; `proposer` is None where it is anonymous."""

    id: int
    title: str
    why: str
    key_results: tuple[str, ...]
    proposer: str | None


@dataclass(frozen=True, slots=True)
class Saying:
    """One argument."""

    id: int
    side: str
    body: str
    author: str
    author_id: int


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal that stands. `total` are its dots in the last revealed vote that it was in, None
    before; `place` where the votes put it, from 1, the same for those that are tied; `rank` the
    place that the facilitator gave it; `objective_id` the draft that it became, and `room_id` the
    room over that one's key results."""

    id: int
    title: str
    why: str
    key_results: tuple[str, ...]
    proposer: str | None
    proposer_id: int | None
    group_id: int | None
    version: int
    rank: int | None
    total: int | None
    place: int | None
    is_tied: bool
    origins: tuple[Origin, ...]
    arguments: tuple[Saying, ...]
    objective_id: int | None
    room_id: int | None

    @property
    def is_chosen(self) -> bool:
        return self.objective_id is not None


@dataclass(frozen=True, slots=True)
class Laid:
    """A room and its cards as its board tells them now: in the order of the votes once these are
    told (`is_ranked`), else in that of the board, without dots, places and arguments."""

    room: Room
    cards: tuple[Card, ...]
    is_ranked: bool


def lay_out(rooms: Sequence[Room]) -> list[Laid]:
    """Four queries, however many rooms."""
    proposals, said, ballots = proposals_in(rooms), said_in(rooms), ballots_in(rooms)
    counts = count_votes(ballots)
    of_room = {one.id: one.room_id for one in proposals}
    standing: dict[int, list[Proposal]] = defaultdict(list)
    sayings: dict[int, list[Argument]] = defaultdict(list)
    voted: dict[int, list[Ballot]] = defaultdict(list)
    for proposal in proposals:
        standing[proposal.room_id].append(proposal)
    for one in said:
        sayings[of_room[one.proposal_id]].append(one)
    for ballot in ballots:
        voted[ballot.room_id].append(ballot)
    return [
        _lay(
            room,
            cards_of(standing[room.id], sayings[room.id], counts.get(room.id, ())),
            voted[room.id],
        )
        for room in rooms
    ]


def _lay(room: Room, cards: Iterable[Card], ballots: Sequence[Ballot]) -> Laid:
    is_open = any(one.revealed_at is None for one in ballots)
    if is_ranked(room.stage, has_voted=bool(ballots), is_open=is_open):
        return Laid(room, tuple(sorted(cards, key=place_of)), is_ranked=True)
    return Laid(room, tuple(_untold(one) for one in cards), is_ranked=False)


def _untold(card: Card) -> Card:
    bare = replace(card, total=None, place=None, is_tied=False, rank=None)
    return replace(bare, arguments=(), room_id=None)


def place_of(card: Card) -> tuple[bool, int, bool, int]:
    """By the facilitator's rank, else by the votes, else as they lie."""
    return (card.rank is None, card.rank or 0, card.place is None, card.place or 0)


def proposals_in(rooms: Collection[Room]) -> list[Proposal]:
    """Withdrawn ones and parts of others too, in order. One query."""
    found = Proposal.objects.filter(room__in=rooms).select_related("proposer", "choice__objective")
    over = Room.objects.filter(round=OuterRef("room__round"), about=OuterRef("choice__objective"))
    newest = Subquery(over.exclude(id=OuterRef("room")).order_by("-id").values("id")[:1])
    found = found.annotate(room_over_it=newest)
    return list(found.order_by("position", "id").fetch_mode(FETCH_RAISE))


def said_in(rooms: Collection[Room]) -> list[Argument]:
    """The arguments that stand, in order. One query."""
    found = Argument.objects.filter(proposal__room__in=rooms, deleted_at__isnull=True)
    return list(found.select_related("author").order_by("id").fetch_mode(FETCH_RAISE))


def ballots_in(rooms: Collection[Room]) -> list[Ballot]:
    """The votes of these rooms, the first first. One query."""
    return list(Ballot.objects.filter(room__in=rooms).order_by("number"))


def count_votes(ballots: Iterable[Ballot]) -> Mapping[int, list[Count]]:
    """By room, of each revealed vote since the last one among all: dots by proposal. One query, or
    none."""
    counting: dict[int, list[Ballot]] = defaultdict(list)
    for one in ballots:
        if one.revealed_at is not None:
            if not one.among:
                counting[one.room_id].clear()
            counting[one.room_id].append(one)
    dots = _dots_in([one.id for some in counting.values() for one in some])
    return {
        room: [Count(frozenset(int(id) for id in one.among), dots[one.id]) for one in some]
        for room, some in counting.items()
    }


def _dots_in(ballots: Collection[int]) -> Mapping[int, dict[int, int]]:
    """By ballot and proposal."""
    dots: dict[int, dict[int, int]] = defaultdict(dict)
    if ballots:
        rows = Vote.objects.filter(ballot__in=ballots).values("ballot_id", "proposal_id")
        for row in rows.annotate(total=Sum("dots")).order_by():
            dots[row["ballot_id"]][row["proposal_id"]] = row["total"]
    return dots


def cards_of(
    proposals: Sequence[Proposal], said: Iterable[Argument], counts: Sequence[Count]
) -> list[Card]:
    """What stands of a room's proposals, in their order."""
    stands = [one for one in proposals if one.is_standing]
    parts: dict[int, list[Proposal]] = {one.id: [] for one in stands}
    whole = {one.id: one.merged_into_id or one.id for one in proposals}
    for one in proposals:
        if one.merged_into_id in parts:
            parts[one.merged_into_id].append(one)
    sayings: dict[int, list[Saying]] = {one.id: [] for one in stands}
    for argument in said:
        sayings.get(whole[argument.proposal_id], []).append(saying_of(argument))
    placed = places(list(parts), [count.merged(whole) for count in counts])
    return [_card(one, parts[one.id], sayings[one.id], placed.get(one.id)) for one in stands]


def _card(
    one: Proposal,
    parts: list[Proposal],
    sayings: list[Saying],
    placed: tuple[int, int, bool] | None,
) -> Card:
    choice = getattr(one, "choice", None)
    is_kept = choice is not None and choice.objective.deleted_at is None
    total, place, is_tied = placed or (None, None, False)
    return Card(
        id=one.id,
        title=one.title,
        why=one.why,
        key_results=tuple(one.key_results),
        proposer=one.proposer.name if one.proposer else None,
        proposer_id=one.proposer_id,
        group_id=one.group_id,
        version=one.version,
        rank=one.rank,
        total=total,
        place=place,
        is_tied=is_tied,
        origins=tuple(origin_as_made(part) for part in parts),
        arguments=tuple(sayings),
        objective_id=choice.objective_id if choice is not None and is_kept else None,
        room_id=getattr(one, "room_over_it", None) if is_kept else None,
    )


def origin_as_made(one: Proposal) -> Origin:
    name = one.proposer.name if one.proposer else None
    return Origin(one.id, one.title, one.why, tuple(one.key_results), name)


def saying_of(one: Argument) -> Saying:
    return Saying(one.id, one.side, one.body, one.author.name, one.author_id)
