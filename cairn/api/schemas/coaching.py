"""The coach's rules, and which remarks are common."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

from cairn.api.schemas.types import Answer, Body, Id, Instant, one_of, text
from cairn.coaching.silencing import LONGEST_TEXT

Scope = Annotated[str, WithJsonSchema(one_of(["key_result", "objective", "set"]))]


OneText = Annotated[Any, WithJsonSchema(text(LONGEST_TEXT))]


class RuleOut(Answer):
    """In the language asked for. `muted`: by the caller; `silenced`: by the organization."""

    id: str
    scope: Scope
    title: str
    reason: str
    bad: str
    good: str
    muted: bool
    silenced: bool


class RuleList(Answer):
    items: list[RuleOut]
    next: None


class MuteIn(Body):
    """Without a text the rule is muted altogether."""

    text: OneText = ""


class RuleCount(Answer):
    rule: str
    objectives: int


class RemarkGroup(Answer):
    """`team` null: personal objectives (`kind` personal) or small teams together (`small`)."""

    kind: Annotated[str, WithJsonSchema(one_of(["team", "personal", "small"]))]
    team: Id | None
    name: str
    objectives: int
    remarks: list[RuleCount]


class RemarkSurvey(Answer):
    """Published objectives that everybody may see, and how many each rule had something to say of.
    `left_out`: objectives of too few people to be told apart."""

    objectives: int
    remarks: list[RuleCount]
    groups: list[RemarkGroup]
    left_out: int
    silenced: list[str]
    examined_at: Instant | None
