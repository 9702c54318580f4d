"""Meetings, what is taken down in them, and what is agreed on."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from cairn.api.schemas.types import (
    Answer,
    Body,
    Can,
    Day,
    DayIn,
    Id,
    IdIn,
    Instant,
    Ref,
    nullable,
    one_of,
    text,
)
from cairn.intake import LONGEST_WORDS
from cairn.meetings.intake import LONGEST_ENTRY
from cairn.meetings.models import EntryKind

BODY = Annotated[Any, WithJsonSchema(text(LONGEST_ENTRY, 1))]


class ActionOut(Answer):
    """`origin` says where it was agreed on: in a meeting or a retrospective, by its id."""

    id: Id
    body: str
    owner: Ref | None
    due_on: Day | None
    team: Ref | None
    objective: Id | None
    key_result: Id | None
    origin: str
    origin_id: Id
    created_by: Ref
    created_at: Instant
    done_at: Instant | None
    dropped_at: Instant | None
    can: Can


class ActionPage(Answer):
    items: list[ActionOut]
    next: str | None


class ActionChange(Body):
    """Only what is given changes; an empty owner or day takes it away."""

    body: Annotated[Any, WithJsonSchema(nullable(text(LONGEST_ENTRY, 1)))] = None
    owner: IdIn = None
    due_on: DayIn = None


class NewEntry(Body):
    """Without a key result or objective it is about the meeting as a whole. Owner and day are an
    action's."""

    kind: Annotated[Any, WithJsonSchema(nullable(one_of(list(EntryKind.values))))] = None
    body: BODY
    about: IdIn = Field(None, description="A key result or objective of the agenda.")
    owner: IdIn = None
    due_on: DayIn = None


class EntryOut(Answer):
    id: Id
    kind: str
    body: str
    objective: Id | None
    key_result: Id | None
    action: Id | None
    owner: Ref | None
    due_on: Day | None
    author: Ref
    created_at: Instant


class MeetingEnding(Body):
    summary: Annotated[Any, WithJsonSchema(nullable(text(LONGEST_WORDS)))] = None


class AgendaOut(Answer):
    """What the caller may see of the agenda, in order; `why` it is on it."""

    why: str
    objective: Id | None
    key_result: Id | None
    covered: bool


class MeetingOut(Answer):
    """`entries` are those that the caller may see, `attended` who took part, as they came."""

    id: Id
    team: Ref
    cycle: Ref
    presenter: Ref
    started_at: Instant
    ended_at: Instant | None
    summary: str
    agenda: list[AgendaOut]
    entries: list[EntryOut]
    attended: list[Ref]
    url: str
    can: Can


class MeetingLine(Answer):
    id: Id
    team: Ref
    presenter: Ref
    started_at: Instant
    ended_at: Instant | None
    summary: str
    url: str


class MeetingPage(Answer):
    items: list[MeetingLine]
    next: str | None
