"""Voting with dots: opening a vote, giving dots, revealing all at once.

No event, no answer and no query tells of a vote before the reveal but each voter's own.
"""

from django.db.models import Max
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.goals.commands.checks import UNKNOWN
from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.planning.commands.locking import (
    CLOCK,
    grow,
    lock_proposal,
    lock_room,
    record_in_room,
    require_going,
    require_stage,
    sit_down,
    stop_timer,
)
from cairn.planning.commands.proposals import standing
from cairn.planning.models import Ballot, Proposal, Purse, Room, Stage, Vote
from cairn.planning.policy import rules
from cairn.storage import clock


@atomic
def open_ballot(
    actor: Actor, room_id: int, *, dots: int | None = None, among: list[int] | None = None
) -> Ballot:
    """Let everybody vote, with so many dots (else the room's), among these proposals or all that
    stand. The room goes to voting, its timer stops. One that is open already is given back."""
    within = lock_room(actor, room_id)
    room = within.room
    require_going(room)
    rules.require(actor, "room.facilitate", within)
    if going := _open_one(room):
        return going
    _check_among(room, among or [])
    last = room.ballots.aggregate(last=Max("number"))["last"] or 0
    ballot = Ballot.objects.create(
        room=room,
        number=last + 1,
        dots=dots or room.dots,
        among=[str(one) for one in among or []],
        opened_by_id=actor.member_id,
        opened_at=clock.now(),
    )
    room.stage = Stage.VOTING
    stop_timer(room)
    grow(room, "stage", *CLOCK)
    record_in_room(actor, Event.BALLOT_OPENED, room)
    return ballot


def _open_one(room: Room) -> Ballot | None:
    return room.ballots.filter(revealed_at__isnull=True).first()


def _check_among(room: Room, among: list[int]) -> None:
    standing_ones = room.proposals.filter(withdrawn_at__isnull=True, merged_into__isnull=True)
    if among and standing_ones.filter(id__in=among).count() != len(set(among)):
        refuse("among", UNKNOWN)
    if not standing_ones.exists():
        raise Conflict(_("There is nothing to vote on yet."))


@atomic
def set_vote(actor: Actor, proposal_id: int, *, dots: int, ballot: int | None = None) -> Purse:
    """Give a proposal so many dots in the vote that is open, 0 to take them back; what the actor has
    left is in the purse. Sent again it changes nothing.

    `ballot`: the vote that was meant; one sent late must not count in the next.
    """
    within = lock_proposal(actor, proposal_id)
    room = within.room
    rules.require(actor, "room.take_part", within)
    require_going(room)
    going = _open_one(room)
    if going is None or ballot not in (None, going.id):
        raise Conflict(_("This vote was revealed already; it takes no more dots."))
    require_stage(room, (Stage.VOTING,))
    proposal = standing(within)
    if going.among and str(proposal.id) not in going.among:
        raise Conflict(_("This vote is among others only."))
    is_new = sit_down(actor, within)
    purse = _purse(actor, going)
    was_empty = purse.spent == purse.dots
    _give(purse, proposal, dots)
    if is_new or was_empty != (purse.spent == purse.dots):
        grow(room)
    return purse


def _purse(actor: Actor, ballot: Ballot) -> Purse:
    found, _made = Purse.objects.select_for_update(no_key=True).get_or_create(
        ballot=ballot, member_id=actor.member_id, defaults={"dots": ballot.dots}
    )
    return found


def _give(purse: Purse, proposal: Proposal, dots: int) -> None:
    given = Vote.objects.filter(
        ballot=purse.ballot_id, proposal=proposal, member=purse.member_id
    ).first()
    before = given.dots if given else 0
    if dots == before:
        return
    if purse.spent - before + dots > purse.dots:
        left = purse.dots - purse.spent + before
        refuse("dots", _("You have %(left)s dots left for this.") % {"left": left})
    purse.spent += dots - before
    purse.save(update_fields=["spent"])
    if given is None:
        Vote.objects.create(
            ballot_id=purse.ballot_id, proposal=proposal, member_id=purse.member_id, dots=dots
        )
    elif dots == 0:
        given.delete()
    else:
        given.dots = dots
        given.save(update_fields=["dots"])


@atomic
def reveal_ballot(actor: Actor, ballot_id: int) -> Ballot:
    """Show everybody what all gave, at once. Twice changes nothing."""
    room_id = Ballot.objects.filter(id=ballot_id).values_list("room_id", flat=True).first()
    if room_id is None:
        raise NotFound
    within = lock_room(actor, room_id)
    room = within.room
    rules.require(actor, "room.facilitate", within)
    ballot = Ballot.objects.get(id=ballot_id)
    if ballot.revealed_at is None:
        require_going(room)
        ballot.revealed_by_id, ballot.revealed_at = actor.member_id, clock.now()
        ballot.save(update_fields=["revealed_by", "revealed_at"])
        grow(room)
        record_in_room(actor, Event.BALLOT_REVEALED, room)
    return ballot
