"""Checking in: one screen for all of mine, each row saved as it is typed."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.translation import gettext as _

from cairn.checkins.commands.snoozing import snooze_check_in
from cairn.checkins.commands.undoing import undo_check_in
from cairn.checkins.models import CheckIn
from cairn.checkins.owed import OwedRow, rows_owed
from cairn.checkins.queries import DAYS, round_of
from cairn.errors import Conflict, Invalid, Refusal
from cairn.goals.queries import find_objective
from cairn.storage.ids import read_id
from cairn.web.checkin_rows import (
    FormRow,
    faults,
    objective_rows_owed,
    one_owed,
    owed_after,
    submit,
    today,
    typed_fields,
    unsuffixed,
)
from cairn.web.home import home_answer
from cairn.web.pages import drawing, flash, fragment, member_page, page, take_unsent
from cairn.web.putting_off import put_reminder_off
from cairn.web.refusals import status_of
from cairn.web.sessions import WebRequest

PAGE = "check-in/check-in.html"


@member_page
def show(request: WebRequest) -> HttpResponse:
    typed = take_unsent(request)
    rows = [
        FormRow(owed, typed=unsuffixed(typed, owed.id) if typed else {}) for owed in _rows(request)
    ]
    return _sheet(request, rows)


def _rows(request: WebRequest) -> list[OwedRow]:
    """All that the member answers for, or with `?objective=` all that they may check in there."""
    wanted = request.GET.get("objective") or request.POST.get("objective")
    if not wanted:
        return rows_owed(request.actor, request.member.organization, today(request.actor))
    objective = find_objective(request.actor, read_id(wanted))
    return objective_rows_owed(request.actor, request.member.organization, objective)


def _sheet(request: WebRequest, rows: list[FormRow], *, status: int = 200) -> HttpResponse:
    """The whole page, with the first open row in hand."""
    actor, organization = request.actor, request.member.organization
    on = today(actor)
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
        made = submit(request.actor, owed.id, typed)
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
        made = submit(request.actor, key_result_id, typed)
    except (Invalid, Conflict) as refusal:
        return _refused(request, key_result_id, typed, refusal)
    if request.headers.get("HX-Request"):
        return row_answer(request, made)
    undo = f"/check-in/{key_result_id}/undo?{urlencode({'checkin': made.id})}"
    flash(request, _("Checked in."), undo_url=undo)
    return _back(request)


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
            owed = one_owed(request.actor, request.member.organization, key_result_id)
            rows = [FormRow(owed, typed=typed, errors=faults(refusal)), *rows]
        return _sheet(request, rows, status=status)
    owed = one_owed(request.actor, request.member.organization, key_result_id)
    corrects = read_id(typed.get("corrects"))
    row = FormRow(owed, typed=typed, errors=faults(refusal), corrects=corrects)
    return answer(request, row, status=status)


def row_answer(request: WebRequest, made: CheckIn) -> HttpResponse:
    """What a save changed of the row; what people type in stays as it is on their screen."""
    owed = owed_after(request.actor, request.member.organization, made)
    row = FormRow(owed, corrects=made.id, is_saved=True)
    view = request.POST.get("view")
    if view in ("home", "inbox"):
        return answer(request, row)
    return drawing("check-in/saved.html", "saved", row)


def answer(request: WebRequest, row: FormRow, *, status: int = 200) -> HttpResponse:
    """The whole row for its page: `view` says whether Home or the inbox shows it."""
    view = request.POST.get("view")
    if view == "home":
        return home_answer(request, row, status=status)
    if view == "inbox":
        return due_answer(request, row, status=status)
    return fragment(request, "check-in/row.html", "row", {"row": row}, status=status)


def due_answer(request: WebRequest, row: FormRow, *, status: int = 200) -> HttpResponse:
    """What the inbox shows of it."""
    token, submission = get_token(request), request.POST.get("submission", "")
    error = " ".join(str(why) for why in row.errors.values())
    shown = drawing("components/due.html", "due_row", row, token, submission, error, "inbox")
    shown.status_code = status
    return shown


@member_page
def undo(request: WebRequest, key_result_id: int) -> HttpResponse:
    """Take back the check-in named by `checkin`: what stood before is said again."""
    if request.method != "POST":
        return HttpResponseRedirect(address())
    named = read_id(request.POST.get("checkin") or request.GET.get("checkin"))
    made = undo_check_in(request.actor, key_result_id, checkin=named or 0)
    if request.headers.get("HX-Request"):
        said = {name: getattr(made, name) for name in ("note", "blockers", "status")}
        owed = one_owed(request.actor, request.member.organization, key_result_id)
        return answer(request, FormRow(owed, typed=said, corrects=made.id, is_saved=True))
    flash(request, _("Undone: the previous value counts again."))
    return _back(request)


@member_page
def later(request: WebRequest, key_result_id: int) -> HttpResponse:
    """Put the reminder of one check-in off to `until_on`; without a day it comes as usual."""
    if request.method != "POST":
        return HttpResponseRedirect(address())
    put_reminder_off(
        request, lambda until_on: snooze_check_in(request.actor, key_result_id, until_on=until_on)
    )
    return _back(request)


def _back(request: WebRequest) -> HttpResponse:
    wanted = request.POST.get("objective", "")
    places = {"home": "/", "inbox": "/inbox"}
    place = places.get(request.POST.get("view", "")) or address(wanted)
    return HttpResponseRedirect(place, status=303)


urlpatterns = [
    path("check-in", save_all),
    path("check-in/<int:key_result_id>", save),
    path("check-in/<int:key_result_id>/undo", undo),
    path("check-in/<int:key_result_id>/later", later),
]
