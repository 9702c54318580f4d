"""Agreeing: what is sent and what comes back."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from cairn.api.schemas.types import Answer, Body, FlagIn, Id, IdsIn, Instant, Ref, nullable, text
from cairn.goals.intake_agreeing import LONGEST_REMARK

RemarkIn = Annotated[Any, WithJsonSchema(nullable(text(LONGEST_REMARK)))]
StampIn = Annotated[Any, WithJsonSchema(text(64, 1))]
StampsIn = Annotated[
    list[Any] | None,
    WithJsonSchema(
        {
            "type": "array",
            "minItems": 1,
            "maxItems": 200,
            "items": {
                "type": "object",
                "required": ["id", "stamp"],
                "properties": {"id": {"type": "string"}, "stamp": {"type": "string"}},
            },
        }
    ),
]


class Submitting(Body):
    """Ask for a confirmation; the note is for whoever answers."""

    note: RemarkIn = None


class Confirming(Body):
    """`stamp` is the one of the text that you read; another text gives 409 and is not confirmed."""

    stamp: StampIn
    comment: RemarkIn = None
    publish: FlagIn = Field(None, description="Whether a draft is published; true unless false.")


class Returning(Body):
    """Give it back; `comment` says what should change."""

    comment: Annotated[Any, WithJsonSchema(text(LONGEST_REMARK, 1))]


class SubmittingAll(Submitting):
    """Objectives of one person's or team's set; all of them or none."""

    objectives: IdsIn = None


class ConfirmingAll(Body):
    """Each objective with the stamp of the text that you read; all of them or none."""

    objectives: StampsIn = None
    comment: RemarkIn = None
    publish: FlagIn = Field(None, description="Whether drafts are published; true unless false.")


class ReturningAll(Returning):
    """Objectives of one person's or team's set; all of them or none."""

    objectives: IdsIn = None


class ChangedOut(Answer):
    """A field that is not what was confirmed. `key_result` is its title, empty for the objective;
    `field` is "added" or "removed" for a whole key result."""

    key_result: str
    field: str
    old: str | None
    new: str | None


class AgreementOut(Answer):
    """`state` is empty, `submitted`, `returned` or `confirmed`; the others tell of the latest
    submission. Without `asked` champions and administrators are; `in_place`: whoever stood in for
    `asked` answered. `is_change`: what had been confirmed was changed. `changed` is what differs
    from what was confirmed last."""

    state: str
    stamp: str
    asked: Ref | None
    note: str
    is_change: bool
    submitted_by: Ref | None
    submitted_at: Instant | None
    answered_by: Ref | None
    answered_at: Instant | None
    in_place: bool
    comment: str
    changed: list[ChangedOut]


class SetOut(Answer):
    """A person or team with the counts of its objectives in the cycle. `stage` is nothing, written,
    returned, submitted or confirmed, by what is least far; `other` is the manager, or the lead of
    the team."""

    id: Id
    name: str
    stage: str
    written: int
    submitted: int
    returned: int
    confirmed: int
    other: Ref | None


class SetPage(Answer):
    """`tally` counts all people or teams by their stage."""

    items: list[SetOut]
    next: str | None
    tally: Annotated[
        dict[str, int],
        WithJsonSchema({"type": "object", "additionalProperties": {"type": "integer"}}),
    ]
