"""Files of tables in JSON."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

from cairn.api.schemas.types import Answer, Id, Instant, nullable, one_of
from cairn.exchange.tables.index import EXPORTS
from cairn.exchange.writing.formats import FORMATS

STATES = ("waiting", "making", "made", "failed")


class TableFileOut(Answer):
    """A table that is made into a file. `done` of `of` rows are written; `of` is null where that is not
    known. `size` in bytes, null until it is made; `error` says why it failed."""

    id: Id
    export: Annotated[str, WithJsonSchema(one_of(list(EXPORTS)))]
    format: Annotated[str, WithJsonSchema(one_of(list(FORMATS)))]
    state: Annotated[str, WithJsonSchema(one_of(list(STATES)))]
    done: int
    of: int | None
    size: int | None
    error: str
    name: str
    asked_at: Instant
    made_at: Annotated[Any, WithJsonSchema(nullable({"type": "string", "format": "date-time"}))]
    kept_until: Instant
    url: str


class TableFileList(Answer):
    items: list[TableFileOut]
