"""Reading a room again for a write. Its row is locked first and alone orders all that happens there:
a vote and a reveal, two facilitators, a late proposal and the end."""

from collections.abc import Collection
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind
from cairn.events.ledger import record
from cairn.organization.actor import Actor
from cairn.planning.keys import fits
from cairn.planning.models import Proposal, Room, Seat
from cairn.planning.policy import Within

CLOCK: Final = ("timer_ends_at", "speaking", "side")


def lock_room(actor: Actor, room_id: int) -> Within:
    """Locked and loaded for the policy; `NotFound` if it is not there for this actor."""
    found = (
        Room.objects.select_for_update(of=("self",), no_key=True)
        .select_related("team", "round")
        .filter(id=room_id, organization_id=actor.organization_id)
        .first()
    )
    if found is None:
        raise NotFound
    return Within(found, Seat.objects.filter(room=found, member=actor.member_id).first())


def lock_proposal(actor: Actor, proposal_id: int, *, key: str = "") -> Within:
    """A proposal with its room locked. `key`: what its anonymous proposer shows."""
    room_id = Proposal.objects.filter(id=proposal_id).values_list("room_id", flat=True).first()
    if room_id is None:
        raise NotFound
    within = lock_room(actor, room_id)
    proposal = Proposal.objects.filter(id=proposal_id, room=within.room).first()
    if proposal is None:
        raise NotFound
    proposal.room = within.room
    return Within(within.room, within.seat, proposal, has_key=fits(proposal.key_hash, key))


def require_going(room: Room) -> None:
    if room.ended_at is not None:
        raise Conflict(_("This room has ended; what was written there stays as it is."))


def require_stage(room: Room, stages: Collection[str]) -> None:
    require_going(room)
    if room.stage not in stages:
        raise Conflict(_("The room is not at that now. Look at where the facilitator is."))


def grow(room: Room, *changed: str) -> None:
    """Keep what changed, and tell all that look."""
    room.revision += 1
    room.save(update_fields=[*changed, "revision"])


def stop_timer(room: Room) -> None:
    """In the row, not kept yet: `CLOCK` changes."""
    room.timer_ends_at, room.speaking, room.side = None, None, ""


def sit_down(actor: Actor, within: Within) -> bool:
    """Whether the actor's seat was taken now: they had none, or had left."""
    seat = within.seat
    if seat is None:
        Seat.objects.create(room=within.room, member_id=actor.member_id)
        return True
    if seat.left_at is None:
        return False
    seat.left_at = None
    seat.save(update_fields=["left_at"])
    return True


def record_in_room(actor: Actor, kind: Kind, room: Room, **values: Any) -> None:
    record(
        actor,
        kind,
        values.pop("subject", room.id),
        title=values.pop("title", room.team.name),
        team_id=room.team_id,
        **values,
    )
