"""Objectives: what is sent and what comes back."""

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from cairn.api.schemas.confirmations import AgreementOut
from cairn.api.schemas.key_results import KeyResultOut
from cairn.api.schemas.types import (
    Amount,
    Answer,
    Body,
    Can,
    CycleIn,
    Day,
    DayIn,
    FlagIn,
    Id,
    IdIn,
    IdsIn,
    Instant,
    OwnerIn,
    ReasonIn,
    Ref,
    VersionIn,
    nullable,
    one_of,
    text,
)
from cairn.goals.models import Type, Visibility

TitleIn = Annotated[Any, WithJsonSchema(text(300, 1))]
TagsIn = Annotated[
    list[str] | None,
    WithJsonSchema(nullable({"type": "array", "maxItems": 20, "items": text(40, 1)})),
]


class ObjectiveFields(Body):
    """What a creation and a change have in common."""

    cycle: CycleIn = Field(None, description="`current`, unless another is named.")
    team: IdIn = Field(None, description="The team that owns it.")
    owner: OwnerIn = Field(None, description="Who answers for it: a member's id, or `me`.")
    type: Annotated[Any, WithJsonSchema(nullable(one_of(Type.values)))] = None
    description: Annotated[Any, WithJsonSchema(nullable(text(20_000)))] = Field(
        None, description="Why this objective; Markdown."
    )
    visibility: Annotated[Any, WithJsonSchema(nullable(one_of(Visibility.values)))] = None
    visible_team: IdIn = Field(None, description="Whose line sees it, with visibility `team`.")
    readers: IdsIn = Field(None, description="Members who see it, with visibility `people`.")
    collaborators: IdsIn = Field(None, description="Members who edit and check in too.")
    growth: FlagIn = Field(None, description="A personal-growth objective.")
    tags: TagsIn = None
    due_on: DayIn = Field(None, description="The cycle's last day unless another is named.")


class NewObjective(ObjectiveFields):
    """A draft unless `publish`. Without team and owner it is your own."""

    title: TitleIn
    publish: FlagIn = None


class ObjectiveChange(ObjectiveFields):
    """Only what is given changes."""

    title: TitleIn = None
    publish: Literal[True] | None = Field(None, description="A draft becomes visible.")
    version: VersionIn = Field(None, description="The version you read; a newer one gives 409.")
    reason: ReasonIn = Field(
        None,
        description="Needed when title, description, owner or team change while the cycle runs.",
    )


class ObjectiveOut(Answer):
    """Progress is a fraction, null where it is undefined. `progress` is what is shown;
    `automatic` comes from the key results and the aligned objectives that count, `override` was set
    by hand. `confidence` is the mean of the key results'."""

    id: Id
    title: str
    description: str
    type: str
    growth: bool
    cycle: Ref
    team: Ref | None
    owner: Ref | None
    visibility: str
    visible_team: Ref | None
    readers: list[Ref]
    collaborators: list[Ref]
    tags: list[str]
    due_on: Day
    agreement: AgreementOut
    published: bool
    published_at: Instant | None
    created_at: Instant
    updated_at: Instant
    progress: Amount | None
    automatic: Amount | None
    override: Amount | None
    expected: Amount
    measured: int
    counted: int
    confidence: int | None
    status: str
    derived_status: str
    last_status: str | None
    score: Amount | None
    checked_in_on: Day | None
    version: int
    url: str
    can: Can
    key_results: list[KeyResultOut]


class ObjectivePage(Answer):
    items: list[ObjectiveOut]
    next: str | None


class InputOut(Answer):
    """A part of the sum, of kind key_result, objective (aligned) or measure (what a key result's
    own readings say, without a title); a contribution of null is left out."""

    kind: str
    id: Id
    title: str
    weight: Amount
    progress: Amount | None
    contribution: Amount | None


class ExplanationOut(Answer):
    """All that the progress is made of. `gap` is expected − progress; `aligned_only` counts the
    objectives that support it without contributing."""

    progress: Amount | None
    automatic: Amount | None
    override: Amount | None
    override_reason: str
    expected: Amount
    gap: Amount | None
    status: str
    derived_status: str
    last_status: str | None
    measured: int
    counted: int
    weight_measured: Amount
    inputs: list[InputOut]
    aligned_only: int
    starts_on: Day
    due_on: Day
    on: Day
    checked_in_on: Day | None


class KeyResultExplanationOut(Answer):
    """`inputs` is empty where no objective feeds it: then its own readings say it all."""

    progress: Amount | None
    own_progress: Amount | None
    inputs: list[InputOut]


class EventOut(Answer):
    """`old` and `new` hold the changed fields only; `reason` is what was given for it.

    What ties two objectives stands in the history of both: `other_objective` is the one above; where
    weights give way to an aligned objective it is that one.
    """

    id: Id
    kind: str
    words: str
    actor: Ref | None
    subject: Id
    title: str
    objective: Id | None
    other_objective: Id | None
    old: dict[str, Any]
    new: dict[str, Any]
    reason: str
    face: str
    at: Instant


class HistoryPage(Answer):
    items: list[EventOut]
    next: str | None
