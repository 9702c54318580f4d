"""What an objective needs from another team: asking, and the page of one dependency with its acts."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.errors import Conflict, Invalid
from cairn.goals.commands.checks import require_open
from cairn.goals.commands.dependencies import (
    accept_dependency,
    change_dependency,
    decline_dependency,
    deliver_dependency,
    request_dependency,
    withdraw_dependency,
)
from cairn.goals.dependencies import DependencyRow, find_dependency
from cairn.goals.intake_ties import dependency_fields
from cairn.goals.policy import rules
from cairn.goals.queries import find_objective, key_result_rows, visible_objectives
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.web.answering import act_in_row
from cairn.web.forms import Form, see_other, typed
from cairn.web.objectives.names import Directory, suggest_teams
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.sessions import WebRequest

MOST_TEAMS, MOST_SUPPLIERS = 200, 30


@require_http_methods(["GET", "POST"])
@member_page
def need(request: WebRequest, objective_id: int) -> HttpResponse:
    """Ask another team, which is named in words, for something by a day."""
    if request.method != "POST":
        return _asking(request, objective_id, Form(take_unsent(request)))
    try:
        read = _read(request, request.actor)
        made = request_dependency(request.actor, objective_id, **read)
    except Invalid as refused:
        return _asking(request, objective_id, Form(typed(request), refused.fields))
    flash(
        request,
        _("Asked. The lead of the team promises the day, or declines and says why."),
        undo_url=f"/dependencies/{made.id}/withdraw",
    )
    return see_other(f"/objectives/{objective_id}#needs")


def _read(request: WebRequest, actor: Actor) -> dict[str, Any]:
    """The form's fields, with the id of the team that is named."""
    fields = request.POST.dict()
    name = str(fields.pop("team", ""))
    intake = Intake(fields)
    found = Directory(actor, [], [name]).team(intake, "team", name)
    intake.settle()
    fields.update({"team": str(found)} if isinstance(found, int) else {})
    read = dependency_fields(fields)
    names = ("team", "need", "needed_on", "key_result")
    return {name: read[name] for name in names if name in read}


def _asking(request: WebRequest, objective_id: int, form: Form) -> HttpResponse:
    actor = request.actor
    objective = find_objective(actor, objective_id)
    rules.require(actor, "dependency.request", objective)
    require_open(objective)
    if objective.is_draft:
        raise Conflict(_("Publish it first: nobody could read what this is needed for."))
    today = clock.today(actor.time_zone)
    rows = key_result_rows(actor, [objective.id], today, {})
    context = {
        "objective": objective,
        "key_results": [(one.id, one.title) for one in rows],
        "team_names": suggest_teams(actor, "", MOST_TEAMS),
        "today": today,
        "form": form,
    }
    return page(request, "objectives/need.html", context, status=form.status)


@require_safe
@member_page
def show(request: WebRequest, dependency_id: int) -> HttpResponse:
    return dependency_page(request, dependency_id, Form(take_unsent(request)))


def dependency_page(request: WebRequest, dependency_id: int, form: Form) -> HttpResponse:
    actor = request.actor
    row = find_dependency(actor, dependency_id, clock.today(actor.time_zone))
    context = {
        "row": row,
        "need": row.dependency,
        "suppliers": _suppliers(actor, row) if row.may_answer else [],
        "form": form,
        "today": clock.today(actor.time_zone),
    }
    return page(request, "objectives/dependency.html", context, status=form.status)


def _suppliers(actor: Actor, row: DependencyRow) -> list[tuple[int, str]]:
    """Open objectives of the team that is asked and of those below it, the newest first."""
    found = visible_objectives(actor).filter(
        team__path__contains=f".{row.dependency.team_id}.",
        closed_as="",
        cycle__ends_on__gte=clock.today(actor.time_zone),
    )
    return list(found.order_by("-id").values_list("id", "title")[:MOST_SUPPLIERS])


@require_POST
@member_page
def accept(request: WebRequest, dependency_id: int) -> HttpResponse:
    def act() -> str:
        read = dependency_fields(_filled(request, "supplier", "needed_on"))
        accept_dependency(request.actor, dependency_id, **read)
        return _("Promised.")

    return _acted(request, dependency_id, act)


@require_POST
@member_page
def decline(request: WebRequest, dependency_id: int) -> HttpResponse:
    def act() -> str:
        read = dependency_fields(_filled(request, "reason"))
        decline_dependency(request.actor, dependency_id, **read)
        return _("Declined. They can read why.")

    return _acted(request, dependency_id, act)


@require_POST
@member_page
def deliver(request: WebRequest, dependency_id: int) -> HttpResponse:
    def act() -> str:
        deliver_dependency(request.actor, dependency_id)
        return _("Delivered.")

    return _acted(request, dependency_id, act)


@require_POST
@member_page
def withdraw(request: WebRequest, dependency_id: int) -> HttpResponse:
    def act() -> str:
        withdraw_dependency(request.actor, dependency_id)
        return _("Withdrawn: nobody has to bring it any more.")

    return _acted(request, dependency_id, act)


@require_POST
@member_page
def change(request: WebRequest, dependency_id: int) -> HttpResponse:
    def act() -> str:
        read = dependency_fields(_filled(request, "need", "needed_on"))
        made = change_dependency(request.actor, dependency_id, **read)
        return _("Saved; it is asked anew.") if made.state == "requested" else _("Saved.")

    return _acted(request, dependency_id, act)


def _filled(request: WebRequest, *names: str) -> dict[str, str]:
    """Those of the named fields that hold something."""
    found = {name: str(request.POST.get(name, "")) for name in names}
    return {name: text for name, text in found.items() if text.strip()}


def _acted(request: WebRequest, dependency_id: int, act: Callable[[], str]) -> HttpResponse:
    """Do it and go back to where the form stood; bad input shows the dependency's own page."""
    return act_in_row(
        request,
        act,
        otherwise=lambda: f"/dependencies/{dependency_id}",
        refused=lambda refusal: dependency_page(
            request, dependency_id, Form(typed(request), refusal.fields)
        ),
    )
