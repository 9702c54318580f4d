"""Correcting a check-in of any day: what stood there stays in the history, struck through."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.intake import read_check_in
from cairn.checkins.models import CheckIn
from cairn.errors import Conflict, Invalid, NotFound
from cairn.goals.models import Kind
from cairn.goals.policy import rules
from cairn.goals.queries import find_key_result, milestones_of
from cairn.measures.amounts import format_amount
from cairn.web.forms import Form, see_other
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.sessions import WebRequest


@require_http_methods(["GET", "POST"])
@member_page
def correct(request: WebRequest, checkin_id: int) -> HttpResponse:
    """The form with what was said, and the new check-in that replaces it."""
    made = find_check_in(request, checkin_id)
    rules.require(request.actor, "key_result.check_in", made.key_result)
    if hasattr(made, "corrected_by"):
        raise Conflict(_("This check-in was corrected already; correct the newer one."))
    if request.method != "POST":
        return _show(request, made, Form(take_unsent(request) or as_said(request, made)))
    sent: dict[str, Any] = request.POST.dict()
    if made.key_result.kind == Kind.MILESTONES:
        sent.pop("value", None)
        sent["milestones_reached"] = request.POST.getlist("milestones_reached")
    try:
        arguments = read_check_in({**sent, "corrects": str(made.id)}, made.key_result)
        check_in(request.actor, made.key_result_id, **arguments)
    except Invalid as refused:
        return _show(request, made, Form(sent, refused.fields))
    flash(request, _("Corrected. What stood there stays in the line, struck through."))
    return see_other(f"/objectives/{made.key_result.objective_id}?tab=check-ins")


def find_check_in(request: WebRequest, checkin_id: int) -> CheckIn:
    """With its key result loaded for the policy, or `NotFound`."""
    made = (
        CheckIn.objects.filter(id=checkin_id, organization_id=request.actor.organization_id)
        .select_related("reading", "author", "corrected_by")
        .first()
    )
    if made is None:
        raise NotFound
    made.key_result = find_key_result(request.actor, made.key_result_id)
    return made


def as_said(request: WebRequest, made: CheckIn) -> dict[str, Any]:
    """What the check-in says, as one would type it."""
    reading = made.reading
    value = None if reading is None else reading.value
    unit = made.key_result.unit
    return {
        "value": "" if value is None else format_amount(value, unit, request.actor.locale),
        "milestones_reached": [] if reading is None else reading.milestones,
        "confidence": str(made.confidence),
        "note": made.note,
        "blockers": made.blockers,
        "status": made.status,
        "effective_on": made.effective_on.isoformat(),
    }


def _show(request: WebRequest, made: CheckIn, form: Form) -> HttpResponse:
    key_result = made.key_result
    steps = milestones_of([key_result.id]) if key_result.kind == Kind.MILESTONES else {}
    reached = form.values.get("milestones_reached", ())
    context = {
        "made": made,
        "key_result": key_result,
        "objective": key_result.objective,
        "steps": steps.get(key_result.id, ()),
        "reached": {str(one) for one in ([reached] if isinstance(reached, str) else reached)},
        "form": form,
    }
    return page(request, "objectives/correct.html", context, status=form.status)
