"""Scoring an objective: its key results one after another, then the whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.errors import Invalid, Stale, Words
from cairn.goals.models import KeyResult
from cairn.goals.policy import rules as objectives
from cairn.goals.progress import objective_score
from cairn.organization.actor import Actor
from cairn.reviews.commands.scoring import (
    give_opinion,
    require_scorable,
    score_key_result,
    score_objective,
)
from cairn.reviews.intake import score_fields, whole_score_fields
from cairn.reviews.policy import rules
from cairn.reviews.queries import Scored, Sheet, score_sheet, waiting_score
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.answering import answered_row, in_its_place, is_in_row, place_of
from cairn.web.forms import back_to, see_other
from cairn.web.pages import drawing, flash, fragment, member_page, page, take_unsent
from cairn.web.paging import address
from cairn.web.sessions import WebRequest

TENTHS = tuple(f"{n / 10:.1f}" for n in range(11))
WHOLE = "whole"


@dataclass(slots=True)
class Form:
    """What was typed; what is wrong by field; by key result (or `whole`) what somebody else gave."""

    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: dict[str, Words] = field(default_factory=dict)
    theirs: dict[str, Stale] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return 409 if self.theirs else 422 if self.errors else 200


@require_http_methods(["GET", "POST"])
@member_page
def score(request: WebRequest, objective_id: int) -> HttpResponse:
    sheet = _sheet(request, objective_id)
    scorable = _scorable(request.actor, sheet)
    if request.method != "POST":
        return _show(request, sheet, Form(take_unsent(request)))
    if not scorable:
        rules.require(request.actor, "objective.score", sheet.objective)
    require_scorable(sheet.objective)
    form = Form(request.POST.dict())
    if "mean" in request.GET:
        context = _mean_shown(sheet, scorable, form.typed)
        return fragment(request, "reviews/score.html", "mean", context)
    for line in sheet.lines:
        if line.row.id in scorable:
            _keep(form, str(line.row.id), lambda line=line: _score_line(request, line))
    if rules.can(request.actor, "objective.score", sheet.objective):
        _keep(form, WHOLE, lambda: _score_whole(request, objective_id))
    if form.status != 200:
        return _show(request, _sheet(request, objective_id), form)
    return _go_on(request, _sheet(request, objective_id))


def _mean_shown(sheet: Sheet, scorable: set[int], typed: Mapping[str, Any]) -> dict[str, Any]:
    """The weighted mean of the scores as they stand in the form, before they are saved."""
    parts = [(one.row.weight, _chosen(one, scorable, typed)) for one in sheet.lines]
    mean = objective_score(parts) if scorable else sheet.computed
    return {
        "sheet": sheet,
        "objective": sheet.objective,
        "scorable": scorable,
        "mean": mean,
    }


def _chosen(line: Scored, scorable: set[int], typed: Mapping[str, Any]) -> Decimal | None:
    """What was typed, else what counts, else what the form suggests."""
    given = line.counting.value if line.counting else None
    if line.row.id not in scorable:
        return given
    text = typed.get(f"score-{line.row.id}")
    if text is not None:
        return Decimal(text) if text in TENTHS else None
    return given if line.counting else line.suggested


def _sheet(request: WebRequest, objective_id: int) -> Sheet:
    return score_sheet(request.actor, objective_id, clock.today(request.actor.time_zone))


def _scorable(actor: Actor, sheet: Sheet) -> set[int]:
    """The key results that the actor may score."""
    return {
        line.row.id
        for line in sheet.lines
        if rules.can(
            actor,
            "key_result.score",
            KeyResult(
                id=line.row.id,
                owner_id=line.row.owner.id if line.row.owner else None,
                objective=sheet.objective,
            ),
        )
    }


def _keep(form: Form, name: str, act: Any) -> None:
    """Do it; what is refused is noted under the fields of this name and goes no further."""
    try:
        act()
    except Invalid as refused:
        form.errors |= {f"{field}-{name}": why for field, why in refused.fields.items()}
    except Stale as stale:
        form.theirs[name] = stale


def _fields(request: WebRequest, name: str, *fields: str) -> dict[str, Any]:
    sent = {field: request.POST.get(f"{field}-{name}") for field in fields}
    if sent.get("seen") is not None:
        sent["seen"] = str(read_id(sent["seen"]) or 0)
    return {field: text for field, text in sent.items() if text is not None}


def _score_line(request: WebRequest, line: Scored) -> None:
    fields = _fields(request, str(line.row.id), "score", "note", "seen")
    if "score" in fields:
        arguments = score_fields({"note": "", **fields})
        score_key_result(request.actor, line.row.id, **arguments)


def _score_whole(request: WebRequest, objective_id: int) -> None:
    fields = _fields(request, WHOLE, "score", "reason", "seen")
    if "score" in fields:
        score_objective(request.actor, objective_id, **whole_score_fields(fields))


def _go_on(request: WebRequest, sheet: Sheet) -> HttpResponse:
    """Once everything has its score, to how it ended."""
    objective = sheet.objective
    may_close = rules.can(request.actor, "objective.score", objective)
    if may_close and sheet.lines and sheet.scored == len(sheet.lines):
        words, place = _("Scored. Now say how it ended."), "close"
    else:
        words, place = _("Scored: %(done)s of %(all)s key results.") % _counts(sheet), "score"
    if is_in_row(request):
        return _row_again(request, objective.id, words)
    flash(request, words)
    return see_other(address(f"/objectives/{objective.id}/{place}", place_of(request)))


def _row_again(request: WebRequest, objective_id: int, words: str) -> HttpResponse:
    """What is left to do about it, where the inbox lists it."""
    on = clock.today(request.actor.time_zone)
    left = waiting_score(request.actor, on, objective_id)
    if left is None:
        return answered_row(request, words)
    return drawing("inbox/scoring.html", "score_row", left, back_to(request, "/inbox"), words)


def _counts(sheet: Sheet) -> dict[str, int]:
    return {"done": sheet.scored, "all": len(sheet.lines)}


@require_POST
@member_page
def opine(request: WebRequest, objective_id: int) -> HttpResponse:
    """A second opinion on each key result that has one in the form, and on the whole."""
    sheet = _sheet(request, objective_id)
    rules.require(request.actor, "opinion.give", sheet.objective)
    form = Form(request.POST.dict())
    given = [*(line.row.id for line in sheet.lines), None]
    said = 0
    for key_result_id in given:
        name = str(key_result_id or WHOLE)
        fields = _fields(request, name, "opinion", "remark")
        if fields.get("opinion"):
            said += 1
            _keep(form, name, lambda k=key_result_id, f=fields: _opine(request, objective_id, k, f))
    if not said:
        form.errors["opinion"] = _("Choose a score for at least one of them.")
    if form.status != 200:
        return _show(request, _sheet(request, objective_id), form)
    flash(request, _("Your second opinion stands beside the score."))
    return see_other(f"/objectives/{objective_id}/score")


def _opine(
    request: WebRequest, objective_id: int, key_result_id: int | None, fields: dict[str, str]
) -> None:
    asked = {"score": fields["opinion"], "note": fields.get("remark", "")}
    give_opinion(request.actor, objective_id, key_result=key_result_id, **score_fields(asked))


def _show(request: WebRequest, sheet: Sheet, form: Form) -> HttpResponse:
    actor, objective = request.actor, sheet.objective
    is_open = not objective.is_over and not objective.is_draft
    scorable = _scorable(actor, sheet) if is_open else set[int]()
    context = {
        **_mean_shown(sheet, scorable, form.typed),
        "form": form,
        "tenths": TENTHS,
        "may_score": is_open and rules.can(actor, "objective.score", objective),
        "may_opine": is_open and rules.can(actor, "opinion.give", objective),
        "is_open": is_open,
        "may_reopen": objective.is_closed
        and not objective.cycle.is_closed
        and objectives.can(actor, "objective.close", objective),
        **place_of(request),
    }
    shown = page(request, "reviews/score.html", context, status=form.status)
    return in_its_place(request, shown, "cairn-score") if form.status != 200 else shown
