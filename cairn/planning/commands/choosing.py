"""A chosen proposal becomes a draft, or a key result of the draft that the room is about."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, Forbidden, NotFound
from cairn.events.kinds import Kind as Event
from cairn.goals.commands.drafts import write_draft
from cairn.goals.commands.first_lines import write_first_lines
from cairn.goals.commands.key_results import add_key_result, delete_key_result
from cairn.goals.commands.locking import LOADED
from cairn.goals.commands.objectives import delete_locked
from cairn.goals.kinds_said import kind_said
from cairn.goals.models import KeyResult, Objective
from cairn.goals.sentences import read_sentence
from cairn.goals.ties import lock_lines
from cairn.organization.actor import Actor
from cairn.planning.commands.locking import (
    grow,
    lock_proposal,
    record_in_room,
    require_going,
)
from cairn.planning.commands.proposals import standing
from cairn.planning.models import Choice, Proposal, Room, Stage
from cairn.planning.policy import rules
from cairn.storage import clock

ONLY_ITS_WRITERS = _("Only who may write in this draft chooses its key results.")
VALUES = ("start", "target", "lower", "upper")


@atomic
def choose_proposal(actor: Actor, proposal_id: int) -> Choice:
    """A draft of the room's team in the round's cycle; it keeps its proposals, votes and arguments.
    In a room about a draft: one more key result of it, by who may write there. Twice gives the
    choice of the first time."""
    within = lock_proposal(actor, proposal_id)
    room = within.room
    rules.require(actor, "room.facilitate", within)
    proposal = standing(within)
    if (first := _choice(proposal)) and not _is_gone(first):
        return first
    require_going(room)
    _require_choosing(room)
    Choice.objects.filter(proposal=proposal).delete()
    objective, key_result = _written(actor, room, proposal)
    made = Choice.objects.create(
        proposal=proposal,
        objective=objective,
        key_result=key_result,
        chosen_by_id=actor.member_id,
        chosen_at=clock.now(),
    )
    grow(room)
    _record(actor, Event.PROPOSAL_CHOSEN, room, made)
    return made


def _require_choosing(room: Room) -> None:
    if room.stage == Stage.COLLECTING:
        raise Conflict(_("The room still collects. Go on to choosing first."))
    if room.ballots.filter(revealed_at__isnull=True).exists():
        raise Conflict(_("A vote is open in this room. Reveal it first."))


def _choice(proposal: Proposal) -> Choice | None:
    found = Choice.objects.select_related("proposal", "objective__organization", "key_result")
    return found.filter(proposal=proposal).first()


def _is_gone(choice: Choice) -> bool:
    """What it became was deleted by hand."""
    key_result = choice.key_result
    return choice.objective.is_deleted or (
        key_result is not None and key_result.deleted_at is not None
    )


def _written(actor: Actor, room: Room, proposal: Proposal) -> tuple[Objective, KeyResult | None]:
    if room.about_id is not None:
        line = read_line(proposal.title)
        with _saying_who_may():
            added = add_key_result(actor, room.about_id, **line)
        return added.objective, added
    draft = write_draft(
        actor,
        None,
        is_granted=True,
        title=proposal.title,
        cycle=room.round.cycle_id,
        team=room.team_id,
        description=proposal.why,
    )
    if proposal.key_results:
        write_first_lines(actor, draft, [read_line(one) for one in proposal.key_results])
    return draft, None


@contextmanager
def _saying_who_may() -> Iterator[None]:
    """Whoever takes part in a room knows of its draft, also where they may not look into it."""
    try:
        yield
    except NotFound:
        raise Forbidden(ONLY_ITS_WRITERS) from None


def read_line(sentence: str) -> Mapping[str, Any]:
    """A key result as the editor would fill it in from its sentence; a milestone where it holds no
    number and no direction."""
    read = read_sentence(sentence)
    kind = kind_said(sentence, read)
    used = {"maintain": ("lower", "upper"), "milestones": ()}.get(kind, ("start", "target"))
    values = {name: getattr(read, name) for name in used}
    return {"title": sentence, "kind": kind, "unit": read.unit or "number", **values}


@atomic
def unchoose_proposal(actor: Actor, proposal_id: int) -> Proposal:
    """Take the choice back, and the draft with it as long as nobody has written in it. Twice changes
    nothing."""
    within = lock_proposal(actor, proposal_id)
    room, proposal = within.room, within.proposal
    assert proposal is not None
    rules.require(actor, "room.facilitate", within)
    require_going(room)
    choice = _choice(proposal)
    if choice is None:
        return proposal
    if not _is_gone(choice):
        _take_back(actor, choice, proposal)
    choice.delete()
    grow(room)
    _record(actor, Event.PROPOSAL_UNCHOSEN, room, choice)
    return proposal


def _take_back(actor: Actor, choice: Choice, proposal: Proposal) -> None:
    if choice.key_result is not None:
        with _saying_who_may():
            delete_key_result(actor, choice.key_result.id)
        return
    lock_lines(actor.organization_id, [choice.objective_id])
    objective = Objective.objects.select_related(*LOADED).get(id=choice.objective_id)
    if not _is_untouched(objective, proposal):
        raise Conflict(_("Somebody has worked on the draft since. Delete it there if it must go."))
    delete_locked(actor, objective)


def _is_untouched(objective: Objective, proposal: Proposal) -> bool:
    lines = list(objective.key_results.filter(deleted_at__isnull=True))
    return (
        objective.is_draft
        and objective.version == 1
        and not objective.agreement
        and len(lines) == len(proposal.key_results)
        and all(one.version == 1 for one in lines)
        and not objective.comments.exists()
    )


def _record(actor: Actor, kind: Event, room: Room, choice: Choice) -> None:
    record_in_room(
        actor,
        kind,
        room,
        subject=choice.proposal_id,
        title=choice.proposal.title,
        objective_id=choice.objective_id,
    )
