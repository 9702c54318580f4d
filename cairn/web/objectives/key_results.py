"""What is done to one key result, and to the initiatives below it."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.errors import Invalid
from cairn.goals.commands.initiatives import (
    add_initiative,
    delete_initiative,
    edit_initiative,
)
from cairn.goals.commands.key_results import (
    add_key_result,
    claim_key_result,
    edit_key_result,
)
from cairn.goals.commands.weights import even_out_weights, release_weight, set_weight
from cairn.goals.intake import read_initiative, read_key_result
from cairn.goals.queries import find_key_result
from cairn.intake import Intake, refuse
from cairn.organization.actor import Actor
from cairn.web.forms import see_other, typed
from cairn.web.objectives.names import Directory
from cairn.web.objectives.page import Retry, objective_page
from cairn.web.objectives.sentences import fill_line
from cairn.web.objectives.sheet import LINE_FIELDS, Line
from cairn.web.pages import flash, member_page
from cairn.web.sessions import WebRequest


def _to(objective_id: int, key_result_id: int | None = None) -> HttpResponse:
    mark = f"#kr-{key_result_id}" if key_result_id else ""
    return see_other(f"/objectives/{objective_id}{mark}")


@require_POST
@member_page
def add(request: WebRequest, objective_id: int) -> HttpResponse:
    """One more from its sentence alone; what the sentence does not say can be edited later."""
    sentence = request.POST.get("title", "")
    line = Line(1, {**dict.fromkeys(LINE_FIELDS, ""), "title": sentence})
    fill_line(line, request.actor.locale)
    fields = {name: text for name, text in line.fields.items() if text or name == "title"}
    reason = request.POST.get("reason", "")
    try:
        read = read_key_result({**fields, "reason": reason})
        owner = None if request.POST.get("open") else request.actor.member_id
        intake = Intake({"submission": request.POST.get("submission", "")})
        once = intake.line("submission", 64, required=False)
        intake.settle()
        made = add_key_result(request.actor, objective_id, owner=owner, submission=once, **read)
    except Invalid as refused:
        errors = {
            ("reason" if name == "reason" else "title"): why for name, why in refused.fields.items()
        }
        retry = Retry("key-result", {"title": sentence, "reason": reason}, errors)
        return objective_page(request, objective_id, retry)
    flash(request, _("Added."), undo_url=f"/key-results/{made.id}/delete?undo=1")
    return _to(objective_id, made.id)


@require_http_methods(["GET", "POST"])
@member_page
def edit(request: WebRequest, key_result_id: int) -> HttpResponse:
    """GET: its line in the editor. POST: change what is given."""
    key_result = find_key_result(request.actor, key_result_id)
    if request.method != "POST":
        return see_other(f"/objectives/{key_result.objective_id}/edit#line-{key_result_id}")
    edit_key_result(
        request.actor, key_result_id, **read_key_result(request.POST.dict(), unit=key_result.unit)
    )
    flash(request, _("Saved."))
    return _to(key_result.objective_id, key_result_id)


@require_POST
@member_page
def weigh(request: WebRequest, key_result_id: int) -> HttpResponse:
    read = read_key_result({k: request.POST.get(k, "") for k in ("weight", "reason")})
    if read["weight"] is None:
        refuse("weight", _("Write a weight from 0 to 100 %, with at most two decimals."))
    objective = set_weight(
        request.actor, key_result_id, weight=read["weight"], reason=read["reason"]
    )
    flash(request, _("The weights are changed."))
    return _to(objective.id, key_result_id)


@require_POST
@member_page
def release(request: WebRequest, key_result_id: int) -> HttpResponse:
    return _to(release_weight(request.actor, key_result_id).id, key_result_id)


@require_POST
@member_page
def even_out(request: WebRequest, objective_id: int) -> HttpResponse:
    intake = Intake({"reason": request.POST.get("reason", "")})
    reason = intake.text("reason", 2_000)
    intake.settle()
    even_out_weights(request.actor, objective_id, reason=reason)
    flash(request, _("The weights are even."))
    return _to(objective_id)


@require_POST
@member_page
def claim(request: WebRequest, key_result_id: int) -> HttpResponse:
    key_result = claim_key_result(request.actor, key_result_id)
    flash(request, _("It is yours now."))
    return _to(key_result.objective_id, key_result_id)


@require_http_methods(["GET"])
@member_page
def check_in(request: WebRequest, key_result_id: int) -> HttpResponse:
    """Its row among the check-ins."""
    key_result = find_key_result(request.actor, key_result_id)
    return see_other(f"/check-in?objective={key_result.objective_id}#kr-{key_result_id}")


@require_http_methods(["GET"])
@member_page
def find(request: WebRequest, key_result_id: int) -> HttpResponse:
    """A key result's own address leads to its row."""
    return _to(find_key_result(request.actor, key_result_id).objective_id, key_result_id)


def _initiative_fields(request: WebRequest) -> dict[str, Any]:
    """The form's fields, the owner by name."""
    fields: dict[str, Any] = {
        name: text
        for name, text in request.POST.items()
        if name in ("title", "state", "due_on", "url")
    }
    intake = Intake({})
    if "owner" in request.POST:
        fields["owner"] = _person(request.actor, intake, request.POST["owner"])
    intake.settle()
    return fields


def _person(actor: Actor, intake: Intake, name: str) -> str:
    found = Directory(actor, [name], []).person(intake, "owner", name)
    return str(found) if isinstance(found, int) else ""


@require_POST
@member_page
def plan(request: WebRequest, key_result_id: int) -> HttpResponse:
    """One more initiative."""
    key_result = find_key_result(request.actor, key_result_id)
    try:
        read = read_initiative(_initiative_fields(request))
        if not read.get("title"):
            refuse("title", _("This is needed."))
        made = add_initiative(request.actor, key_result_id, **read)
    except Invalid as refused:
        retry = Retry(f"initiative-{key_result_id}", typed(request), refused.fields)
        return objective_page(request, key_result.objective_id, retry)
    flash(request, _("Added."), undo_url=f"/initiatives/{made.id}/delete")
    return _to(key_result.objective_id, key_result_id)


@require_POST
@member_page
def replan(request: WebRequest, initiative_id: int) -> HttpResponse:
    """Change an initiative, or only its state."""
    made = edit_initiative(
        request.actor, initiative_id, **read_initiative(_initiative_fields(request))
    )
    return _to(made.key_result.objective_id, made.key_result_id)


@require_POST
@member_page
def drop(request: WebRequest, initiative_id: int) -> HttpResponse:
    made = delete_initiative(request.actor, initiative_id)
    flash(request, _("“%(title)s” is deleted.") % {"title": made.title})
    return _to(made.key_result.objective_id, made.key_result_id)
