"""Files of the whole organization in JSON."""

from typing import Annotated

from pydantic import WithJsonSchema

from cairn.api.schemas.types import Answer, Id, Instant, one_of

STATES = ("waiting", "making", "made", "failed")


class WholeOut(Answer):
    """A file of the whole organization. `step` of `steps` is how far it has come; `size` in bytes,
    null until it is made."""

    id: Id
    state: Annotated[str, WithJsonSchema(one_of(list(STATES)))]
    step: int
    steps: int
    size: int | None
    asked_by: str
    asked_at: Instant
    kept_until: Instant
    url: str


class WholeList(Answer):
    items: list[WholeOut]
