"""Agreeing on one objective: submit, take back, confirm, return."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.errors import Invalid, Stale
from cairn.goals.agreed import read_text, stamp_of
from cairn.goals.commands.confirming import (
    confirm_objective,
    return_objective,
    submit_objective,
    withdraw_submission,
)
from cairn.goals.intake_agreeing import read_remark, return_fields
from cairn.goals.models import Objective
from cairn.goals.policy import can_see
from cairn.web.answering import act_in_row
from cairn.web.objectives.page import Retry, objective_page
from cairn.web.pages import member_page
from cairn.web.sessions import WebRequest


@require_POST
@member_page
def submit(request: WebRequest, objective_id: int) -> HttpResponse:
    def act() -> tuple[Objective, str]:
        note = read_remark(request.POST, "note")
        done = submit_objective(request.actor, objective_id, note=note)
        return done, _("Submitted. You may go on writing while it waits for an answer.")

    return _acted(request, objective_id, "submit", act)


@require_POST
@member_page
def withdraw(request: WebRequest, objective_id: int) -> HttpResponse:
    def act() -> tuple[Objective, str]:
        done = withdraw_submission(request.actor, objective_id)
        return done, _("Taken back. Nobody has to answer any more.")

    return _acted(request, objective_id, "withdraw", act)


@require_POST
@member_page
def confirm(request: WebRequest, objective_id: int) -> HttpResponse:
    """`seen` is the text that the confirmer read; another one is refused, and both are shown."""
    seen = request.POST.get("seen", "")

    def act() -> tuple[Objective, str]:
        done = confirm_objective(
            request.actor,
            objective_id,
            stamp=stamp_of(read_text(seen)),
            comment=read_remark(request.POST, "comment"),
            publish="publish" in request.POST,
        )
        return done, _("Confirmed.") if done.is_draft else _("Confirmed and published.")

    try:
        return _acted(request, objective_id, "confirm", act)
    except Stale:
        return objective_page(request, objective_id, seen=seen)


@require_POST
@member_page
def give_back(request: WebRequest, objective_id: int) -> HttpResponse:
    def act() -> tuple[Objective, str]:
        done = return_objective(request.actor, objective_id, **return_fields(request.POST.dict()))
        return done, _("Returned, with your comment.")

    return _acted(request, objective_id, "return", act)


def _acted(
    request: WebRequest,
    objective_id: int,
    form: str,
    act: Callable[[], tuple[Objective, str]],
) -> HttpResponse:
    """Do it and go back to where the form stood; bad input shows the objective's own page. What was
    published for a few may be hidden from whoever confirmed it."""
    own = f"/objectives/{objective_id}"

    def do() -> str:
        nonlocal own
        done, words = act()
        own = own if can_see(request.actor, done) else "/"
        return words

    def refused(refusal: Invalid) -> HttpResponse:
        return objective_page(
            request, objective_id, Retry(form, request.POST.dict(), refusal.fields)
        )

    return act_in_row(request, do, otherwise=lambda: own, refused=refused)
