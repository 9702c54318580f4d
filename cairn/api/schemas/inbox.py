"""Notices, and how somebody wants to be mailed."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

from cairn.api.schemas.types import (
    Answer,
    Body,
    Day,
    Id,
    IdIn,
    IdsIn,
    Instant,
    nullable,
    one_of,
    text,
)
from cairn.intake import LONGEST_WORDS
from cairn.notifications.models import Pace, Topic
from cairn.notifications.owed import SECTIONS

KINDS = (
    *("check-in", "returned", "alignment", "dependency", "confirmation", "mention", "help"),
    *("kpi", "action", "score", "weekly-update"),
)

TopicName = Annotated[str, WithJsonSchema(one_of(list(Topic.values)))]
PaceName = Annotated[str, WithJsonSchema(one_of(list(Pace.values)))]
OwedKind = Annotated[str, WithJsonSchema(one_of(list(KINDS)))]
SectionName = Annotated[str, WithJsonSchema(one_of(list(SECTIONS)))]
HOUR = {"type": "integer", "minimum": 0, "maximum": 23}
HourIn = Annotated[Any, WithJsonSchema(nullable(HOUR))]
DayIn = Annotated[Any, WithJsonSchema(nullable({"type": "integer", "minimum": 0, "maximum": 6}))]
PaceIn = Annotated[Any, WithJsonSchema(nullable(one_of(list(Pace.values))))]
TopicsIn = Annotated[
    list[Any] | None,
    WithJsonSchema(nullable({"type": "array", "items": one_of(list(Topic.values))})),
]


class NoticeOut(Answer):
    """`text` is in the language of the request; `kind` is an event's or a reminder's; `said` quotes
    what somebody wrote; `why` says why it is you who hears of it."""

    id: Id
    topic: TopicName
    kind: str
    actor: str
    text: str
    said: str
    why: str
    url: str
    at: Instant
    seen: bool


class OwedAct(Answer):
    """One way to answer it; what is to be sent stands with the address."""

    act: str
    method: str
    path: str


class OwedOut(Answer):
    """One thing that you owe. `id` is of what `kind` names: the key result of a check-in, the
    objective of what was returned, is to be confirmed or scored, the last day of a weekly update.
    `said` quotes what somebody wrote, `url` is its page."""

    kind: OwedKind
    id: str
    text: str
    by: str
    said: str
    due_on: Day | None
    url: str
    answers: list[OwedAct]


class OwedSection(Answer):
    """`more`: there are others than these."""

    name: SectionName
    items: list[OwedOut]
    more: bool


class NoticePage(Answer):
    """`unseen` counts up to a hundred. `owed` comes with the first page: what waits for you, sort by
    sort, the first of each."""

    items: list[NoticeOut]
    next: str | None
    unseen: int
    owed: list[OwedSection]


class MentionAnswer(Body):
    """Without words the mention is only noted."""

    body: Annotated[Any, WithJsonSchema(nullable(text(LONGEST_WORDS)))] = None


class SeenIn(Body):
    """Either the `ids` of notices, or all of them `until` one."""

    ids: IdsIn = None
    until: IdIn = None


class SeenOut(Answer):
    """How many were news."""

    seen: int


class MailChoiceOut(Answer):
    """Hours are in your time zone. `weekday` 0 is Monday. `muted` topics come by no mail."""

    pace: PaceName
    hour: int
    weekday: int
    quiet_from: int
    quiet_to: int
    muted: list[TopicName]


class MailChoiceIn(Body):
    """Only what is given changes."""

    pace: PaceIn = None
    hour: HourIn = None
    weekday: DayIn = None
    quiet_from: HourIn = None
    quiet_to: HourIn = None
    muted: TopicsIn = None
