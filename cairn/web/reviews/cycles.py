"""The end of a cycle: what is in, who is missing, and which cycle follows."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.cycles.models import Phase
from cairn.cycles.queries import find_cycle
from cairn.errors import Conflict, Invalid
from cairn.goals.commands.cycles import reopen_cycle
from cairn.intake import MISSING, Intake
from cairn.reviews.commands.cycles import close_cycle, create_next_cycle
from cairn.reviews.endings import missing_of, next_of, standing_of
from cairn.reviews.intake import LONGEST_REASON
from cairn.reviews.policy import rules
from cairn.web.feed import read_feed
from cairn.web.forms import Form, see_other, typed
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.sessions import WebRequest

MOST_SHOWN = 100


@require_http_methods(["GET", "POST"])
@member_page
def close(request: WebRequest, cycle_id: int) -> HttpResponse:
    cycle = find_cycle(request.actor, cycle_id)
    rules.require(request.actor, "cycle.close", cycle)
    if request.method != "POST":
        return _show(request, cycle_id, Form(take_unsent(request)))
    intake = Intake(request.POST)
    reason, anyway = intake.text("reason", LONGEST_REASON), intake.flag("anyway")
    try:
        intake.settle()
        given = "" if reason is MISSING else reason
        closed = close_cycle(request.actor, cycle_id, anyway=anyway is True, reason=given)
    except Invalid as refused:
        return _show(request, cycle_id, Form(typed(request), refused.fields))
    except Conflict as refused:
        return _show(request, cycle_id, Form(typed(request), {"anyway": refused.reason}), 409)
    flash(
        request,
        _("%(name)s is closed. Everything in it stays as it is.") % {"name": closed.name},
    )
    return see_other(f"/cycles/{cycle_id}/close")


@require_POST
@member_page
def reopen(request: WebRequest, cycle_id: int) -> HttpResponse:
    """Back to scoring; what lacks its reason comes back with the page."""
    intake = Intake({"reason": request.POST.get("reason", "")})
    reason = intake.text("reason", LONGEST_REASON)
    try:
        intake.settle()
        opened = reopen_cycle(request.actor, cycle_id, reason=reason)
    except Invalid as refused:
        return _show(request, cycle_id, Form(typed(request), refused.fields))
    flash(
        request,
        _("%(name)s is now in its “%(phase)s” phase.")
        % {"name": opened.name, "phase": Phase(opened.phase).label},
    )
    return see_other(f"/cycles/{cycle_id}/close")


def _show(request: WebRequest, cycle_id: int, form: Form, status: int = 0) -> HttpResponse:
    actor = request.actor
    cycle = find_cycle(actor, cycle_id)
    missing = () if cycle.is_closed else missing_of(actor, cycle)
    context = {
        "cycle": cycle,
        "missing": missing[:MOST_SHOWN],
        "missing_count": len(missing),
        "standing": standing_of(actor, cycle),
        "following": next_of(actor, cycle, request.member.organization.fiscal_month),
        "form": form,
        "feed": read_feed(actor, cycle=cycle.id),
    }
    return page(request, "reviews/close-cycle.html", context, status=status or form.status)


@require_POST
@member_page
def make_next(request: WebRequest, cycle_id: int) -> HttpResponse:
    made = create_next_cycle(request.actor, cycle_id)
    flash(request, _("%(name)s was created, in its drafting phase.") % {"name": made.name})
    return see_other(f"/cycles/{cycle_id}/close")
