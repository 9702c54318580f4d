"""Reports in JSON."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

from cairn.api.schemas.types import Answer, Body, CycleIn, DayIn, Id, IdIn, Instant, Ref, one_of
from cairn.insights.models import Format, Occasion
from cairn.insights.reports.intake import LANGUAGES

STATES = ("waiting", "making", "made", "failed")


class NewReport(Body):
    """What to make; of the organization, the current cycle, as of now and in your language unless
    told otherwise."""

    occasion: Annotated[Any, WithJsonSchema(one_of(Occasion.values))]
    formats: Annotated[
        Any,
        WithJsonSchema({"type": "array", "items": one_of(Format.values), "minItems": 1}),
    ]
    team: IdIn = None
    cycle: CycleIn = None
    on: DayIn = None
    locale: Annotated[Any, WithJsonSchema(one_of(list(LANGUAGES)))] = None


class ReportOut(Answer):
    """A file of a report. `step` of `steps` is how far it has come; `error` why it failed."""

    id: Id
    occasion: Annotated[str, WithJsonSchema(one_of(Occasion.values))]
    format: Annotated[str, WithJsonSchema(one_of(Format.values))]
    team: Ref | None
    cycle: Ref
    on: Annotated[Any, WithJsonSchema({"type": ["string", "null"], "format": "date"})]
    locale: str
    state: Annotated[str, WithJsonSchema(one_of(list(STATES)))]
    step: int
    steps: int
    error: str
    name: str
    size: int
    asked_at: Instant
    made_at: Annotated[Any, WithJsonSchema({"type": ["string", "null"], "format": "date-time"})]
    kept_until: Instant
    url: str


class ReportPage(Answer):
    items: list[ReportOut]
    next: str | None


class ReportList(Answer):
    items: list[ReportOut]
