"""Key results: what is sent and what comes back."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from cairn.api.schemas.types import (
    AMOUNT,
    ID,
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
    ReasonIn,
    Ref,
    ValueIn,
    VersionIn,
    nullable,
    one_of,
    text,
)
from cairn.goals.models import Kind

MILESTONE = {
    "anyOf": [
        {"type": "string", "minLength": 1, "maxLength": 200},
        {
            "type": "object",
            "required": ["title"],
            "properties": {
                "id": nullable(ID),
                "title": text(200, 1),
                "weight": {"type": ["string", "number", "null"]},
            },
        },
    ]
}
MilestonesIn = Annotated[
    list[Any] | None,
    WithJsonSchema(nullable({"type": "array", "maxItems": 50, "items": MILESTONE})),
]
KindIn = Annotated[Any, WithJsonSchema(nullable(one_of(Kind.values)))]
UnitIn = Annotated[
    Any,
    WithJsonSchema(nullable(text(40) | {"examples": ["%", "number", "CNY", "duration", "件"]})),
]
WEIGHT = "In percent, with two decimals; it stays fixed and the others share the rest."


class KeyResultFields(Body):
    """What a creation and a change have in common."""

    owner: OwnerIn = Field(None, description="A member's id, or `me`; none leaves it open.")
    kind: KindIn = Field(None, description="`increase` unless another is named.")
    unit: UnitIn = Field(
        None, description="`%`, an ISO 4217 currency, `duration`, `rating`, or a label of your own."
    )
    start: ValueIn = Field(None, description="Null: the baseline is still to be measured.")
    target: ValueIn = None
    lower: ValueIn = Field(None, description="The least value, of kind maintain.")
    upper: ValueIn = Field(None, description="The most, of kind maintain.")
    milestones: MilestonesIn = Field(
        None, description="Titles, or objects; a change keeps those named by id or title."
    )
    weight: ValueIn = Field(None, description=WEIGHT)
    due_on: DayIn = Field(None, description="The objective's due day unless another is named.")
    kpi: IdIn = Field(None, description="The KPI that gives its readings, in the same unit.")
    cadence_days: Annotated[
        Any, WithJsonSchema(nullable({"type": "integer", "minimum": 1, "maximum": 92}))
    ] = Field(None, description="Days between check-ins, where not the organization's.")


class NewKeyResult(KeyResultFields):
    """Durations are seconds, or text such as 2:37 or 1.5h."""

    title: Annotated[Any, WithJsonSchema(text(500, 1))]
    reason: ReasonIn = Field(
        None, description="Needed where the objective is published and its cycle runs."
    )


class KeyResultReturn(Body):
    reason: ReasonIn = Field(None, description="Why; needed while the cycle runs.")


class KeyResultChange(KeyResultFields):
    """Only what is given changes."""

    title: Annotated[Any, WithJsonSchema(text(500, 1))] = None
    version: VersionIn = Field(None, description="The version you read; a newer one gives 409.")
    reason: ReasonIn = Field(
        None, description="Needed when targets, weights or owners change while the cycle runs."
    )


class MilestoneOut(Answer):
    id: Id
    title: str
    weight: Amount
    reached_on: Day | None


class KeyResultOut(Answer):
    """Amounts are in the unit's own measure, durations in seconds. Progress is a fraction, null
    where it is undefined; it is not clamped. `own_progress` is what its readings say, `progress` that
    with the objectives that feed it. `status` is what is shown, `derived_status` what the
    numbers say, `last_status` the last one before silence made it outdated."""

    id: Id
    objective: Id
    title: str
    owner: Ref | None
    kind: str
    unit: str
    start: Amount | None
    target: Amount | None
    lower: Amount | None
    upper: Amount | None
    current: Amount | None
    previous: Amount | None
    progress: Annotated[str, WithJsonSchema(AMOUNT)] | None
    own_progress: Amount | None
    expected: Amount
    status: str
    derived_status: str
    last_status: str | None
    score: Amount | None
    confidence: int
    weight: Amount
    weight_fixed: bool
    milestones: list[MilestoneOut]
    starts_on: Day
    due_on: Day
    cadence_days: int | None
    kpi: Id | None
    checked_in_on: Day | None
    version: int
    can: Can


class DeletedKeyResult(Answer):
    id: Id
    title: str
    deleted_at: Instant
    deleted_by: Ref | None
    reason: str
    can_restore: bool


class DeletedKeyResults(Answer):
    items: list[DeletedKeyResult]
    next: None
