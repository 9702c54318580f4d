"""Weekly updates, requests for help, absences and snoozes."""

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
    Ref,
    nullable,
    text,
)
from cairn.intake import LONGEST_WORDS

SQUARE = Annotated[Any, WithJsonSchema(nullable(text(LONGEST_WORDS)))]


class WeeklyUpdateIn(Body):
    """What is not given stays. `version` is the one that you began from, 0 for none: whoever saved
    since then is not overwritten."""

    priorities: SQUARE = None
    confidence: SQUARE = None
    health: SQUARE = None
    ahead: SQUARE = None
    version: Annotated[Any, WithJsonSchema(nullable({"type": "integer", "minimum": 0}))] = None
    publish: FlagIn = Field(None, description="Let everybody in the organization read it.")


class ConfidenceOut(Answer):
    """What the author had said of a key result by the end of the week; only what you may see."""

    key_result: Id
    title: str
    objective: Id
    confidence: int | None
    before: int | None
    value_text: str
    said_this_week: bool


class WeeklyUpdateOut(Answer):
    """`published_at` is null for a draft, which only its author sees."""

    id: Id
    member: Ref
    week_on: Day
    priorities: str
    confidence: str
    health: str
    ahead: str
    version: int
    updated_at: Instant
    published_at: Instant | None


class WeeklyKpiOut(Answer):
    """A KPI of the author's teams as it was at the end of the week. `state` is healthy, outside, stale
    or unmeasured; `side` says where the value lies: below, inside or above the band."""

    kpi: Id
    name: str
    value_text: str
    band_text: str
    state: str
    side: str
    measured_on: Day | None


class WeeklyUpdateWhole(WeeklyUpdateOut):
    key_results: list[ConfidenceOut]
    kpis: list[WeeklyKpiOut]


class WeeklyUpdatePage(Answer):
    items: list[WeeklyUpdateOut]
    next: str | None


class NewHelpRequest(Body):
    """`add_reader` names who is asked a reader of the objective where they may not see it."""

    asked: IdIn
    body: Annotated[Any, WithJsonSchema(text(4_000, 1))]
    objective: IdIn = None
    key_result: IdIn = None
    weekly_update: IdIn = None
    add_reader: FlagIn = None


class HelpAnswer(Body):
    answer: Annotated[Any, WithJsonSchema(text(LONGEST_WORDS, 1))]


class HelpRequestOut(Answer):
    """Open until it is answered or withdrawn. `in_place`: by whoever stood in for the one asked."""

    id: Id
    asked_by: Ref
    asked: Ref
    objective: Id | None
    key_result: Id | None
    body: str
    asked_at: Instant
    state: str
    answer: str | None
    answered_by: str | None
    answered_at: Instant | None
    in_place: bool
    can: Can


class HelpRequestPage(Answer):
    items: list[HelpRequestOut]
    next: str | None


class NewAbsence(Body):
    """Both days are included."""

    stand_in: IdIn
    starts_on: DayIn
    ends_on: DayIn


class AbsenceChange(Body):
    """Only what is given changes."""

    stand_in: IdIn = None
    starts_on: DayIn = None
    ends_on: DayIn = None


class AbsenceOut(Answer):
    id: Id
    member: Ref
    stand_in: Ref
    starts_on: Day
    ends_on: Day
    ended_at: Instant | None


class AbsenceList(Answer):
    items: list[AbsenceOut]
    next: None


class SnoozeIn(Body):
    """From tomorrow up to the end of the round."""

    until_on: DayIn
