"""Putting proposals into groups and into order, and making one of several. By facilitators only;
each origin stays as it was proposed."""

from django.db.models import Max
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound, Stale
from cairn.events.kinds import Kind as Event
from cairn.goals.commands.checks import UNKNOWN
from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.planning.commands.locking import (
    grow,
    lock_proposal,
    lock_room,
    record_in_room,
    require_going,
)
from cairn.planning.commands.proposals import GAP, standing
from cairn.planning.models import Choice, Group, Proposal, Room
from cairn.planning.policy import Within, rules

MOST_GROUPS = 60


class Moved(Stale):
    """`theirs` says where it is now: `group` and `position` (from 0)."""

    reason = _("Somebody else moved it meanwhile. This is where it is now.")


@atomic
def make_group(actor: Actor, room_id: int, *, name: str) -> Group:
    """An empty group, after the others."""
    room = _lead(actor, lock_room(actor, room_id))
    if room.groups.count() >= MOST_GROUPS:
        raise Conflict(_("There are 60 groups already; merge some of them first."))
    last = room.groups.aggregate(last=Max("position"))["last"]
    made = Group.objects.create(room=room, name=name, position=0 if last is None else last + 1)
    grow(room)
    return made


@atomic
def rename_group(actor: Actor, group_id: int, *, name: str) -> Group:
    group = _lock_group(actor, group_id)
    if group.name != name:
        group.name = name
        group.save(update_fields=["name"])
        grow(group.room)
    return group


@atomic
def move_group(actor: Actor, group_id: int, *, position: int) -> Group:
    """To this place among the groups, from 0."""
    group = _lock_group(actor, group_id)
    others = list(group.room.groups.exclude(id=group.id).order_by("position", "id"))
    others.insert(position, group)
    for place, one in enumerate(others):
        one.position = place
    Group.objects.bulk_update(others, ["position"])
    grow(group.room)
    return group


@atomic
def delete_group(actor: Actor, group_id: int) -> Room:
    """Its proposals lie loose again."""
    group = _lock_group(actor, group_id)
    room = group.room
    group.delete()
    grow(room)
    return room


def _lead(actor: Actor, within: Within) -> Room:
    require_going(within.room)
    rules.require(actor, "room.facilitate", within)
    return within.room


def _lock_group(actor: Actor, group_id: int) -> Group:
    room_id = Group.objects.filter(id=group_id).values_list("room_id", flat=True).first()
    if room_id is None:
        raise NotFound
    room = _lead(actor, lock_room(actor, room_id))
    group = Group.objects.filter(id=group_id, room=room).first()
    if group is None:
        raise NotFound
    group.room = room
    return group


@atomic
def move_proposal(
    actor: Actor,
    proposal_id: int,
    *,
    group: int | None,
    position: int,
    version: int | None = None,
) -> Proposal:
    """Into a group (None: loose), to this place among those that stand there, from 0.

    `version`: as it was when the actor took it up; `Moved` if somebody else was faster.
    """
    within = lock_proposal(actor, proposal_id)
    room = _lead(actor, within)
    proposal = standing(within)
    into = room.groups.filter(id=group).first() if group is not None else None
    if group is not None and into is None:
        refuse("group", UNKNOWN)
    beside = _places(room, group, proposal)
    position = min(position, len(beside))
    if version not in (None, proposal.version):
        _require_there(room, proposal, group, position)
        return proposal
    proposal.group = into
    proposal.position = _make_way(beside, position)
    proposal.version += 1
    proposal.save(update_fields=["group", "position", "version"])
    grow(room)
    return proposal


def _places(room: Room, group: int | None, besides: Proposal) -> list[Proposal]:
    """What stands in a group, in order, without the one that moves."""
    found = room.proposals.filter(
        group=group, merged_into__isnull=True, withdrawn_at__isnull=True
    ).exclude(id=besides.id)
    return list(found.only("id", "position", "room_id").order_by("position", "id"))


def _make_way(beside: list[Proposal], place: int) -> int:
    """A position between two others; where they lie too close all are spread out anew."""
    before = beside[place - 1].position if place else 0
    after = beside[place].position if place < len(beside) else before + 2 * GAP
    if after - before < 2:
        for at, one in enumerate(beside):
            one.position = (at + 1) * GAP
        Proposal.objects.bulk_update(beside, ["position"], batch_size=500)
        return place * GAP + GAP // 2
    return (before + after) // 2


def _require_there(room: Room, proposal: Proposal, group: int | None, position: int) -> None:
    """Somebody else moved it; where they had the same in mind, nobody need hear of it."""
    mine = [one.position for one in _places(room, proposal.group_id, proposal)]
    place = sum(one < proposal.position for one in mine)
    if (proposal.group_id, place) == (group, position):
        return
    there = str(proposal.group_id) if proposal.group_id else None
    wanted = str(group) if group else None
    raise Moved(
        theirs={"group": there, "position": place},
        yours={"group": wanted, "position": position},
        version=proposal.version,
    )


@atomic
def merge_proposals(actor: Actor, proposal_id: int, *, others: list[int]) -> Proposal:
    """Make the others part of this one; each keeps its own text as an origin. Not during a vote."""
    within = lock_proposal(actor, proposal_id)
    room = _lead(actor, within)
    into = standing(within)
    _require_no_vote(room)
    found = list(
        room.proposals.filter(
            id__in=others, withdrawn_at__isnull=True, merged_into__isnull=True
        ).exclude(id=into.id)
    )
    if len(found) != len(set(others) - {into.id}) or not found:
        refuse("others", UNKNOWN)
    ids = [one.id for one in found]
    if Choice.objects.filter(proposal__in=ids).exists():
        raise Conflict(_("One of them was chosen. Take the choice back first."))
    room.proposals.filter(merged_into__in=ids).update(merged_into=into)
    for one in found:
        one.merged_into, one.version = into, one.version + 1
    Proposal.objects.bulk_update(found, ["merged_into", "version"])
    into.version += 1
    into.save(update_fields=["version"])
    grow(room)
    if not room.is_anonymous:
        record_in_room(
            actor,
            Event.PROPOSAL_MERGED,
            room,
            subject=into.id,
            title=into.title,
            new={"merged": [one.title for one in found]},
        )
    return into


@atomic
def unmerge_proposal(actor: Actor, proposal_id: int) -> Proposal:
    """Let an origin stand on its own again, beside what it was part of."""
    within = lock_proposal(actor, proposal_id)
    room = _lead(actor, within)
    _require_no_vote(room)
    proposal = within.proposal
    assert proposal is not None
    if proposal.merged_into is not None:
        proposal.group_id = proposal.merged_into.group_id
        proposal.position = proposal.merged_into.position
        proposal.merged_into = None
        proposal.version += 1
        proposal.save(update_fields=["group", "position", "merged_into", "version"])
        grow(room)
    return proposal


def _require_no_vote(room: Room) -> None:
    if room.ballots.filter(revealed_at__isnull=True).exists():
        raise Conflict(_("A vote is open in this room. Reveal it first."))


@atomic
def rank_proposals(actor: Actor, room_id: int, *, order: list[int]) -> Room:
    """Give these the places 1, 2, 3 …; the others have none."""
    room = _lead(actor, lock_room(actor, room_id))
    found = {one.id: one for one in room.proposals.filter(id__in=order)}
    if len(found) != len(order):
        refuse("order", UNKNOWN)
    room.proposals.filter(rank__isnull=False).update(rank=None)
    for place, one in enumerate(order, 1):
        found[one].rank = place
    Proposal.objects.bulk_update(found.values(), ["rank"])
    grow(room)
    return room
