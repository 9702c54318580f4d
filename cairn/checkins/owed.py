"""What somebody answers for and whether it is due, with what a form about it starts from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from cairn.checkins.queries import due_of, later_days, round_of
from cairn.checkins.sql import Duty, duties_at, duties_of
from cairn.goals.models import Kind
from cairn.goals.queries import milestones_of
from cairn.goals.rows import KeyResultRow, MilestoneRow, key_result_row
from cairn.measures.amounts import format_amount, plain_amount
from cairn.measures.units import unit_beside
from cairn.organization.actor import Actor
from cairn.organization.models import Organization


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A key result to check in, and whether its check-in is missing.

    `is_due_early`: before the round ends, not yet overdue. `snoozed_until`: no reminder comes before
    that day. `stands_in_for`: the name of who is away.
    `later_days`: to which the reminder may be put off.
    """

    key_result: KeyResultRow
    is_due: bool
    due_on: date | None = None
    days_overdue: int = 0
    is_due_early: bool = False
    snoozed_until: date | None = None
    stands_in_for: str = ""
    later_days: tuple[date, ...] = ()

    @property
    def id(self) -> int:
        return self.key_result.id

    @property
    def value_text(self) -> str:
        """The last value as one types it: 69, 2:37, 1200."""
        return typed_text(self.key_result)

    @property
    def unit_text(self) -> str:
        return unit_beside(self.key_result.unit)

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


def rows_owed(
    viewer: Actor,
    organization: Organization,
    on: date,
    duties: list[Duty] | None = None,
    steps: Mapping[int, list[MilestoneRow]] | None = None,
) -> list[OwedRow]:
    """Everything that the viewer answers for now, in the order of the objectives; what is another's
    who is away comes last. Two queries, less what is given: the duties, and their milestones."""
    found = duties_of(viewer) if duties is None else duties
    found = sorted(found, key=lambda duty: duty.key_result["owner_id"] != viewer.member_id)
    return _rows(viewer, organization, on, found, steps)


def with_milestones(duties: Iterable[Duty]) -> list[int]:
    return [one.key_result["id"] for one in duties if one.key_result["kind"] == Kind.MILESTONES]


def rows_owed_at(
    viewer: Actor, organization: Organization, objective_id: int, on: date
) -> list[OwedRow]:
    """The key results of one objective that the viewer sees. Two queries."""
    return _rows(viewer, organization, on, duties_at(viewer, objective_id))


def owed_row(
    viewer: Actor, organization: Organization, duty: Duty, on: date, steps: Iterable[MilestoneRow]
) -> OwedRow:
    values, due = duty.key_result, due_of(organization, duty.key_result, duty.above)
    is_for = values["owner_id"] in viewer.stands_in_for
    snoozed = duty.snoozed_until
    return OwedRow(
        key_result_row(
            values, on, viewer.locale, closed_as=duty.above["closed_as"], milestones=steps
        ),
        is_due=due.is_owed(on),
        due_on=due.due_on,
        days_overdue=due.days_overdue(on),
        is_due_early=on <= due.due_on < round_of(organization, on).deadline,
        snoozed_until=snoozed if snoozed and snoozed > on else None,
        stands_in_for=values["owner__name"] or "" if is_for else "",
        later_days=later_days(organization, on),
    )


def _rows(
    viewer: Actor,
    organization: Organization,
    on: date,
    duties: list[Duty],
    steps: Mapping[int, list[MilestoneRow]] | None = None,
) -> list[OwedRow]:
    if steps is None:
        steps = milestones_of(with_milestones(duties))
    return [
        owed_row(viewer, organization, one, on, steps.get(one.key_result["id"], ()))
        for one in duties
    ]
