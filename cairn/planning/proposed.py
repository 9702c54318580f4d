"""One proposal, and what the policy asks of somebody in its room."""

from django.db.models import FETCH_RAISE

from cairn.errors import NotFound
from cairn.organization.actor import Actor
from cairn.planning.models import Proposal, Room, Seat
from cairn.planning.policy import Within


def find_proposal(viewer: Actor, proposal_id: int) -> Proposal:
    """With its room, or `NotFound`: everybody in the organization may look. One query."""
    found = (
        Proposal.objects.filter(id=proposal_id, room__organization_id=viewer.organization_id)
        .select_related("room__team", "room__round__cycle", "room__about", "proposer")
        .fetch_mode(FETCH_RAISE)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def within_of(viewer: Actor, room: Room, proposal: Proposal | None = None) -> Within:
    """For questions of a page; a command reads the same under its lock. One query."""
    seat = Seat.objects.filter(room=room, member=viewer.member_id).first()
    return Within(room, seat, proposal)
