"""Insights: counts, means and shares, by team where there are teams below."""

from typing import Annotated

from pydantic import WithJsonSchema

from cairn.api.schemas.types import Amount, Answer, Day, Id, one_of
from cairn.insights.changes import Change
from cairn.insights.hygiene import Finding
from cairn.insights.scores import KINDS
from cairn.insights.subject import ORGANIZATION, PERSON, TEAM


class SubjectOut(Answer):
    """Whose objectives: the organization's (`id` is its company's), a team's or a person's."""

    kind: Annotated[str, WithJsonSchema(one_of([ORGANIZATION, TEAM, PERSON]))]
    id: Id
    name: str


class GroupOut(Answer):
    """The team by which a number is told; both are null for people without one."""

    id: Id | None
    name: str | None


class StatusCounts(Answer):
    """How many objectives show each status; those that are 0 are left out."""

    counts: dict[str, int]
    total: int


class GroupStatus(StatusCounts):
    group: GroupOut


class PointOut(Answer):
    """The means on a day; null where nothing was measured. `confidence` is 0–10."""

    on: Day
    progress: Amount | None
    expected: Amount | None
    measured: int
    confidence: Amount | None
    checked_in: int


class ChangeOut(Answer):
    change: Annotated[str, WithJsonSchema(one_of(list(Change)))]
    count: int


class ProgressOut(Answer):
    """`withheld` counts what you could not see on the day; it is in no other number."""

    subject: SubjectOut
    on: Day
    status: StatusCounts
    withheld: int
    by_team: list[GroupStatus]
    trend: list[PointOut]
    since: Day
    changes: list[ChangeOut]


class ShareOut(Answer):
    """So many `of` a number; `share` is a fraction, null of nothing."""

    count: int
    of: int
    share: Amount | None


class RoundOut(Answer):
    """Of the key results due in a round, those checked in within their cadence."""

    ends_on: Day
    is_over: bool
    kept: ShareOut


class TakersOut(Answer):
    people: int
    with_objectives: int
    answering: int
    checked_in: int


class GroupTakers(TakersOut):
    group: GroupOut


class RhythmOut(Answer):
    """`participation` is null for a person; nobody is ranked."""

    subject: SubjectOut
    on: Day
    rounds: list[RoundOut]
    participation: TakersOut | None
    by_team: list[GroupTakers]


class FindingOut(Answer):
    """`of` so many objectives or key results that go on."""

    finding: Annotated[str, WithJsonSchema(one_of(list(Finding)))]
    count: int
    of: int


class GroupShare(ShareOut):
    group: GroupOut


class ScoresOut(Answer):
    """How many objectives have each score."""

    type: Annotated[str, WithJsonSchema(one_of(list(KINDS)))]
    counts: dict[str, int]
    mean: Amount | None


class QualityOut(Answer):
    """`hygiene` is null on a past day: it is a list of what to mend now."""

    subject: SubjectOut
    on: Day
    hygiene: list[FindingOut] | None
    aligned: ShareOut
    by_team: list[GroupShare]
    scores: list[ScoresOut]
