"""What is done with one proposal on the board."""

from django.utils.translation import gettext as _

from cairn.errors import Invalid
from cairn.planning.commands.arguments import (
    argue,
    restore_argument,
    start_speaking,
    withdraw_argument,
)
from cairn.planning.commands.ballots import set_vote
from cairn.planning.commands.choosing import choose_proposal, unchoose_proposal
from cairn.planning.commands.groups import move_proposal, unmerge_proposal
from cairn.planning.commands.parts import open_over_parts
from cairn.planning.intake import argument_fields, moving_fields, speaking_fields, vote_fields
from cairn.planning.models import Proposal
from cairn.web.pages import flash
from cairn.web.planning.acting import board_act
from cairn.web.sessions import WebRequest


@board_act
def move(request: WebRequest, proposal_id: int) -> int:
    """Into a group, to a place; refused where somebody else was faster, who is shown then."""
    fields = moving_fields(request.POST.dict())
    return move_proposal(request.actor, proposal_id, **fields).room_id


@board_act
def unmerge(request: WebRequest, proposal_id: int) -> int:
    return unmerge_proposal(request.actor, proposal_id).room_id


@board_act
def vote(request: WebRequest, proposal_id: int) -> int:
    """So many dots in all; sent again after a sleep they are the same dots."""
    fields = vote_fields(request.POST.dict())
    return set_vote(request.actor, proposal_id, **fields).ballot.room_id


@board_act
def say(request: WebRequest, proposal_id: int) -> int:
    return argue(
        request.actor, proposal_id, **argument_fields(request.POST.dict())
    ).proposal.room_id


@board_act
def unsay(request: WebRequest, argument_id: int) -> int:
    """Out of the arguments, or back in."""
    if "restore" in request.POST or "restore" in request.GET:
        return restore_argument(request.actor, argument_id).proposal.room_id
    gone = withdraw_argument(request.actor, argument_id)
    if "HX-Request" not in request.headers:
        undo = f"/arguments/{argument_id}/withdraw?restore=1"
        flash(request, _("Taken out."), undo_url=undo)
    return gone.proposal.room_id


@board_act
def speak(request: WebRequest, proposal_id: int) -> int:
    return start_speaking(request.actor, proposal_id, **speaking_fields(request.POST.dict())).id


@board_act
def choose(request: WebRequest, proposal_id: int) -> int:
    """`act`: choose it, or take the choice back."""
    match request.POST.get("act", "choose"):
        case "choose":
            return choose_proposal(request.actor, proposal_id).proposal.room_id
        case "unchoose":
            return unchoose_proposal(request.actor, proposal_id).room_id
        case _:
            choices = {"choices": "choose, unchoose"}
            raise Invalid({"act": _("Choose one of: %(choices)s.") % choices})


@board_act
def open_room(request: WebRequest, proposal_id: int) -> int:
    """Over the key results of what it became; all find it on the board that it was chosen on."""
    open_over_parts(request.actor, proposal_id)
    return int(Proposal.objects.values_list("room_id", flat=True).get(id=proposal_id))
