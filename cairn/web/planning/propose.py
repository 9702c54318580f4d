"""Proposing from a link, on a phone or at a desk; changing and withdrawing what one proposed.

In an anonymous room nothing kept may tell who proposed: no value is written into the session, not
even what was typed when it had ended, and the key to the proposal goes to its reader alone.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cairn.coach.draft import make_draft
from cairn.coaching.hearing import muted_for
from cairn.errors import Conflict, Forbidden, Invalid
from cairn.organization.actor import Actor
from cairn.planning.board import find_room
from cairn.planning.commands.proposals import (
    change_proposal,
    propose,
    restore_proposal,
    withdraw_proposal,
)
from cairn.planning.intake import proposal_changes, proposal_fields
from cairn.planning.models import Proposal, Room
from cairn.planning.policy import rules
from cairn.planning.proposed import find_proposal, within_of
from cairn.planning.stages import takes_proposals
from cairn.web.forms import Form, see_other, typed
from cairn.web.objectives.remarks import Note, kept_notes
from cairn.web.pages import flash, forget_ended_session, fragment, member_page, page
from cairn.web.planning.behind import look_behind
from cairn.web.sessions import WebRequest
from cairn.web.submissions import new_submission

LONGEST_LOOKED_AT = 6_000


def leaves_no_trace(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever's session has ended signs in again; what they typed stays in their browser alone."""

    @wraps(view)
    def guarded(request: WebRequest, **named: int) -> HttpResponse:
        if request.method == "POST" and request.actor is None:
            forget_ended_session(request)
            return HttpResponseRedirect(f"/sign-in?{urlencode({'next': request.path})}")
        return view(request, **named)

    return guarded


@leaves_no_trace
@require_http_methods(["GET", "POST"])
@member_page
def propose_one(request: WebRequest, room_id: int) -> HttpResponse:
    room = find_room(request.actor, room_id)
    within = within_of(request.actor, room)
    rules.require(request.actor, "room.take_part", within)
    leads = rules.can(request.actor, "room.facilitate", within)
    is_open = takes_proposals(room.stage, is_facilitator=leads)
    if not is_open and request.method == "GET":
        raise Conflict(_("This room takes no proposals any more: it has gone on."))
    if request.method == "GET":
        return _form(request, room, Form())
    if request.POST.get("act") == "look":
        return _form(request, room, Form(typed(request)))
    try:
        made, key = propose(request.actor, room_id, **proposal_fields(request.POST.dict()))
    except Invalid as refusal:
        return _form(request, room, Form(typed(request), refusal.fields))
    if key:
        context = {"room": room, "proposal": made, "key": key}
        return page(request, "planning/proposed.html", context)
    flash(request, _("Proposed."))
    return see_other(f"/rooms/{room_id}#p-{made.id}")


def _form(request: WebRequest, room: Room, form: Form) -> HttpResponse:
    context = {
        "room": room,
        "form": form,
        "notes": remarks_on(request.actor, room, form.values),
        "submission": form.values.get("submission") or new_submission(),
    }
    return page(request, "planning/propose.html", context, status=form.status)


def remarks_on(actor: Actor, room: Room, values: Any) -> list[Note]:
    """What the coach says of what is typed; nothing of an empty form."""
    title, lines = (
        str(values.get(name, ""))[:LONGEST_LOOKED_AT] for name in ("title", "key_results")
    )
    sentences = [line.strip() for line in lines.splitlines() if line.strip()]
    if not title.strip() and not sentences:
        return []
    draft = make_draft(None, title) if room.about_id else make_draft(title, *sentences)
    anchors = [f"kr-{number}" for number in range(1, len(draft.key_results) + 1)]
    return [note for _anchor, note in kept_notes(muted_for(actor), draft, anchors)]


@require_POST
@member_page
def remarks(request: WebRequest, room_id: int) -> HttpResponse:
    """The coach beside the form, asked while somebody types; nothing is kept."""
    room = find_room(request.actor, room_id)
    context = {"notes": remarks_on(request.actor, room, request.POST)}
    return fragment(request, "planning/remarks.html", "remarks", context)


@require_GET
@member_page
def behind(request: WebRequest, room_id: int) -> HttpResponse:
    """What the last cycle taught and left unfinished, for the margin of the form."""
    room = find_room(request.actor, room_id)
    context = {"behind": look_behind(request.actor, room.team_id, room.round.cycle)}
    return fragment(request, "planning/behind.html", "behind", context)


@leaves_no_trace
@require_http_methods(["GET", "POST"])
@member_page
def change(request: WebRequest, proposal_id: int) -> HttpResponse:
    """Its proposer changes it; who proposed without a name shows the key."""
    proposal = find_proposal(request.actor, proposal_id)
    if request.method == "GET":
        return _kept(request, proposal, Form(_values(proposal)))
    fields = request.POST.dict()
    try:
        changes = proposal_changes({name: fields[name] for name in CHANGED if name in fields})
        change_proposal(request.actor, proposal_id, key=_key(request), **changes)
    except Invalid as refusal:
        return _kept(request, proposal, Form(typed(request), refusal.fields))
    except Forbidden as refusal:
        return _kept(request, proposal, _with_wrong_key(request, proposal, refusal))
    return see_other(f"/rooms/{proposal.room_id}#p-{proposal_id}")


CHANGED = ("title", "why", "key_results", "version")


def _with_wrong_key(request: WebRequest, proposal: Proposal, refusal: Forbidden) -> Form:
    """As it was typed, with the key to be put right. What has a name needs none: it stays refused."""
    if proposal.proposer_id is not None:
        raise refusal
    return Form(typed(request), {"key": _("This is not the key of this proposal.")})


def _key(request: WebRequest) -> str:
    return request.POST.get("key", "").strip()[:64]


def _values(proposal: Proposal) -> dict[str, Any]:
    return {
        "title": proposal.title,
        "why": proposal.why,
        "key_results": "\n".join(proposal.key_results),
        "version": proposal.version,
    }


def _kept(request: WebRequest, proposal: Proposal, form: Form) -> HttpResponse:
    within = within_of(request.actor, proposal.room, proposal)
    context = {
        "proposal": proposal,
        "room": proposal.room,
        "form": form,
        "needs_key": proposal.proposer_id is None,
        "may_change": rules.can(request.actor, "proposal.change", within),
        "may_withdraw": rules.can(request.actor, "proposal.withdraw", within),
    }
    return page(request, "planning/proposal.html", context, status=form.status)


@leaves_no_trace
@require_POST
@member_page
def withdraw(request: WebRequest, proposal_id: int) -> HttpResponse:
    """Out of the room, or back in. Of an anonymous one the session is told nothing, so its undo
    stands on its own page."""
    try:
        return _withdraw(request, proposal_id)
    except Forbidden as refusal:
        proposal = find_proposal(request.actor, proposal_id)
        return _kept(request, proposal, _with_wrong_key(request, proposal, refusal))


def _withdraw(request: WebRequest, proposal_id: int) -> HttpResponse:
    if "restore" in request.POST or "restore" in request.GET:
        back = restore_proposal(request.actor, proposal_id, key=_key(request))
        place = f"/rooms/{back.room_id}#p-{proposal_id}"
        return see_other(place if back.proposer_id else f"/proposals/{proposal_id}")
    gone = withdraw_proposal(request.actor, proposal_id, key=_key(request))
    if gone.proposer_id is None:
        return see_other(f"/proposals/{proposal_id}")
    undo = f"/proposals/{proposal_id}/withdraw?restore=1"
    flash(request, _("Withdrawn."), undo_url=undo)
    return see_other(f"/rooms/{gone.room_id}")
