"""Alignments, what could be aligned to, carrying down, and what teams need from each other."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from cairn.api.schemas.types import (
    Amount,
    Answer,
    Body,
    Can,
    Day,
    DayIn,
    FlagIn,
    Id,
    IdIn,
    IdsIn,
    Instant,
    ReasonIn,
    Ref,
    ValueIn,
    nullable,
    text,
)

CONTRIBUTION = (
    "What it counts into the target's progress, in percent with two decimals; 0 is aligned only. "
    "It stays fixed and the others share the rest."
)
NEEDED = "Needed when weights change while the cycle runs."
NeedIn = Annotated[Any, WithJsonSchema(text(300, 1))]


class NewAlignment(Body):
    """Name a `target` or a `key_result`. Who may edit both ends needs no asking, and may say at
    once what it contributes."""

    target: IdIn = Field(None, description="The objective that is supported.")
    key_result: IdIn = Field(None, description="The key result that is supported.")
    is_for_blocked: FlagIn = Field(
        None, description="It was set up because that key result is blocked."
    )
    note: ReasonIn = Field(None, description="A word to whoever answers.")
    contribution: ValueIn = Field(None, description=CONTRIBUTION)
    reason: ReasonIn = Field(None, description=NEEDED)


class AlignmentChange(Body):
    contribution: ValueIn = Field(..., description=CONTRIBUTION)
    reason: ReasonIn = Field(None, description=NEEDED)


class AlignmentYes(Body):
    contribution: ValueIn = Field(None, description=CONTRIBUTION)
    reason: ReasonIn = Field(None, description=NEEDED)


class Reasoned(Body):
    reason: Annotated[Any, WithJsonSchema(text(2_000, 1))] = Field(..., description="Why.")


class AlignmentEnding(Body):
    reason: ReasonIn = Field(None, description="Why; needed where it counted in a running cycle.")


class EndOut(Answer):
    """An objective in short."""

    id: Id
    title: str
    cycle: Ref
    team: Ref | None
    owner: Ref | None
    progress: Amount | None
    status: str
    url: str


class TitledOut(Answer):
    id: Id
    title: str


class AlignmentOut(Answer):
    """`objective` supports `target`, or the `key_result` of it that is named. `state` is
    requested, accepted, declined or ended; `contribution` is in percent, `0` is aligned only."""

    id: Id
    state: str
    objective: EndOut
    target: EndOut
    key_result: TitledOut | None
    is_for_blocked: bool
    contribution: Amount
    note: str
    requested_by: Ref
    requested_at: Instant
    answered_by: Ref | None
    answered_at: Instant | None
    answer_reason: str
    ended_by: Ref | None
    ended_at: Instant | None
    end_reason: str
    can: Can


class AlignmentPage(Answer):
    items: list[AlignmentOut]
    next: str | None


class AlignmentsOut(Answer):
    """Both directions, newest first: `supports` at most 200, `supported_by` page by page."""

    supports: list[AlignmentOut]
    supported_by: list[AlignmentOut]
    next: str | None


class TargetKeyResultOut(Answer):
    """`taken`: the objective is aligned to it already."""

    id: Id
    title: str
    progress: Amount | None
    taken: bool


class TargetOut(Answer):
    """`why` is line (of the teams above), manager, words (they share some) or empty (searched for).
    `can.accept`: no asking needed; `can.count`: its audience lets the progress count."""

    objective: EndOut
    key_results: list[TargetKeyResultOut]
    why: str
    taken: bool
    can: Can


class TargetPage(Answer):
    items: list[TargetOut]
    next: None


class Carrying(Body):
    """Each team and person gets a draft, aligned and accepted. Name at least one."""

    teams: IdsIn = Field(None, description="The lead answers for the team's draft.")
    people: IdsIn = Field(None, description="Members; viewers own no objectives.")
    title: Annotated[Any, WithJsonSchema(nullable(text(300)))] = Field(
        None, description="The target's own unless another is given."
    )
    cycle: IdIn = Field(None, description="The target's unless another is named; they overlap.")


class NewDependency(Body):
    """Asking the same again gives the first one while it is still to come."""

    team: IdIn = Field(..., description="Whom it is needed from; not the objective's own team.")
    need: NeedIn
    needed_on: DayIn = Field(..., description="From today to the end of the objective's cycle.")
    key_result: IdIn = Field(None, description="The objective's key result that waits for it.")


class DependencyChange(Body):
    """Other words and an earlier day are asked anew, as is anything that was declined."""

    need: NeedIn = None
    needed_on: DayIn = None


class DependencyYes(Body):
    """A promise is for the day that was asked."""

    supplier: IdIn = Field(None, description="An objective of the asked team that brings it.")
    needed_on: DayIn = Field(None, description="The day you read; another one now gives 409.")


class DependencyOut(Answer):
    """`state` is requested, accepted, declined, delivered or withdrawn. `late`: it has not come by
    `needed_on`. `supplier` is null where you may not see it."""

    id: Id
    state: str
    late: bool
    objective: EndOut
    key_result: TitledOut | None
    team: Ref
    supplier: EndOut | None
    need: str
    needed_on: Day
    requested_by: Ref
    requested_at: Instant
    answered_by: Ref | None
    answered_at: Instant | None
    answer_reason: str
    ended_by: Ref | None
    ended_at: Instant | None
    can: Can


class DependencyPage(Answer):
    items: list[DependencyOut]
    next: str | None
