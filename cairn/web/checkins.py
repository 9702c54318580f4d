"""Checking in: one screen for all of mine, each row saved as it is typed."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import path
from django.utils.translation import gettext as _

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.undoing import undo_check_in
from cairn.checkins.intake import read_check_in
from cairn.checkins.models import CheckIn
from cairn.checkins.owed import OwedRow, rows_owed
from cairn.checkins.queries import DAYS, owes, round_of
from cairn.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, Words
from cairn.goals.models import KeyResult, Kind, Objective
from cairn.goals.policy import ONLY_CHECKERS, rules
from cairn.goals.queries import (
    find_key_result,
    find_objective,
    key_result_rows,
    milestones_of,
)
from cairn.goals.rows import key_result_row
from cairn.goals.sql import measure_of
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.pages import flash, fragment, member_page, page, take_unsent
from cairn.web.refusals import status_of
from cairn.web.sessions import WebRequest

PAGE = "check-in/check-in.html"
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


@member_page
def show(request: WebRequest) -> HttpResponse:
    typed = take_unsent(request)
    rows = [
        FormRow(owed, typed=unsuffixed(typed, owed.id) if typed else {}) for owed in _rows(request)
    ]
    return _sheet(request, rows)


def _today(actor: Actor) -> date:
    return clock.today(actor.time_zone)


def _rows(request: WebRequest) -> list[OwedRow]:
    """All that the member answers for, or with `?objective=` all that they may check in there."""
    wanted = request.GET.get("objective") or request.POST.get("objective")
    if not wanted:
        return rows_owed(request.actor, request.member.organization, _today(request.actor))
    return objective_rows_owed(request, find_objective(request.actor, read_id(wanted)))


def objective_rows_owed(request: WebRequest, objective: Objective) -> list[OwedRow]:
    actor, organization = request.actor, request.member.organization
    on = _today(actor)
    rows = key_result_rows(actor, [objective.id], on, {objective.id: objective.closed_as})
    mine = [
        OwedRow(row, owes(organization, on, row.last_checkin_on, None))
        for row in rows
        if rules.can(
            actor,
            "key_result.check_in",
            KeyResult(id=row.id, owner_id=row.owner.id if row.owner else None, objective=objective),
        )
    ]
    if rows and not mine:
        raise Forbidden(ONLY_CHECKERS)
    return mine


def _sheet(request: WebRequest, rows: list[FormRow], *, status: int = 200) -> HttpResponse:
    """The whole page, with the first open row in hand."""
    actor, organization = request.actor, request.member.organization
    on = _today(actor)
    current = round_of(organization, on)
    wanted = request.GET.get("objective") or request.POST.get("objective") or ""
    first = next((row.id for row in rows if row.errors or not row.is_done), None)
    context = {
        "rows": rows,
        "in_hand": first,
        "done": sum(row.is_done for row in rows),
        "round": current,
        "next_on": current.deadline + timedelta(days=DAYS),
        "objective": find_objective(actor, read_id(wanted)) if wanted else None,
        "form_page": request.get_full_path() if request.method == "GET" else address(wanted),
        "submission": uuid4().hex,
        "is_before_deadline": on <= current.deadline,
    }
    return page(request, PAGE, context, status=status)


def address(objective: str = "") -> str:
    return f"/check-in?{urlencode({'objective': objective})}" if objective else "/check-in"


@member_page
def save_all(request: WebRequest) -> HttpResponse:
    """Every row whose fields differ from what is stored, or that is still due."""
    if request.method != "POST":
        return show(request)
    owed = _rows(request)
    rows = [_save_changed(request, one) for one in owed]
    wrong = [row for row in rows if row.errors]
    if wrong:
        return _sheet(request, rows, status=422)
    saved = sum(row.is_saved for row in rows)
    flash(
        request, _("Saved: %(count)s.") % {"count": saved} if saved else _("Nothing had changed.")
    )
    return _back(request)


def _save_changed(request: WebRequest, owed: OwedRow) -> FormRow:
    typed = typed_fields(request.POST, owed.id)
    untouched = FormRow(owed, typed=typed)
    shown = FormRow(owed)
    same = untouched.value() == shown.value() and untouched.confidence() == shown.confidence()
    words = any(untouched.text(name) for name in ("note", "blockers", "status"))
    if same and not words and untouched.reached() == shown.reached() and not owed.is_due:
        return untouched
    if not typed:
        return untouched
    try:
        made = submit(request, owed.id, typed)
    except (Invalid, Conflict) as refusal:
        return FormRow(owed, typed=typed, errors=faults(refusal))
    return FormRow(owed, typed=typed, corrects=made.id, is_saved=True)


@member_page
def save(request: WebRequest, key_result_id: int) -> HttpResponse:
    """One row: it answers with itself for scripts, with the page for everybody else."""
    if request.method != "POST":
        return HttpResponseRedirect(address())
    typed = typed_fields(request.POST, key_result_id)
    try:
        made = submit(request, key_result_id, typed)
    except (Invalid, Conflict) as refusal:
        return _refused(request, key_result_id, typed, refusal)
    if request.headers.get("HX-Request"):
        return row_answer(request, made)
    undo = f"/check-in/{key_result_id}/undo?{urlencode({'checkin': made.id})}"
    flash(request, _("Checked in."), undo_url=undo)
    return _back(request)


def submit(request: WebRequest, key_result_id: int, typed: dict[str, Any]) -> CheckIn:
    """Read what was typed and check in; the same form sent twice counts once."""
    measure = measure_of(request.actor.organization_id, key_result_id)
    if measure is None:
        raise NotFound
    fields = {name: value for name, value in typed.items() if name != "submission"}
    if measure.kind == Kind.MILESTONES:
        fields.pop("value", None)
    try:
        arguments = read_check_in(fields, measure)
    except Invalid:
        find_key_result(request.actor, key_result_id)  # who may not see it hears nothing else
        raise
    once = submission_of(typed)
    return check_in(request.actor, key_result_id, **{**arguments, "submission": once})


def submission_of(typed: dict[str, Any]) -> str | None:
    """Names one sending of one form: the same words sent twice have the same name."""
    given = typed.get("submission")
    if not given:
        return None
    said = repr(sorted((name, str(value)) for name, value in typed.items()))
    return hashlib.sha256(f"{given}{said}".encode()).hexdigest()


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


def faults(refusal: Refusal) -> dict[str, Words]:
    """What is wrong, by field; what concerns no field stands under the row."""
    if isinstance(refusal, Invalid):
        return {
            name if name in (*FIELDS, "milestones_reached") else "row": why
            for name, why in refusal.fields.items()
        }
    return {"row": refusal.reason}


def _refused(
    request: WebRequest, key_result_id: int, typed: dict[str, Any], refusal: Refusal
) -> HttpResponse:
    status = status_of(refusal)
    if not request.headers.get("HX-Request"):
        rows = [
            FormRow(owed, typed=typed, errors=faults(refusal))
            if owed.id == key_result_id
            else FormRow(owed, typed=typed_fields(request.POST, owed.id))
            for owed in _rows(request)
        ]
        if not any(row.errors for row in rows):
            raise refusal
        return _sheet(request, rows, status=status)
    owed = one_owed(request, key_result_id)
    corrects = read_id(typed.get("corrects"))
    row = FormRow(owed, typed=typed, errors=faults(refusal), corrects=corrects)
    return answer(request, row, status=status)


def one_owed(request: WebRequest, key_result_id: int) -> OwedRow:
    """A row read again, whatever may have happened to it since."""
    key_result = find_key_result(request.actor, key_result_id)
    on = _today(request.actor)
    organization = request.member.organization
    rows = key_result_rows(request.actor, [key_result.objective_id], on, {})
    found = next(row for row in rows if row.id == key_result_id)
    is_due = owes(organization, on, key_result.checked_in_on, key_result.cadence_days)
    return OwedRow(found, is_due)


def owed_after(request: WebRequest, made: CheckIn) -> OwedRow:
    """The row as the command left it: it holds the key result, so nothing is read again."""
    key_result = made.key_result
    on = _today(request.actor)
    steps = milestones_of([key_result.id]) if key_result.kind == Kind.MILESTONES else {}
    row = key_result_row(
        {**vars(key_result), "owner__name": None},
        on,
        request.actor.locale,
        milestones=steps.get(key_result.id, ()),
    )
    organization = request.member.organization
    is_due = owes(organization, on, key_result.checked_in_on, key_result.cadence_days)
    return OwedRow(row, is_due)


def row_answer(request: WebRequest, made: CheckIn) -> HttpResponse:
    owed = owed_after(request, made)
    return answer(request, FormRow(owed, corrects=made.id, is_saved=True))


def answer(request: WebRequest, row: FormRow, *, status: int = 200) -> HttpResponse:
    """The row for its page: `view=home` sends what Home shows of it."""
    if request.POST.get("view") == "home":
        from cairn.web.home import home_answer

        return home_answer(request, row, status=status)
    return fragment(request, "check-in/row.html", "row", {"row": row}, status=status)


@member_page
def undo(request: WebRequest, key_result_id: int) -> HttpResponse:
    """Take back the check-in named by `checkin`: what stood before is said again."""
    if request.method != "POST":
        return HttpResponseRedirect(address())
    named = read_id(request.POST.get("checkin") or request.GET.get("checkin"))
    made = undo_check_in(request.actor, key_result_id, checkin=named or 0)
    if request.headers.get("HX-Request"):
        said = {name: getattr(made, name) for name in ("note", "blockers", "status")}
        owed = one_owed(request, key_result_id)
        return answer(request, FormRow(owed, typed=said, corrects=made.id, is_saved=True))
    flash(request, _("Undone: what stood before counts again."))
    return _back(request)


def _back(request: WebRequest) -> HttpResponse:
    wanted = request.POST.get("objective", "")
    home = request.POST.get("view") == "home"
    return HttpResponseRedirect("/" if home else address(wanted), status=303)


urlpatterns = [
    path("check-in", save_all),
    path("check-in/<int:key_result_id>", save),
    path("check-in/<int:key_result_id>/undo", undo),
]
