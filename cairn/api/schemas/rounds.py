"""Planning rounds and their steps: what is sent and what comes back."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from cairn.api.schemas.types import (
    Answer,
    Body,
    Can,
    Day,
    DayIn,
    FlagIn,
    Id,
    IdIn,
    Instant,
    ReasonIn,
    Ref,
    nullable,
    one_of,
    text,
)
from cairn.planning.intake_rounds import LONGEST_REASON, MOST_DOTS, MOST_MINUTES
from cairn.planning.limits import Drop
from cairn.planning.plan import ORDER

DAYS = {
    "type": "object",
    "properties": {name: {"type": "string", "format": "date"} for name in ("starts_on", "ends_on")},
}
StepsIn = Annotated[
    dict[str, Any] | None,
    WithJsonSchema(
        nullable({"type": "object", "properties": dict.fromkeys(ORDER, DAYS)})
        | {"examples": [{"choose": {"starts_on": "2026-12-22", "ends_on": "2026-12-22"}}]}
    ),
]


class NewRound(Body):
    """Without `steps` it is laid out over two weeks to the eve of the cycle; a step that `steps` leaves
    out does not take place."""

    cycle: IdIn = Field(..., description="One that is drafted or runs.")
    team: IdIn = Field(None, description="A pilot team; the company unless said.")
    is_anonymous: FlagIn = Field(None, description="Nothing kept tells who proposed.")
    dots: Annotated[
        Any, WithJsonSchema(nullable({"type": "integer", "minimum": 1, "maximum": MOST_DOTS}))
    ] = Field(None, description="What everybody may give in a vote; 5 unless said.")
    steps: StepsIn = None


class PlanChange(Body):
    """Other days for the steps that are named; what is done or skipped keeps its own."""

    steps: StepsIn = Field(...)


class ReasonGiven(Body):
    reason: ReasonIn = None


class StepRepeat(Body):
    """From today on, for as long as the last time, unless days are given."""

    starts_on: DayIn = None
    ends_on: DayIn = None


class HourIn(Body):
    comment: Annotated[Any, WithJsonSchema(text(LONGEST_REASON, 1))] = Field(
        ..., description="What the team should look at again."
    )
    minutes: Annotated[
        Any, WithJsonSchema(nullable({"type": "integer", "minimum": 1, "maximum": MOST_MINUTES}))
    ] = None


class DropIn(Body):
    """Skips all that the advice would drop of this sort."""

    drop: Annotated[Any, WithJsonSchema(one_of(list(Drop)))]
    reason: ReasonIn = None


class StepOut(Answer):
    """The turn of a team's step that counts. `asked`: over what another hour was asked last."""

    id: Id
    kind: str
    team: Ref
    turn: int
    state: str
    starts_on: Day
    ends_on: Day
    begun_at: Instant | None
    done_at: Instant | None
    skipped_at: Instant | None
    reason: str
    asked: str | None
    room: Id | None
    can: Can


class AdviceOut(Answer):
    """So many working days and steps are left: `drop` these, in this order; where it does not
    `suffice`, move the end as well."""

    days: int
    steps: int
    drop: list[str]
    suffices: bool


class RoundLine(Answer):
    """`state` is open, announced or cancelled."""

    id: Id
    cycle: Ref
    team: Ref
    state: str
    is_anonymous: bool
    dots: int
    starts_on: Day
    ends_on: Day
    started_by: Ref
    started_at: Instant
    announced_at: Instant | None
    cancelled_at: Instant | None
    reason: str
    url: str


class PlanningRoundOut(RoundLine):
    """`steps` are the first 200 in the order of their kinds; so many `more_steps` are at `/steps`."""

    room: Id | None
    steps: list[StepOut]
    more_steps: int
    advice: AdviceOut | None
    can: Can


class StepPageOut(Answer):
    items: list[StepOut]
    next: str | None


class RoundPageOut(Answer):
    items: list[RoundLine]
    next: str | None
