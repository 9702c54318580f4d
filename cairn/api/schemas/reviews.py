"""Scores, endings, retrospectives and lessons: what is sent and what comes back."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from cairn.api.schemas.types import (
    Amount,
    Answer,
    Body,
    Can,
    FlagIn,
    Id,
    IdIn,
    IdsIn,
    Instant,
    ReasonIn,
    Ref,
    VersionIn,
    nullable,
    one_of,
    text,
)
from cairn.intake import LONGEST_WORDS
from cairn.reviews.intake import CHOSEN, LONGEST_LESSON

ScoreIn = Annotated[
    Any, WithJsonSchema({"type": ["string", "number", "null"], "examples": ["0.7", 0.7]})
]
NoteIn = Annotated[Any, WithJsonSchema(nullable(text(LONGEST_WORDS)))]


class NewScore(Body):
    """Of a key result, or without one of the objective as a whole: then null takes the weighted mean
    again, and another score needs a reason."""

    score: ScoreIn = Field(..., description="From 0.0 to 1.0 in tenths.")
    key_result: IdIn = None
    note: NoteIn = Field(None, description="What stands behind it; for the whole, the reason.")
    opinion: FlagIn = Field(None, description="A second opinion: shown beside, never counted.")
    seen: IdIn = Field(
        None, description="The score you read; a newer one gives 409 with both. `0` for none."
    )


class ScoreOut(Answer):
    """`suggested` is what the progress, or the key results' scores, made at that moment."""

    id: Id
    key_result: Id | None
    score: Amount | None
    suggested: Amount | None
    note: str
    opinion: bool
    author: Ref
    scored_at: Instant


class ScorePage(Answer):
    items: list[ScoreOut]
    next: str | None


class Ending(Body):
    outcome: Annotated[Any, WithJsonSchema(one_of([str(one) for one in CHOSEN]))]
    note: NoteIn = Field(None, description="What should be remembered.")


class CarryingOver(Body):
    """A draft of a later cycle for each objective. Again, the drafts of the first time."""

    objectives: IdsIn = Field(..., description="At most 200.")
    cycle: IdIn = Field(..., description="A later one that is not closed.")
    key_results: IdsIn = Field(None, description="All that are not reached unless some are named.")
    initiatives: FlagIn = Field(
        None, description="What is unfinished of them too; true unless said."
    )
    ask_again: FlagIn = Field(None, description="Ask anew for what the old ones supported.")


class NewRetrospective(Body):
    """Of an objective, of a team in a cycle, or of a cycle; the one that is there is given."""

    objective: IdIn = None
    team: IdIn = None
    cycle: IdIn = None


class RetrospectiveChange(Body):
    """Only what is given changes."""

    why_missed: NoteIn = None
    how_to_improve: NoteIn = None
    what_is_needed: NoteIn = None
    what_to_stop: NoteIn = None
    what_to_keep: NoteIn = None
    version: VersionIn = Field(None, description="The version you read; a newer one gives 409.")


class RetrospectiveOut(Answer):
    id: Id
    cycle: Ref
    team: Ref | None
    objective: Id | None
    why_missed: str
    how_to_improve: str
    what_is_needed: str
    what_to_stop: str
    what_to_keep: str
    version: int
    edited_at: Instant | None
    finished_at: Instant | None
    url: str
    can: Can


class RetrospectivePage(Answer):
    items: list[RetrospectiveOut]
    next: str | None


class NewLesson(Body):
    body: Annotated[Any, WithJsonSchema(text(LONGEST_LESSON, 1))]


class LessonOut(Answer):
    id: Id
    body: str
    cycle: Ref
    team: Ref | None
    objective: Id | None
    retrospective: Id | None
    author: Ref
    created_at: Instant


class LessonPage(Answer):
    items: list[LessonOut]
    next: str | None


class CycleEnding(Body):
    anyway: FlagIn = Field(None, description="With scores missing; then a reason is needed.")
    reason: ReasonIn = None
