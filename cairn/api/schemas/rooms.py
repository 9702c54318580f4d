"""Rooms of a planning round: what is sent and what comes back."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from cairn.api.schemas.types import (
    Answer,
    Body,
    Can,
    FlagIn,
    Id,
    IdIn,
    IdsIn,
    Instant,
    Ref,
    VersionIn,
    nullable,
    one_of,
    text,
)
from cairn.planning.intake import (
    LONGEST_ARGUMENT,
    LONGEST_KEY,
    LONGEST_NAME,
    LONGEST_TITLE,
    LONGEST_WHY,
    MOST_CARDS,
    MOST_KEY_RESULTS,
    MOST_MINUTES,
)
from cairn.planning.intake_rounds import MOST_DOTS
from cairn.planning.models import Side, Stage


def whole(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


Title = Annotated[Any, WithJsonSchema(text(LONGEST_TITLE, 1))]
WhyIn = Annotated[Any, WithJsonSchema(nullable(text(LONGEST_WHY)))]
KeyResultsIn = Annotated[
    Any,
    WithJsonSchema(
        nullable(
            {"type": "array", "maxItems": MOST_KEY_RESULTS, "items": text(LONGEST_TITLE)},
        )
    ),
]
DotsIn = Annotated[Any, WithJsonSchema(nullable(whole(1, MOST_DOTS)))]
KeyIn = Annotated[Any, WithJsonSchema(nullable(text(LONGEST_KEY)))]
PlaceIn = Annotated[Any, WithJsonSchema(whole(0, MOST_CARDS))]
SideIn = Annotated[Any, WithJsonSchema(one_of(list(Side.values)))]


class NewRoom(Body):
    """What is not said is as in the round. One that is open already is answered."""

    team: IdIn = Field(...)
    about: IdIn = Field(None, description="A draft of the team, for its key results.")
    is_anonymous: FlagIn = None
    is_invited: FlagIn = Field(None, description="Only those with a seat take part.")
    dots: DotsIn = None


class RoomChange(Body):
    is_anonymous: FlagIn = Field(None, description="While nothing was proposed.")
    is_invited: FlagIn = None
    dots: DotsIn = Field(None, description="For the votes to come.")


class StageIn(Body):
    stage: Annotated[Any, WithJsonSchema(one_of(list(Stage.values)))]


class TimerIn(Body):
    """0 stops it. With a proposal and a side, somebody speaks for or against it meanwhile."""

    minutes: Annotated[Any, WithJsonSchema(whole(0, MOST_MINUTES))]
    proposal: IdIn = None
    side: Annotated[Any, WithJsonSchema(nullable(one_of(list(Side.values))))] = None


class SeatsIn(Body):
    members: IdsIn = Field(...)
    is_facilitator: FlagIn = Field(None, description="Leave out to leave that as it is.")


class OrderIn(Body):
    order: IdsIn = Field(..., description="Proposals, from the first place on.")


class GroupIn(Body):
    name: Annotated[Any, WithJsonSchema(text(LONGEST_NAME, 1))]


class GroupPlace(Body):
    position: PlaceIn


class NewBallot(Body):
    dots: DotsIn = Field(None, description="For everybody; the room's unless said.")
    among: IdsIn = Field(None, description="Proposals, for a vote among the tied; else all.")


class NewProposal(Body):
    """`key` is for anonymous rooms: 22 to 64 characters that you have drawn by lot. Whoever shows it
    may change the proposal; the same one twice makes it stand once."""

    title: Title
    why: WhyIn = None
    key_results: KeyResultsIn = None
    key: KeyIn = None


class ProposalChange(Body):
    """Only what is given changes."""

    title: Annotated[Any, WithJsonSchema(nullable(text(LONGEST_TITLE, 1)))] = None
    why: WhyIn = None
    key_results: KeyResultsIn = None
    version: VersionIn = None
    key: KeyIn = None


class KeyShown(Body):
    key: KeyIn = None


class ProposalPlace(Body):
    """Without a group it lies loose, without a position at the end. `version`: as you read it."""

    group: IdIn = None
    position: Annotated[Any, WithJsonSchema(nullable(whole(0, MOST_CARDS)))] = None
    version: VersionIn = None


class MergingIn(Body):
    others: IdsIn = Field(...)


class VoteIn(Body):
    dots: Annotated[Any, WithJsonSchema(whole(0, MOST_DOTS))]
    ballot: IdIn = Field(None, description="The vote that is meant; refused once it is revealed.")


class NewArgument(Body):
    side: SideIn
    body: Annotated[Any, WithJsonSchema(text(LONGEST_ARGUMENT, 1))]


class OriginOut(Answer):
    """A proposal as it was made; nobody's where it is anonymous."""

    id: Id
    title: str
    why: str
    key_results: list[str]
    proposer: str | None


class ArgumentOut(Answer):
    id: Id
    side: str
    body: str
    author: Ref


class ProposalOut(Answer):
    """`total`, `place` and `is_tied` are null until a vote is revealed; `rank` is the facilitator's.
    `objective` is the draft that it became, `room` the one over that draft's key results."""

    id: Id
    title: str
    why: str
    key_results: list[str]
    proposer: Ref | None
    group: Id | None
    version: int
    rank: int | None
    total: int | None
    place: int | None
    is_tied: bool
    origins: list[OriginOut]
    arguments: list[ArgumentOut]
    objective: Id | None
    room: Id | None


class ProposalGroupOut(Answer):
    id: Id
    name: str


class SeatOut(Answer):
    member: Ref
    is_facilitator: bool


class BallotOut(Answer):
    """`finished` have given all their dots; `among` is empty where all may be voted for."""

    id: Id
    number: int
    dots: int
    is_revealed: bool
    finished: int
    among: list[Id]


class VoteOut(Answer):
    proposal: Id
    dots: int


class OwnOut(Answer):
    """The caller's own in the latest vote."""

    votes: list[VoteOut]
    left: int
    is_seated: bool
    can: Can


class RoomLine(Answer):
    id: Id
    round: Id
    team: Ref
    about: Id | None
    stage: str
    revision: int
    is_anonymous: bool
    is_invited: bool
    dots: int
    opened_at: Instant
    ended_at: Instant | None
    url: str


class RoomPageOut(Answer):
    items: list[RoomLine]
    next: str | None


class RoomOut(RoomLine):
    """`likely` are pairs that say nearly the same, for facilitators; `proposals` come in order."""

    timer_ends_at: Instant | None
    speaking: Id | None
    side: str
    groups: list[ProposalGroupOut]
    proposals: list[ProposalOut]
    ballot: BallotOut | None
    seats: list[SeatOut]
    likely: list[list[Id]]
    withdrawn: list[OriginOut]
    own: OwnOut


class ProposalMade(Answer):
    """`key` is told this once, and only where the room is anonymous; else it is empty."""

    id: Id
    proposer: Ref | None
    key: str
    url: str
