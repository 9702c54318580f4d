"""The map: nodes, and what they hang on."""

from typing import Annotated

from pydantic import Field, WithJsonSchema

from cairn.api.schemas.types import Amount, Answer, Day, one_of

NODE_ID = {
    "type": "string",
    "pattern": "^(organization|group:loose|(team:|member:)?[0-9]{1,19})$",
    "examples": ["organization", "232471539480641021", "team:232471539480641021"],
}
OWNERS = ["company", "team", "member"]
KINDS = ["organization", "team", "member", "objective", "group"]
NodeId = Annotated[str, WithJsonSchema(NODE_ID)]


class TieOut(Answer):
    """`blocked`: it is there because `key_result` is blocked; `counts`: its progress counts."""

    id: NodeId
    blocked: bool
    counts: bool
    key_result: str


class NodeOut(Answer):
    """`parents` begins with the node it stands under; those behind are cross links.

    `children` counts all that you may see, `sent` those in this answer (`open` if there are any);
    with `more` there may be more than were counted. `lit` is on the focused line, `dim` is only
    there because it leads to a match. `limited`: not everyone sees it. `withheld`: you could not see
    it on that day, so its numbers are null, and `status` too is `withheld` unless it was over.
    `owned_by` says whose an objective is, and is empty for anything else.
    """

    id: NodeId
    kind: Annotated[str, WithJsonSchema(one_of(KINDS))]
    title: str
    sub: str
    strategy: str
    url: str
    owner: str
    team: str
    owned_by: Annotated[str, WithJsonSchema(one_of(["", *OWNERS]))]
    type: str
    status: str
    status_text: str
    progress: Amount | None
    progress_text: str
    expected: Amount | None
    confidence: int | None
    limited: bool
    withheld: bool
    children: int
    more: bool
    sent: int
    open: bool
    parents: list[TieOut]
    lit: bool
    dim: bool
    key_results: int


class MapOut(Answer):
    """`on` is the day that is shown. With filters `matches` counts what fits, null without any;
    with `more` there is more of it than is shown."""

    nodes: list[NodeOut]
    root: NodeId
    on: Day
    first_on: Day
    last_on: Day
    matches: int | None
    more: bool


class MapBranch(Answer):
    nodes: list[NodeOut]
    next: Annotated[str | None, Field(description="`after` of the next page.")]
