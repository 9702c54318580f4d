"""The page on which a lead sees every team's set beside their own: what is covered, and what is not."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn.errors import Conflict, Invalid
from cairn.planning.commands.aligning import plan_alignment, unplan_alignment
from cairn.planning.coverage import read_coverage
from cairn.planning.intake_rounds import alignment_fields
from cairn.planning.policy import rules
from cairn.planning.rounds import find_round
from cairn.storage import clock
from cairn.web.forms import see_other
from cairn.web.pages import flash, member_page, page
from cairn.web.refusals import sentence_of
from cairn.web.sessions import WebRequest


@require_safe
@member_page
def show(request: WebRequest, round_id: int) -> HttpResponse:
    actor = request.actor
    held = find_round(actor, round_id)
    context = {
        "held": held,
        "coverage": read_coverage(actor, held, clock.today(actor.time_zone)),
        "may_announce": rules.can(actor, "round.announce", held),
        "here": f"/rounds/{round_id}/coverage",
    }
    return page(request, "planning/coverage.html", context)


@require_POST
@member_page
def align(request: WebRequest, round_id: int) -> HttpResponse:
    """Say what a draft is to support; `place` is an objective above, or one and its key result."""
    find_round(request.actor, round_id)
    above, _dot, part = request.POST.get("place", "").partition(".")
    sent = {"objective": request.POST.get("objective", ""), "target": above, "key_result": part}
    try:
        plan_alignment(request.actor, round_id, **alignment_fields(sent))
    except (Conflict, Invalid) as refusal:
        flash(request, sentence_of(refusal), level="warning")
    return see_other(f"/rounds/{round_id}/coverage")


@require_POST
@member_page
def unalign(request: WebRequest, planned_id: int) -> HttpResponse:
    held = unplan_alignment(request.actor, planned_id)
    flash(request, _("Taken out."))
    return see_other(f"/rounds/{held.id}/coverage")
