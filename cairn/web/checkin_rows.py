"""The rows of a check-in form: what they start from, what was typed in them and what is wrong."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.intake import read_check_in
from cairn.checkins.models import CheckIn
from cairn.checkins.owed import OwedRow, owed_row, rows_owed_at
from cairn.checkins.sql import Duty
from cairn.errors import Forbidden, Invalid, NotFound, Refusal, Words
from cairn.goals.models import KeyResult, Kind, Objective
from cairn.goals.policy import ONLY_CHECKERS, rules
from cairn.goals.queries import find_key_result, milestones_of
from cairn.goals.sql import measure_of
from cairn.measures.amounts import hours_and_minutes
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage import clock
from cairn.storage.ids import read_id

FIELDS = ("value", "confidence", "note", "blockers", "status", "corrects")


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the form: the key result, what was typed and what is wrong with it."""

    owed: OwedRow
    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Words] = field(default_factory=dict)
    corrects: int | None = None
    is_saved: bool = False

    @property
    def id(self) -> int:
        return self.owed.id

    @property
    def is_done(self) -> bool:
        return self.is_saved or not self.owed.is_due

    def value(self) -> str:
        return str(self.typed.get("value", self.owed.value_text))

    def confidence(self) -> str:
        return str(self.typed.get("confidence", self.owed.key_result.confidence))

    def text(self, name: str) -> str:
        return str(self.typed.get(name, ""))

    def reached(self) -> set[int]:
        """The milestones that are ticked."""
        steps = self.owed.key_result.milestones
        given = self.typed.get("milestones_reached")
        if given is None:
            return {step.id for step in steps if step.reached_on is not None}
        return {id for id in map(read_id, given) if id is not None}


def typed_fields(post: QueryDict, key_result_id: int) -> dict[str, Any]:
    """The fields of one row: plain names, or names that end with the row's id."""
    typed: dict[str, Any] = {}
    for name in FIELDS:
        given = post.get(f"{name}-{key_result_id}", post.get(name))
        if given is not None:
            typed[name] = given
    for suffix in (f"-{key_result_id}", ""):
        if f"milestones{suffix}" in post:
            typed["milestones_reached"] = post.getlist(f"milestones_reached{suffix}")
            break
    if typed and "submission" in post:
        typed["submission"] = post["submission"]
    return typed


def unsuffixed(typed: dict[str, Any], key_result_id: int) -> dict[str, Any]:
    """One row's part of what was kept when a session ended."""
    kept = QueryDict(mutable=True)
    for name, value in typed.items():
        kept.setlist(name, value if isinstance(value, list) else [value])
    return typed_fields(kept, key_result_id)


def submission_of(typed: dict[str, Any]) -> str | None:
    """Names one sending of one form: the same words sent twice have the same name."""
    given = typed.get("submission")
    if not given:
        return None
    said = repr(sorted((name, str(value)) for name, value in typed.items()))
    return hashlib.sha256(f"{given}{said}".encode()).hexdigest()


def submit(actor: Actor, key_result_id: int, typed: dict[str, Any]) -> CheckIn:
    """Read what was typed and check in; the same form sent twice counts once."""
    measure = measure_of(actor.organization_id, key_result_id)
    if measure is None:
        raise NotFound
    fields = {name: value for name, value in typed.items() if name != "submission"}
    if measure.kind == Kind.MILESTONES:
        fields.pop("value", None)
    if measure.unit == "duration":
        fields["value"] = _clock(fields.get("value"), key_result_id)
    try:
        arguments = read_check_in(fields, measure)
    except Invalid:
        find_key_result(actor, key_result_id)  # who may not see it hears nothing else
        raise
    once = submission_of(typed)
    return check_in(actor, key_result_id, **{**arguments, "submission": once})


def _clock(value: Any, key_result_id: int) -> Any:
    """A time as the key result's own are written; others pass. One query."""
    ends = KeyResult.objects.filter(id=key_result_id).values_list("start", "target")
    known = [end for end in ends.get() if end is not None]
    return hours_and_minutes(str(value or ""), known)


def faults(refusal: Refusal) -> dict[str, Words]:
    """What is wrong, by field; what concerns no field stands under the row."""
    if isinstance(refusal, Invalid):
        return {
            name if name in (*FIELDS, "milestones_reached") else "row": why
            for name, why in refusal.fields.items()
        }
    return {"row": refusal.reason}


def one_owed(actor: Actor, organization: Organization, key_result_id: int) -> OwedRow:
    """A row read again, whatever may have happened to it since."""
    key_result = find_key_result(actor, key_result_id)
    rows = rows_owed_at(actor, organization, key_result.objective_id, today(actor))
    return next(row for row in rows if row.id == key_result_id)


def owed_after(actor: Actor, organization: Organization, made: CheckIn) -> OwedRow:
    """The row as the command left it: it holds the key result, so nothing is read again."""
    key_result = made.key_result
    steps = milestones_of([key_result.id]) if key_result.kind == Kind.MILESTONES else {}
    duty = Duty({**vars(key_result), "owner__name": None}, vars(key_result.objective), None)
    return owed_row(actor, organization, duty, today(actor), steps.get(key_result.id, ()))


def objective_rows_owed(
    actor: Actor, organization: Organization, objective: Objective
) -> list[OwedRow]:
    rows = rows_owed_at(actor, organization, objective.id, today(actor))
    mine = [
        one
        for one in rows
        if rules.can(
            actor,
            "key_result.check_in",
            KeyResult(id=one.id, owner_id=_owner_id(one), objective=objective),
        )
    ]
    if rows and not mine:
        raise Forbidden(ONLY_CHECKERS)
    return mine


def _owner_id(owed: OwedRow) -> int | None:
    return owed.key_result.owner.id if owed.key_result.owner else None


def today(actor: Actor) -> date:
    return clock.today(actor.time_zone)
