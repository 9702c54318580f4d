"""The end of a round: what is published, and the presentation for everybody."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.errors import Conflict, Invalid
from cairn.planning.announcing import read_drafts
from cairn.planning.commands.announcing import announce_round
from cairn.planning.intake_rounds import announcement_fields
from cairn.planning.models import Round
from cairn.planning.policy import rules
from cairn.planning.presentation import read_presentation
from cairn.planning.rounds import find_round
from cairn.storage import clock
from cairn.web.forms import Form, see_other
from cairn.web.pages import flash, member_page, page, take_flashes
from cairn.web.planning.behind import look_behind
from cairn.web.sessions import WebRequest


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def announce(request: WebRequest, round_id: int) -> HttpResponse:
    """Which drafts go out; with all of them at once."""
    held = find_round(request.actor, round_id)
    if request.method != "POST":
        return _show(request, held, Form({}))
    ticked = request.POST.getlist("objective")
    sent = {"objectives": ticked, "with_agreed": request.POST.get("with_agreed", "")}
    try:
        announce_round(request.actor, round_id, **announcement_fields(sent))
    except Invalid as refusal:
        return _show(request, held, Form({"objective": ticked}, refusal.fields))
    except Conflict as refusal:
        flash(request, str(refusal), level="warning")
        return see_other(f"/rounds/{round_id}")
    flash(request, _("Announced. Everything that was ticked is published."))
    return see_other(f"/rounds/{round_id}/presentation")


def _show(request: WebRequest, held: Round, form: Form) -> HttpResponse:
    actor = request.actor
    rules.require(actor, "round.announce", held)
    on = clock.today(actor.time_zone)
    context = {
        "held": held,
        "found": read_drafts(actor, held, on) if held.is_open else None,
        "ticked": form.values.get("objective"),
        "starts_later": held.cycle.starts_on > on,
        "here": f"/rounds/{held.id}/announcement",
        "form": form,
    }
    return page(request, "planning/announcement.html", context, status=form.status)


@require_safe
@member_page
def present(request: WebRequest, round_id: int) -> HttpResponse:
    """One slide after the other, by keys; without scripts one below the other."""
    held = find_round(request.actor, round_id)
    actor = request.actor
    context = {
        "held": held,
        "shown": read_presentation(actor, held, clock.today(actor.time_zone)),
        "behind": look_behind(actor, held.team_id, held.cycle, with_finished=True),
        "organization": request.member.organization,
        "messages": take_flashes(request),
    }
    return render(request, "planning/presentation.html", context)
