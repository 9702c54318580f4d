"""Speaking for and against a proposal, each with a timer, always by name."""

from datetime import timedelta

from django.db.transaction import atomic

from cairn.errors import NotFound
from cairn.organization.actor import Actor
from cairn.planning.commands.locking import (
    grow,
    lock_proposal,
    require_going,
    require_stage,
    sit_down,
)
from cairn.planning.commands.proposals import standing
from cairn.planning.models import Argument, Room
from cairn.planning.policy import Within, rules
from cairn.planning.stages import ARGUABLE
from cairn.storage import clock


@atomic
def argue(
    actor: Actor, proposal_id: int, *, side: str, body: str, submission: str | None = None
) -> Argument:
    """Say why one is for or against. The same `submission` twice gives the one of the first time."""
    within = lock_proposal(actor, proposal_id)
    proposal = standing(within)
    known = proposal.arguments.filter(submission=submission, author=actor.member_id)
    if submission and (first := known.first()):
        return first
    rules.require(actor, "room.take_part", within)
    require_stage(within.room, ARGUABLE)
    sit_down(actor, within)
    made = Argument.objects.create(
        proposal=proposal,
        side=side,
        body=body,
        author_id=actor.member_id,
        created_at=clock.now(),
        submission=submission or None,
    )
    grow(within.room)
    return made


@atomic
def withdraw_argument(actor: Actor, argument_id: int) -> Argument:
    """Take it out; it can be brought back. Twice changes nothing."""
    argument, within = _lock_argument(actor, argument_id)
    if argument.deleted_at is None:
        argument.deleted_at = clock.now()
        argument.save(update_fields=["deleted_at"])
        grow(within.room)
    return argument


@atomic
def restore_argument(actor: Actor, argument_id: int) -> Argument:
    argument, within = _lock_argument(actor, argument_id)
    if argument.deleted_at is not None:
        argument.deleted_at = None
        argument.save(update_fields=["deleted_at"])
        grow(within.room)
    return argument


def _lock_argument(actor: Actor, argument_id: int) -> tuple[Argument, Within]:
    found = Argument.objects.filter(id=argument_id).first()
    if found is None:
        raise NotFound
    within = lock_proposal(actor, found.proposal_id)
    found.refresh_from_db()
    target = Within(within.room, within.seat, within.proposal, found)
    require_going(within.room)
    rules.require(actor, "argument.withdraw", target)
    return found, target


@atomic
def start_speaking(
    actor: Actor, proposal_id: int, *, side: str, minutes: int, within: int | None = None
) -> Room:
    """Somebody speaks for or against a proposal for so long; everybody sees which and the time.
    `set_timer` with 0 minutes stops it. `within`: the room that it must lie in."""
    found = lock_proposal(actor, proposal_id)
    room = found.room
    if within not in (None, room.id):
        raise NotFound
    require_going(room)
    rules.require(actor, "room.facilitate", found)
    room.speaking, room.side = standing(found), side
    room.timer_ends_at = clock.now() + timedelta(minutes=minutes)
    grow(room, "speaking", "side", "timer_ends_at")
    return room
