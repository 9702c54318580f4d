"""What somebody answers for and whether it is due, with what a form about it starts from."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from cairn.checkins.queries import owes
from cairn.goals.models import Kind
from cairn.goals.queries import milestones_of
from cairn.goals.rows import KeyResultRow, key_result_row
from cairn.goals.sql import key_results_owed
from cairn.measures.amounts import format_amount, plain_amount
from cairn.organization.actor import Actor
from cairn.organization.models import Organization

UNITS_WITHOUT_SIGN = ("number", "rating", "duration")


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A key result to check in, and whether this round's check-in is still missing."""

    key_result: KeyResultRow
    is_due: bool

    @property
    def id(self) -> int:
        return self.key_result.id

    @property
    def value_text(self) -> str:
        """The last value as one types it: 69, 2:37, 1200."""
        return typed_text(self.key_result)

    @property
    def unit_text(self) -> str:
        return unit_text(self.key_result.unit)

    @property
    def last_text(self) -> str:
        """The value before this round's, with its unit."""
        row = self.key_result
        return row.current_text if self.is_due else row.previous_text

    @property
    def last_confidence(self) -> int | None:
        """The confidence before this round's; None before the first."""
        said = self.key_result.confidences
        if self.is_due:
            return said[-1] if said else None
        return said[-2] if len(said) > 1 else None


def typed_text(row: KeyResultRow) -> str:
    """The current value without its unit, as a field takes it; empty before the first."""
    if row.current is None or row.kind == Kind.MILESTONES:
        return ""
    if row.unit == "duration":
        return format_amount(row.current, row.unit, get_language() or "en")
    return plain_amount(row.current)


def unit_text(unit: str) -> str:
    """What stands beside the field: %, CNY, 件; nothing for plain numbers and durations."""
    if unit == "percent":
        return "%"
    if unit in UNITS_WITHOUT_SIGN:
        return ""
    return unit


def rows_owed(viewer: Actor, organization: Organization, on: date) -> list[OwedRow]:
    """Everything that the viewer answers for now, in the order of the objectives. Two queries."""
    found = key_results_owed(viewer.member_id, viewer.organization_id)
    steps = milestones_of(values["id"] for values in found if values["kind"] == Kind.MILESTONES)
    return [
        OwedRow(
            key_result_row(values, on, viewer.locale, milestones=steps.get(values["id"], ())),
            owes(organization, on, values["checked_in_on"], values["cadence_days"]),
        )
        for values in found
    ]
