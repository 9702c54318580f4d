"""Gaps in the alignment, and what somebody follows."""

from typing import Annotated

from pydantic import WithJsonSchema

from cairn.api.schemas.ties import EndOut, TitledOut
from cairn.api.schemas.types import Amount, Answer, Can, Id, Instant, Ref, one_of
from cairn.notifications.models import KINDS

FollowKind = Annotated[str, WithJsonSchema(one_of(list(KINDS)))]


class UnsupportedOut(Answer):
    id: Id
    title: str
    owner: Ref | None
    progress: Amount | None
    status: str


class GapOut(Answer):
    """`id` is that of the objective, the key result or the alignment that the list is made of.

    `key_result` is the one that nobody supports; `target`, its `target_key_result` and the teams
    `passed_over`, from above, belong to a skipped level. `asked`: an alignment waits for its answer.
    """

    id: Id
    objective: EndOut
    key_result: UnsupportedOut | None
    target: EndOut | None
    target_key_result: TitledOut | None
    passed_over: list[Ref]
    asked: bool
    can: Can


class GapPage(Answer):
    items: list[GapOut]
    next: str | None


class FollowOut(Answer):
    """`detail` tells namesakes apart: a title, the team above, an objective's team or owner."""

    kind: FollowKind
    id: Id
    name: str
    detail: str
    url: str
    followed_at: Instant


class FollowList(Answer):
    items: list[FollowOut]
    next: None
