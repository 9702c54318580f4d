"""Ending an objective, taking that back, and setting its progress by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.cycles.models import Phase
from cairn.errors import Invalid, Words
from cairn.goals.commands.checks import require_open
from cairn.goals.commands.closures import close_objective, reopen_objective
from cairn.goals.commands.overrides import override_progress
from cairn.goals.models import Objective, Outcome
from cairn.goals.policy import rules
from cairn.goals.queries import find_objective
from cairn.intake import MISSING, Intake
from cairn.measures.amounts import AmountUnclear, plain_amount, read_amount
from cairn.reviews.intake import CHOSEN, closing_fields
from cairn.reviews.judging import asks_why
from cairn.reviews.queries import is_committed, score_sheet
from cairn.storage import clock
from cairn.web.answering import in_its_place, is_in_row, place_of, said
from cairn.web.forms import back_to, see_other
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.sessions import WebRequest


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed and what is wrong with it."""

    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, Words] = field(default_factory=dict)


@require_http_methods(["GET", "POST"])
@member_page
def close(request: WebRequest, objective_id: int) -> HttpResponse:
    objective = find_objective(request.actor, objective_id)
    rules.require(request.actor, "objective.close", objective)
    require_open(objective)
    if request.method != "POST":
        return _closing(request, objective_id, Form(take_unsent(request)))
    if request.POST.get("outcome") == Outcome.CARRIED:
        return _carry_over(request, objective_id)
    try:
        closed = close_objective(request.actor, objective_id, **closing_fields(request.POST.dict()))
    except Invalid as refused:
        return _closing(request, objective_id, Form(request.POST.dict(), refused.fields))
    undo = f"/objectives/{objective_id}/reopen?undo=1"
    back = f"/objectives/{objective_id}/retrospective"
    is_to_explain = asks_why(is_committed(closed), closed.score)
    if is_in_row(request):
        then = (back, _("Say why it missed")) if is_to_explain else None
        return said(request, _("Closed."), otherwise=back, undo=undo, then=then)
    flash(request, _("Closed."), undo_url=undo)
    return see_other(back if is_to_explain else back_to(request, f"/objectives/{objective_id}"))


def _carry_over(request: WebRequest, objective_id: int) -> HttpResponse:
    """To the preview of the draft that goes on, also from a row."""
    address = f"/reviews/carry-over?objective={objective_id}"
    if is_in_row(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return see_other(address)


def _closing(request: WebRequest, objective_id: int, form: Form) -> HttpResponse:
    """How it ended, with its scores above."""
    sheet = score_sheet(request.actor, objective_id, clock.today(request.actor.time_zone))
    choices = [(one.value, one.label) for one in (*CHOSEN, Outcome.CARRIED)]
    context = {
        "objective": sheet.objective,
        "sheet": sheet,
        "outcomes": choices,
        "may_score": sheet.objective.cycle.phase != Phase.DRAFTING and not sheet.objective.is_draft,
        "form": form,
        **place_of(request),
    }
    if not form.errors:
        return page(request, "objectives/closing.html", context)
    shown = page(request, "objectives/closing.html", context, status=422)
    return in_its_place(request, shown, "form.closing")


@require_http_methods(["GET", "POST"])
@member_page
def reopen(request: WebRequest, objective_id: int) -> HttpResponse:
    """A closing is taken back with a reason; the undo of the moment itself is one."""
    objective = find_objective(request.actor, objective_id)
    rules.require(request.actor, "objective.close", objective)
    if request.method != "POST":
        return _asking(request, objective, "reopen", Form(take_unsent(request)))
    reason = str(request.POST.get("reason", "")).strip()
    if request.GET.get("undo"):
        reason = reason or _("Closed by mistake; taken back at once.")
    try:
        intake = Intake({"reason": reason})
        intake.text("reason", 2_000)
        intake.settle()
        reopen_objective(request.actor, objective_id, reason=reason)
    except Invalid as refused:
        return _asking(request, objective, "reopen", Form(request.POST.dict(), refused.fields))
    flash(request, _("Open again."))
    return see_other(back_to(request, f"/objectives/{objective_id}"))


@require_http_methods(["GET", "POST"])
@member_page
def override(request: WebRequest, objective_id: int) -> HttpResponse:
    """Set the progress by hand with a reason, or resume the automatic one (`act=resume`)."""
    objective = find_objective(request.actor, objective_id)
    rules.require(request.actor, "objective.edit", objective)
    require_open(objective)
    if request.method != "POST":
        return _asking(request, objective, "override", Form(take_unsent(request)))
    try:
        if request.POST.get("act") == "resume":
            override_progress(request.actor, objective_id, progress=None)
            flash(request, _("The progress is automatic again."))
        else:
            override_progress(request.actor, objective_id, **_read_override(request.POST))
            flash(request, _("The progress is set by hand; the automatic one stays beside it."))
    except Invalid as refused:
        return _asking(request, objective, "override", Form(request.POST.dict(), refused.fields))
    return see_other(f"/objectives/{objective_id}")


def _read_override(fields: Mapping[str, Any]) -> dict[str, Any]:
    intake = Intake(fields)
    reason = intake.text("reason", 2_000)
    progress = None
    try:
        progress = read_amount(str(fields.get("progress", "")), "percent") / 100
    except AmountUnclear as unclear:
        intake.refuse(
            "progress",
            _("Write a percentage, for example %(example)s.") % {"example": unclear.example},
        )
    intake.settle()
    return {"progress": progress, "reason": "" if reason is MISSING else reason}


def _asking(request: WebRequest, objective: Objective, act: str, form: Form) -> HttpResponse:
    """One question and its reason."""
    percent = None if objective.override is None else plain_amount(objective.override * 100)
    context = {"objective": objective, "act": act, "form": form, "percent": percent}
    return page(request, "objectives/asking.html", context, status=422 if form.errors else 200)
