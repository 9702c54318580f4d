"""Proposing, changing a proposal, withdrawing it and bringing it back.

In an anonymous room nothing is kept that tells who: no proposer, no seat, no event, no instant, no
order. The proposer gets a key once; only its hash is kept, and whoever shows the key may change the
proposal.
"""

import secrets
from collections.abc import Sequence
from typing import Any

from django.db.models import F, Max, OuterRef, Subquery
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.goals.commands.checks import require_version
from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.planning.commands.locking import (
    grow,
    lock_proposal,
    lock_room,
    record_in_room,
    require_going,
    sit_down,
)
from cairn.planning.keys import hash_of, make_key
from cairn.planning.models import Choice, Proposal, Purse, Room, Vote
from cairn.planning.policy import Within, rules
from cairn.planning.stages import BEFORE_THE_VOTE, takes_proposals
from cairn.storage import clock

MOST_PROPOSALS = 2_000
GAP = 1_024
LAST_POSITION = 2**30


@atomic
def propose(
    actor: Actor,
    room_id: int,
    *,
    title: str,
    why: str = "",
    key_results: Sequence[str] = (),
    submission: str | None = None,
    key: str = "",
) -> tuple[Proposal, str]:
    """A proposal, and in an anonymous room the key to it, which is told this once (else "").

    The same `submission` twice gives the proposal of the first time. In an anonymous room it is
    not looked at, since it may be made from who sent it; there the same `key` does so, which the
    sender has drawn by lot (22 characters or more; else a fresh one is made).
    """
    within = lock_room(actor, room_id)
    room = within.room
    key = make_key(key) if room.is_anonymous else ""
    if first := _first(actor, room, submission, key):
        return first, key
    rules.require(actor, "room.take_part", within)
    _require_proposing(actor, within)
    if room.proposals.count() >= MOST_PROPOSALS:
        raise Conflict(_("This room is full: 2,000 proposals are as many as anybody can read."))
    if room.about_id and key_results:
        refuse("key_results", _("In this room each proposal is one key result."))
    made = Proposal(
        room=room,
        title=title,
        why=why,
        key_results=list(key_results),
        proposed_on=clock.today(actor.time_zone),
    )
    if room.is_anonymous:
        made.key_hash, made.position = hash_of(key), secrets.randbelow(LAST_POSITION)
    else:
        made.proposer_id, made.submission = actor.member_id, submission or None
        made.position = _last_position(room) + GAP
        sit_down(actor, within)
    made.save(force_insert=True)
    grow(room)
    _record(actor, Event.PROPOSAL_MADE, made)
    return made, key


def _first(actor: Actor, room: Room, submission: str | None, key: str) -> Proposal | None:
    """What was made with this submission before."""
    if key:
        return room.proposals.filter(key_hash=hash_of(key)).first()
    known = room.proposals.filter(submission=submission, proposer=actor.member_id)
    return known.first() if submission else None


def _require_proposing(actor: Actor, within: Within) -> None:
    require_going(within.room)
    leads = rules.can(actor, "room.facilitate", within)
    if not takes_proposals(within.room.stage, is_facilitator=leads):
        raise Conflict(_("This room takes no proposals any more: it has gone on."))


def _last_position(room: Room) -> int:
    return room.proposals.aggregate(last=Max("position"))["last"] or 0


@atomic
def change_proposal(
    actor: Actor, proposal_id: int, *, key: str = "", version: int | None = None, **changes: Any
) -> Proposal:
    """What is given of title, why and key_results, by whoever proposed it, until the vote."""
    within = lock_proposal(actor, proposal_id, key=key)
    proposal = standing(within)
    rules.require(actor, "proposal.change", within)
    _require_before_vote(within.room)
    require_version(proposal, version, changes)
    changed = [name for name, value in changes.items() if getattr(proposal, name) != value]
    for name in changed:
        setattr(proposal, name, changes[name])
    if changed:
        proposal.version += 1
        proposal.save(update_fields=[*changed, "version"])
        grow(within.room)
        _record(actor, Event.PROPOSAL_CHANGED, proposal)
    return proposal


def _require_before_vote(room: Room) -> None:
    require_going(room)
    if room.stage not in BEFORE_THE_VOTE or room.ballots.exists():
        raise Conflict(_("It has come to the vote; it stays as it was written."))


@atomic
def withdraw_proposal(actor: Actor, proposal_id: int, *, key: str = "") -> Proposal:
    """Take it out; its proposer until the vote, a facilitator at any time. In an open vote its dots
    go back to those who gave them. Twice changes nothing."""
    within = lock_proposal(actor, proposal_id, key=key)
    proposal, room = within.proposal, within.room
    assert proposal is not None
    rules.require(actor, "proposal.withdraw", within)
    require_going(room)
    if proposal.withdrawn_at is not None:
        return proposal
    if not rules.can(actor, "room.facilitate", within):
        _require_before_vote(room)
    standing(within)
    if Choice.objects.filter(proposal=proposal).exists():
        raise Conflict(_("It was chosen. Take the choice back first."))
    proposal.withdrawn_at = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    proposal.version += 1
    proposal.save(update_fields=["withdrawn_at", "version"])
    give_dots_back(proposal)
    grow(room)
    _record(actor, Event.PROPOSAL_WITHDRAWN, proposal)
    return proposal


def give_dots_back(proposal: Proposal) -> None:
    """What was given to it in a vote that goes on."""
    votes = Vote.objects.filter(proposal=proposal, ballot__revealed_at__isnull=True)
    of_voter = votes.filter(member=OuterRef("member")).values("dots")
    purses = Purse.objects.filter(
        ballot__room=proposal.room_id,
        ballot__revealed_at__isnull=True,
        member__in=votes.values("member"),
    )
    purses.update(spent=F("spent") - Subquery(of_voter))
    votes.delete()


@atomic
def restore_proposal(actor: Actor, proposal_id: int, *, key: str = "") -> Proposal:
    """Bring back what was withdrawn."""
    within = lock_proposal(actor, proposal_id, key=key)
    proposal, room = within.proposal, within.room
    assert proposal is not None
    rules.require(actor, "proposal.withdraw", within)
    require_going(room)
    if proposal.withdrawn_at is None:
        return proposal
    if not rules.can(actor, "room.facilitate", within):
        _require_before_vote(room)
    proposal.withdrawn_at = None
    proposal.version += 1
    proposal.save(update_fields=["withdrawn_at", "version"])
    grow(room)
    _record(actor, Event.PROPOSAL_RESTORED, proposal)
    return proposal


def standing(within: Within) -> Proposal:
    """The proposal, if it is neither withdrawn nor part of another."""
    proposal = within.proposal
    assert proposal is not None
    if proposal.withdrawn_at is not None:
        raise Conflict(_("This proposal was withdrawn."))
    if proposal.merged_into_id is not None:
        raise Conflict(_("This proposal is part of another one now."))
    return proposal


def _record(actor: Actor, kind: Event, proposal: Proposal) -> None:
    """Never of an anonymous proposal: the ledger names who acted, and when."""
    if proposal.proposer_id is not None:
        record_in_room(actor, kind, proposal.room, subject=proposal.id, title=proposal.title)
