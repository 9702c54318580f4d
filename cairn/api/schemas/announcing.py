"""What a round's sets cover, and its announcement: what is sent and what comes back."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from cairn.api.schemas.types import Answer, Body, Id, IdIn, Ref, nullable


class PlannedIn(Body):
    """`key_result`: the one of the target that is meant; the whole of it unless said."""

    objective: IdIn = Field(..., description="A draft of a team below.")
    target: IdIn = Field(..., description="An objective of a team above, published or chosen.")
    key_result: IdIn = None


class OwnIn(Body):
    """`key_result`: the one of the target that is meant; the whole of it unless said."""

    target: IdIn = Field(..., description="Of one's team or one above, published or chosen.")
    key_result: IdIn = None


class PlannedOut(Answer):
    id: Id
    objective: Id
    target: Id
    key_result: Id | None


class CoverOut(Answer):
    """`planned`: what is aligned with the announcement; null for what is aligned already."""

    team: Ref
    objective: Id
    planned: Id | None


class NeedOut(Answer):
    """`key_result` null: the objective as a whole."""

    objective: Ref
    key_result: Ref | None
    covered_by: list[CoverOut]
    is_covered: bool
    is_covered_twice: bool


class TeamSetOut(Answer):
    team: Ref
    objectives: list[Ref]
    confirmed: int
    submitted: int


class CoverageOut(Answer):
    needs: list[NeedOut]
    teams: list[TeamSetOut]


class AnnouncementIn(Body):
    objectives: Annotated[
        Any,
        WithJsonSchema(nullable({"type": "array", "items": {"type": "string"}})),
    ] = Field(None, description="Drafts of the round; what was agreed on unless said.")
