"""Asking a named person for help, answering, and taking it back."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.checkins.commands.helping import answer_help, ask_for_help, withdraw_help
from cairn.checkins.intake import read_answer, read_help
from cairn.checkins.policy import rules
from cairn.errors import NotFound
from cairn.goals.models import KeyResult, Objective
from cairn.goals.policy import rules as goal_rules
from cairn.goals.queries import find_objective
from cairn.storage.ids import read_id
from cairn.web.answering import act_in_row
from cairn.web.forms import Form, answer, back_to, see_other
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.sessions import WebRequest
from cairn.web.settings.person_choice import person_choices, with_people

PLACES = ("objective", "key_result", "weekly_update", "back")


@dataclass(frozen=True, slots=True)
class About:
    """What help is asked about; both None where it is about nothing in particular."""

    objective: Objective | None = None
    key_result: KeyResult | None = None


@member_page
def ask(request: WebRequest) -> HttpResponse:
    rules.require(request.actor, "help.ask", None)
    if request.method == "POST":
        return answer(request, lambda: _ask(request), lambda form: _show(request, form))
    given = {name: request.GET.get(name, "") for name in PLACES}
    return _show(request, Form({**given, "submission": uuid4().hex, **take_unsent(request)}))


def _ask(request: WebRequest) -> HttpResponse:
    fields = with_people(request.actor, request.POST.dict(), "asked")
    made = ask_for_help(request.actor, **read_help(fields))
    flash(request, _("%(name)s was asked.") % {"name": made.asked.name})
    otherwise = f"/objectives/{made.objective_id}#help" if made.objective_id else "/weekly"
    return see_other(back_to(request, otherwise))


def _show(request: WebRequest, form: Form) -> HttpResponse:
    actor, about = request.actor, _about(request, form)
    cannot_see = "asked" in form.errors and form.values.get("asked") and about.objective
    context: dict[str, Any] = {
        "about": about,
        "values": form.values,
        "errors": form.errors,
        "people": person_choices(actor, _("Choose…"), but=actor.member_id),
        "may_add_reader": bool(cannot_see)
        and goal_rules.can(actor, "objective.edit", about.objective),
    }
    return page(request, "help/ask.html", context, status=form.status)


def _about(request: WebRequest, form: Form) -> About:
    objective_id = read_id(form.values.get("objective"))
    if objective_id is None:
        return About()
    objective = find_objective(request.actor, objective_id)
    wanted = read_id(form.values.get("key_result"))
    key_result = objective.key_results.filter(id=wanted or 0, deleted_at=None).first()
    if wanted is not None and key_result is None:
        raise NotFound
    return About(objective, key_result)


@require_POST
@member_page
def give_answer(request: WebRequest, request_id: int) -> HttpResponse:
    def act() -> str:
        answer_help(request.actor, request_id, **read_answer(request.POST.dict()))
        return _("Your answer is sent.")

    return act_in_row(request, act, about=f"help-{request_id}", otherwise=lambda: "/inbox")


@require_POST
@member_page
def withdraw(request: WebRequest, request_id: int) -> HttpResponse:
    def act() -> str:
        withdraw_help(request.actor, request_id)
        return _("Taken back.")

    return act_in_row(request, act, otherwise=lambda: "/weekly")


urlpatterns = [
    path("help/new", ask),
    path("help/<int:request_id>/answer", give_answer),
    path("help/<int:request_id>/withdraw", withdraw),
]
