"""A room as it stands: what everybody sees alike (`Board`), and what is the viewer's own (`Own`).

What everybody sees depends on the room's revision and on whether the viewer facilitates, and on
nothing else of the viewer; so it can be kept and shown to all. No query here reads a vote of a
ballot that is not revealed, but the viewer's own.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import FETCH_RAISE, QuerySet

from cairn.errors import NotFound
from cairn.goals.models import Visibility
from cairn.organization.actor import Actor
from cairn.planning.cards import (
    Card,
    Origin,
    ballots_in,
    cards_of,
    count_votes,
    origin_as_made,
    place_of,
    proposals_in,
    said_in,
)
from cairn.planning.keys import hash_of
from cairn.planning.likely import Pair, likely_pairs
from cairn.planning.models import (
    Argument,
    Ballot,
    Group,
    Proposal,
    Purse,
    Room,
    Seat,
    Stage,
    Vote,
)
from cairn.planning.policy import Within, rules
from cairn.planning.seen import seen_rooms
from cairn.planning.stages import ARGUABLE, BEFORE_THE_VOTE, is_ranked, takes_proposals


@dataclass(frozen=True, slots=True)
class Heap:
    """A group and what lies in it, in order."""

    id: int
    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Sitter:
    member_id: int
    name: str
    is_facilitator: bool


@dataclass(frozen=True, slots=True)
class Poll:
    """The latest ballot. `finished` have given all their dots; `among` is empty for all."""

    id: int
    number: int
    dots: int
    is_revealed: bool
    finished: int
    among: frozenset[int]


@dataclass(frozen=True, slots=True)
class Own:
    """What only the viewer sees: their dots by proposal in the latest ballot, what is left of them,
    what they proposed (by name), said, and may do. `withdrawn` can be brought back by them."""

    votes: Mapping[int, int]
    left: int
    proposals: frozenset[int]
    arguments: frozenset[int]
    withdrawn: tuple[Origin, ...]
    is_seated: bool
    is_facilitator: bool
    may_take_part: bool
    may_propose: bool
    may_change: bool
    may_vote: bool
    may_argue: bool


@dataclass(frozen=True, slots=True)
class Share:
    """What of somebody's own may change while they look: their dots in the latest ballot, what is left
    of them, and which board they are shown."""

    votes: Mapping[int, int]
    left: int
    is_facilitator: bool
    may_take_part: bool


@dataclass(frozen=True, slots=True)
class Board:
    """`ranking` is every card by rank, else by the votes, else in order. `likely` are pairs that say
    nearly the same, and `withdrawn` what was taken out, both for facilitators only."""

    room: Room
    stage: str
    revision: int
    groups: tuple[Heap, ...]
    loose: tuple[Card, ...]
    ranking: tuple[Card, ...]
    seats: tuple[Sitter, ...]
    poll: Poll | None
    own: Own
    timer_ends_at: datetime | None
    speaking: Card | None
    side: str
    likely: tuple[Pair, ...] = ()
    withdrawn: tuple[Origin, ...] = ()
    cards: Mapping[int, Card] = field(default_factory=dict)

    @property
    def is_ranked(self) -> bool:
        poll = self.poll
        is_open = poll is not None and not poll.is_revealed
        return is_ranked(self.stage, has_voted=poll is not None, is_open=is_open)

    @property
    def tied(self) -> tuple[Card, ...]:
        """The first of those that the votes put on one place, for another vote among them."""
        first = next((card for card in self.ranking if card.is_tied), None)
        return tuple(card for card in self.ranking if first and card.place == first.place)


def find_room(viewer: Actor, room_id: int) -> Room:
    """Everybody in the organization may look into a room, or `NotFound`; where it is about a draft
    that is for a few, these and those who sit there. One query, or two about such a draft."""
    found = (
        Room.objects.filter(id=room_id, organization_id=viewer.organization_id)
        .select_related("team", "round__cycle", "round__team", "about", "opened_by")
        .fetch_mode(FETCH_RAISE)
        .first()
    )
    if found is None or (_is_limited(found) and not _may_look(viewer, found)):
        raise NotFound
    return found


def _is_limited(room: Room) -> bool:
    return room.about is not None and room.about.visibility != Visibility.ORGANIZATION


def _may_look(viewer: Actor, room: Room) -> bool:
    return seen_rooms(viewer).filter(id=room.id).exists()


def who_may_look(viewers: Sequence[Actor], room: Room) -> list[bool]:
    """Each of them, in their order."""
    if not _is_limited(room):
        return [True for _one in viewers]
    seats = Seat.objects.filter(room=room, left_at__isnull=True)
    sitting = set(seats.values_list("member_id", flat=True))
    return [one.member_id in sitting or _may_look(one, room) for one in viewers]


def rooms_of(viewer: Actor, round_id: int) -> QuerySet[Room]:
    """The rooms of a round into which the viewer may look."""
    rooms = seen_rooms(viewer).filter(round=round_id).select_related("team")
    return rooms.fetch_mode(FETCH_RAISE)


def revision_of(viewer: Actor, room_id: int) -> int | None:
    """How often the room has changed; None if it is not there. One query."""
    rooms = Room.objects.filter(id=room_id, organization_id=viewer.organization_id)
    return rooms.values_list("revision", flat=True).first()


def revisions_of(room_ids: set[int]) -> dict[int, int]:
    """How often each of these has changed, whoever asks. One query."""
    return dict(Room.objects.filter(id__in=room_ids).values_list("id", "revision"))


def keyed_proposal(viewer: Actor, room: Room, key: str) -> Proposal | None:
    """The anonymous proposal that this key is for, withdrawn or not. One query."""
    if room.organization_id != viewer.organization_id or not key:
        return None
    return Proposal.objects.filter(room=room, key_hash=hash_of(key)).first()


def read_board(viewer: Actor, room: Room) -> Board:
    """Eight queries at most, however much lies on it."""
    seats = list(Seat.objects.filter(room=room).select_related("member").order_by("id"))
    groups = list(Group.objects.filter(room=room).order_by("position", "id"))
    proposals, said, ballots = proposals_in([room]), said_in([room]), ballots_in([room])
    own = _own(viewer, room, seats, proposals, said, ballots)
    cards = cards_of(proposals, said, count_votes(ballots).get(room.id, ()))
    standing = {card.id: card for card in cards}
    return Board(
        room=room,
        stage=room.stage,
        revision=room.revision,
        groups=tuple(
            Heap(one.id, one.name, tuple(card for card in cards if card.group_id == one.id))
            for one in groups
        ),
        loose=tuple(card for card in cards if card.group_id is None),
        ranking=tuple(sorted(cards, key=place_of)),
        seats=tuple(
            Sitter(one.member_id, one.member.name, one.is_facilitator)
            for one in seats
            if one.left_at is None and one.member.left_at is None
        ),
        poll=_poll(ballots),
        own=own,
        timer_ends_at=room.timer_ends_at,
        speaking=standing.get(room.speaking_id or 0),
        side=room.side,
        likely=_likely(room, cards) if own.is_facilitator else (),
        withdrawn=tuple(origin_as_made(one) for one in proposals if one.withdrawn_at)
        if own.is_facilitator
        else (),
        cards=standing,
    )


def read_own(viewer: Actor, room: Room) -> Own:
    """The viewer's own alone, where the rest is known already. Five queries at most."""
    mine = viewer.member_id
    return _own(
        viewer,
        room,
        list(Seat.objects.filter(room=room, member=mine)),
        list(Proposal.objects.filter(room=room, proposer=mine).select_related("proposer")),
        list(Argument.objects.filter(proposal__room=room, author=mine, deleted_at__isnull=True)),
        list(Ballot.objects.filter(room=room).order_by("number")),
    )


def read_shares(viewers: Sequence[Actor], room: Room) -> list[Share]:
    """Each viewer's, in their order. Three queries for all."""
    members = {one.member_id for one in viewers}
    seats = {one.member_id: one for one in Seat.objects.filter(room=room, member__in=members)}
    latest = Ballot.objects.filter(room=room).order_by("-number").first()
    given: dict[int, dict[int, int]] = defaultdict(dict)
    if latest:
        votes = Vote.objects.filter(ballot=latest, member__in=members)
        for member_id, proposal_id, dots in votes.values_list("member_id", "proposal_id", "dots"):
            given[member_id][proposal_id] = dots
    all_dots = latest.dots if latest else room.dots
    return [
        Share(
            given[one.member_id],
            all_dots - sum(given[one.member_id].values()),
            *_rights(one, room, seats.get(one.member_id)),
        )
        for one in viewers
    ]


def _rights(viewer: Actor, room: Room, seat: Seat | None) -> tuple[bool, bool]:
    """Whether they facilitate, and whether they take part."""
    within, is_going = Within(room, seat), room.ended_at is None
    return (
        is_going and rules.can(viewer, "room.facilitate", within),
        is_going and rules.can(viewer, "room.take_part", within),
    )


def _own(
    viewer: Actor,
    room: Room,
    seats: list[Seat],
    proposals: list[Proposal],
    said: list[Argument],
    ballots: list[Ballot],
) -> Own:
    seat = next((one for one in seats if one.member_id == viewer.member_id), None)
    latest = ballots[-1] if ballots else None
    votes = (
        dict(
            Vote.objects.filter(ballot=latest, member=viewer.member_id).values_list(
                "proposal_id", "dots"
            )
        )
        if latest
        else {}
    )
    mine = [one for one in proposals if one.proposer_id == viewer.member_id]
    may_facilitate, may_take_part = _rights(viewer, room, seat)
    is_open = latest is not None and latest.revealed_at is None
    return Own(
        votes=votes,
        left=latest.dots - sum(votes.values()) if latest else room.dots,
        proposals=frozenset(one.id for one in mine if one.withdrawn_at is None),
        arguments=frozenset(one.id for one in said if one.author_id == viewer.member_id),
        withdrawn=tuple(origin_as_made(one) for one in mine if one.withdrawn_at),
        is_seated=seat is not None and seat.left_at is None,
        is_facilitator=may_facilitate,
        may_take_part=may_take_part,
        may_propose=may_take_part and takes_proposals(room.stage, is_facilitator=may_facilitate),
        may_change=may_take_part and not ballots and room.stage in BEFORE_THE_VOTE,
        may_vote=may_take_part and is_open and room.stage == Stage.VOTING,
        may_argue=may_take_part and room.stage in ARGUABLE,
    )


def _poll(ballots: list[Ballot]) -> Poll | None:
    if not ballots:
        return None
    latest = ballots[-1]
    purses = Purse.objects.filter(ballot=latest, spent=latest.dots)
    return Poll(
        id=latest.id,
        number=latest.number,
        dots=latest.dots,
        is_revealed=latest.revealed_at is not None,
        finished=purses.count(),
        among=frozenset(int(id) for id in latest.among),
    )


def _likely(room: Room, cards: list[Card]) -> tuple[Pair, ...]:
    """While the room is being put into order."""
    if room.stage not in BEFORE_THE_VOTE:
        return ()
    return likely_pairs({card.id: card.title for card in cards})
