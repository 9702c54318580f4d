"""Check-ins, comments and search."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from cairn.api.schemas.types import (
    Amount,
    Answer,
    Body,
    Day,
    DayIn,
    Id,
    IdIn,
    IdsIn,
    Instant,
    Ref,
    ValueIn,
    nullable,
    one_of,
    text,
)
from cairn.checkins.commands.checkins import SAYABLE
from cairn.intake import LONGEST_WORDS

LONG = Annotated[Any, WithJsonSchema(nullable(text(LONGEST_WORDS)))]


class NewCheckIn(Body):
    """A value, or the milestones reached; without either only confidence and words are kept."""

    value: ValueIn = Field(None, description="In the key result's unit; durations in seconds.")
    milestones_reached: IdsIn = Field(
        None, description="The ids of all that are reached by then, not only the new ones."
    )
    confidence: Annotated[
        Any, WithJsonSchema(nullable({"type": "integer", "minimum": 0, "maximum": 10}))
    ] = Field(None, description="The last one stays where none is given.")
    note: LONG = None
    blockers: LONG = None
    status: Annotated[Any, WithJsonSchema(nullable(one_of([str(one) for one in SAYABLE])))] = Field(
        None, description="The status by hand; it needs a note."
    )
    effective_on: DayIn = Field(None, description="Today unless another day is named.")
    corrects: IdIn = Field(None, description="The check-in that this one replaces.")


class CheckInOut(Answer):
    """`status` is what was said by hand; `stood_in_for` whose duty it was, where that one was away;
    `corrected_by` the newer check-in that replaces it."""

    id: Id
    key_result: Id
    value: Amount | None
    milestones_reached: list[Id]
    confidence: int
    note: str
    blockers: str
    status: str | None
    effective_on: Day
    recorded_at: Instant
    author: Ref
    stood_in_for: Ref | None
    source: str | None
    corrects: Id | None
    corrected_by: Id | None


class CheckInPage(Answer):
    items: list[CheckInOut]
    next: str | None


class NewComment(Body):
    """`@Name` mentions a member."""

    body: Annotated[Any, WithJsonSchema(text(LONGEST_WORDS, 1))]
    parent: IdIn = Field(None, description="The comment that this one answers.")


class CommentOut(Answer):
    """The body of a deleted comment is null; it keeps its place in the thread."""

    id: Id
    objective: Id
    key_result: Id | None
    parent: Id | None
    author: Ref
    body: str | None
    created_at: Instant
    edited_at: Instant | None
    deleted: bool


class CommentPage(Answer):
    items: list[CommentOut]
    next: str | None


class FoundOut(Answer):
    """`kind` is objective, key_result, kpi, member, team, minute, update or lesson; `detail` tells namesakes apart."""

    kind: str
    id: Id
    title: str
    detail: str
    objective: Id | None
    progress: Amount | None
    status: str | None
    url: str


class FoundPage(Answer):
    """At most `limit` of each kind; `more` names the kinds that hold further matches."""

    items: list[FoundOut]
    more: list[str]
    next: None
