"""KPIs and their readings: what is sent and what comes back."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from cairn.api.schemas.types import (
    Amount,
    Answer,
    Body,
    Can,
    Day,
    DayIn,
    Id,
    IdIn,
    Instant,
    OwnerIn,
    Ref,
    ValueIn,
    VersionIn,
    nullable,
    one_of,
    text,
)
from cairn.kpis.intake import LONGEST_CADENCE, LONGEST_NAME, LONGEST_NOTE
from cairn.kpis.models import Direction

NameIn = Annotated[Any, WithJsonSchema(text(LONGEST_NAME, 1))]
NoteIn = Annotated[Any, WithJsonSchema(nullable(text(LONGEST_NOTE)))]


class KpiFields(Body):
    """What a creation and a change have in common."""

    description: Annotated[Any, WithJsonSchema(nullable(text(20_000)))] = None
    unit: Annotated[Any, WithJsonSchema(nullable(text(40)))] = Field(
        None, description="As for key results; it stays once something was measured."
    )
    direction: Annotated[Any, WithJsonSchema(nullable(one_of(Direction.values)))] = Field(
        None, description="`higher` needs `lower`, `lower` needs `upper`, `within` needs both."
    )
    lower: ValueIn = Field(None, description="Healthy from here on, this value included.")
    upper: ValueIn = Field(None, description="Healthy up to here, this value included.")
    team: IdIn = None
    owner: OwnerIn = Field(None, description="A member's id, or `me`.")
    cadence_days: Annotated[
        Any,
        WithJsonSchema(nullable({"type": "integer", "minimum": 1, "maximum": LONGEST_CADENCE})),
    ] = Field(None, description="Days between readings; 7 unless another number is given.")


class NewKpi(KpiFields):
    """Durations are seconds, or text such as 2:37 or 1.5h."""

    name: NameIn


class KpiChange(KpiFields):
    """Only what is given changes."""

    name: NameIn = None
    version: VersionIn = Field(None, description="The version you read; a newer one gives 409.")


class NewKpiReading(Body):
    """`corrects` names the reading that this one replaces; without a value it takes that back."""

    value: ValueIn = None
    effective_on: DayIn = Field(None, description="Today, or the day of the corrected one.")
    note: NoteIn = None
    corrects: IdIn = None


class KpiOut(Answer):
    """`state` is healthy, outside, stale or unmeasured; `side` says where the latest value lies:
    below, inside or above the band, null before the first."""

    id: Id
    name: str
    description: str
    unit: str
    direction: str
    lower: Amount | None
    upper: Amount | None
    team: Ref | None
    owner: Ref | None
    cadence_days: int
    current: Amount | None
    previous: Amount | None
    measured_on: Day | None
    state: str
    side: str | None
    overdue: bool
    archived: bool
    version: int
    can: Can


class KpiPage(Answer):
    items: list[KpiOut]
    next: str | None


class KpiReadingOut(Answer):
    """A null value takes back what it corrects."""

    id: Id
    kpi: Id
    value: Amount | None
    note: str
    effective_on: Day
    recorded_at: Instant
    author: Ref
    source: str
    corrects: Id | None
    corrected_by: Id | None


class KpiReadingPage(Answer):
    items: list[KpiReadingOut]
    next: str | None
