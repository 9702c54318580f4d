"""Notices, and how somebody wants to be mailed."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

from cairn.api.schemas.types import Answer, Body, Id, IdIn, IdsIn, Instant, nullable, one_of
from cairn.notifications.models import Pace, Topic

TopicName = Annotated[str, WithJsonSchema(one_of(list(Topic.values)))]
PaceName = Annotated[str, WithJsonSchema(one_of(list(Pace.values)))]
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


class NoticePage(Answer):
    """`unseen` counts up to a hundred."""

    items: list[NoticeOut]
    next: str | None
    unseen: int


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
