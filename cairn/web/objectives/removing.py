"""A key result leaves its objective and comes back; while its cycle runs, with a reason."""

from datetime import datetime, timedelta
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.errors import Invalid
from cairn.goals.commands.checks import is_settled, require_open
from cairn.goals.commands.key_results import delete_key_result, restore_key_result
from cairn.goals.models import KeyResult
from cairn.goals.policy import rules
from cairn.goals.queries import find_deleted_key_result, find_key_result
from cairn.intake import Intake
from cairn.storage import clock
from cairn.web.forms import Form, see_other, typed
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.sessions import WebRequest

MOMENT: Final = timedelta(minutes=10)


@require_http_methods(["GET", "POST"])
@member_page
def delete(request: WebRequest, key_result_id: int) -> HttpResponse:
    """The undo of the moment in which it was added is a reason itself."""
    found = find_key_result(request.actor, key_result_id)
    if request.method != "POST":
        return _asking(request, found, Form(take_unsent(request)))
    try:
        at_once = _("Added by mistake; taken back at once.")
        reason = _reason(request, at_once, found.created_at)
        delete_key_result(request.actor, key_result_id, reason=reason)
    except Invalid as refused:
        return _asking(request, found, Form(typed(request), refused.fields))
    flash(
        request,
        _("“%(title)s” is deleted; the others share its weight.") % {"title": found.title},
        undo_url=f"/key-results/{key_result_id}/restore?undo=1",
    )
    return see_other(f"/objectives/{found.objective_id}")


@require_http_methods(["GET", "POST"])
@member_page
def restore(request: WebRequest, key_result_id: int) -> HttpResponse:
    """The undo of the moment in which it was deleted is a reason itself."""
    found = find_deleted_key_result(request.actor, key_result_id)
    if request.method != "POST":
        return _asking(request, found, Form(take_unsent(request)))
    try:
        at_once = _("Deleted by mistake; taken back at once.")
        reason = _reason(request, at_once, found.deleted_at)
        restore_key_result(request.actor, key_result_id, reason=reason)
    except Invalid as refused:
        return _asking(request, found, Form(typed(request), refused.fields))
    flash(request, _("“%(title)s” is back.") % {"title": found.title})
    return see_other(f"/objectives/{found.objective_id}#kr-{key_result_id}")


def _reason(request: WebRequest, at_once: str, since: datetime | None) -> str:
    """What was written; else, for an undo soon after what it undoes, that it is one."""
    intake = Intake({"reason": request.POST.get("reason", "")})
    reason = intake.text("reason", 2_000)
    intake.settle()
    is_undo = "undo" in request.GET and since is not None and clock.now() - since < MOMENT
    return reason or (at_once if is_undo else "")


def _asking(request: WebRequest, key_result: KeyResult, form: Form) -> HttpResponse:
    """What is about to change, and why."""
    objective = key_result.objective
    rules.require(request.actor, "key_result.edit", key_result)
    require_open(objective)
    context = {
        "objective": objective,
        "key_result": key_result,
        "is_deleted": key_result.deleted_at is not None,
        "wants_reason": is_settled(objective),
        "form": form,
    }
    return page(request, "objectives/removing.html", context, status=form.status)
