"""The room over the key results of what a room chose."""

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound
from cairn.organization.actor import Actor
from cairn.planning.commands.holding import lock_round, require_open
from cairn.planning.commands.locking import grow, lock_proposal
from cairn.planning.commands.rooms import open_locked
from cairn.planning.models import Choice, Proposal, Room
from cairn.planning.policy import rules


@atomic
def open_over_parts(actor: Actor, proposal_id: int) -> Room:
    """For the draft that the proposal became, with its room's dots and names, facilitated by the
    actor; the one that is open, if one is. Whoever looks at the proposal finds it from there."""
    rounds = Proposal.objects.filter(id=proposal_id).values_list("room__round", flat=True)
    if (round_id := rounds.first()) is None:
        raise NotFound
    held = lock_round(actor, round_id)
    within = lock_proposal(actor, proposal_id)
    rules.require(actor, "room.facilitate", within)
    require_open(held)
    room = within.room
    chosen = Choice.objects.filter(
        proposal=proposal_id,
        key_result__isnull=True,
        objective__deleted_at__isnull=True,
        objective__published_at__isnull=True,
    )
    if (choice := chosen.first()) is None:
        raise Conflict(_("Choose it first: key results belong to a draft."))
    opened = open_locked(
        actor,
        held,
        room.team,
        about=choice.objective_id,
        is_anonymous=room.is_anonymous,
        dots=room.dots,
    )
    grow(room)
    return opened
