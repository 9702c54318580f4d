"""Ending an objective with its scores, taking that back, and setting its progress by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.errors import Invalid, Words
from cairn.goals.commands.checks import require_open
from cairn.goals.commands.objectives import close_objective, override_progress, reopen_objective
from cairn.goals.models import Objective, Outcome
from cairn.goals.policy import rules
from cairn.goals.progress import objective_score, suggested_score
from cairn.goals.queries import find_objective, key_result_rows
from cairn.goals.rows import KeyResultRow
from cairn.intake import MISSING, Intake
from cairn.measures.amounts import AmountUnclear, plain_amount, read_amount
from cairn.storage import clock
from cairn.web.forms import see_other
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.sessions import WebRequest

LONGEST_NOTE = 10_000
TENTH = Decimal("0.1")


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
    rows = _rows(request, objective)
    if request.method != "POST":
        return _closing(request, objective, rows, Form(take_unsent(request)))
    try:
        arguments = _read_closing(request.POST, rows)
        close_objective(request.actor, objective_id, **arguments)
    except Invalid as refused:
        return _closing(request, objective, rows, Form(request.POST.dict(), refused.fields))
    flash(request, _("Closed."), undo_url=f"/objectives/{objective_id}/reopen?undo=1")
    return see_other(f"/objectives/{objective_id}")


def _rows(request: WebRequest, objective: Objective) -> list[KeyResultRow]:
    today = clock.today(request.actor.time_zone)
    return key_result_rows(request.actor, [objective.id], today, {})


def _closing(
    request: WebRequest, objective: Objective, rows: list[KeyResultRow], form: Form
) -> HttpResponse:
    """The scores are suggested from the progress; people decide."""
    suggested = {row.id: suggested_score(row.progress) for row in rows}
    whole = objective_score([(row.weight, suggested[row.id]) for row in rows])
    if objective.override is not None:
        whole = suggested_score(objective.override)
    context = {
        "objective": objective,
        "rows": rows,
        "suggested": suggested,
        "whole": whole,
        "outcomes": Outcome.choices,
        "form": form,
    }
    status = 422 if form.errors else 200
    return page(request, "objectives/closing.html", context, status=status)


def _read_closing(fields: Mapping[str, Any], rows: list[KeyResultRow]) -> dict[str, Any]:
    """Arguments of `close_objective`. An empty score of the objective follows from the others."""
    intake = Intake(fields)
    outcome = intake.choice("outcome", Outcome.values)
    if outcome is MISSING:
        intake.refuse("outcome", _("Choose how it ended."))
    note = intake.text("note", LONGEST_NOTE)
    scores = {row.id: read_score(intake, f"score-{row.id}") for row in rows}
    whole = read_score(intake, "score")
    intake.settle()
    if whole is None:
        whole = objective_score([(row.weight, scores[row.id]) for row in rows])
    given = {id: score for id, score in scores.items() if score is not None}
    text = "" if note is MISSING else note
    return {"outcome": outcome, "score": whole, "note": text, "key_result_scores": given}


def read_score(intake: Intake, name: str) -> Decimal | None:
    """From 0.0 to 1.0 in tenths; empty gives None."""
    text = str(intake.fields.get(name) or "").strip()
    if not text:
        return None
    try:
        score = read_amount(text, "number")
    except AmountUnclear:
        score = Decimal(-1)
    if not 0 <= score <= 1 or score != score.quantize(TENTH):
        intake.refuse(name, _("Write a score from 0.0 to 1.0, for example 0.7."))
        return None
    return score.quantize(TENTH)


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
    return see_other(f"/objectives/{objective_id}")


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
