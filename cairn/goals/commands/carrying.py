"""Top-down: teams and people get drafts of their own, aligned to what they are carried down from."""

import hashlib
from typing import Any

from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Words
from cairn.goals.commands.alignments import Pair, make_alignment, overlap
from cairn.goals.commands.checks import UNKNOWN, find_cycle, require_open
from cairn.goals.commands.drafts import submitted, write_draft
from cairn.goals.commands.locking import lock_key_result, lock_objective
from cairn.goals.commands.sight import may_see
from cairn.goals.models import KeyResult, Objective, Visibility
from cairn.goals.policy import rules
from cairn.goals.receiving import Receiver, able_owner, chosen_people, chosen_teams
from cairn.goals.ties import hold_cycle
from cairn.intake import Intake, refuse
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member

LONGEST_TITLE = 300


def carry_down(
    actor: Actor,
    *,
    objective: int | None = None,
    key_result: int | None = None,
    teams: list[int] | None = None,
    people: list[int] | None = None,
    title: str = "",
    cycle: int | None = None,
    submission: str | None = None,
) -> list[Objective]:
    """A draft for each team and person, aligned to the objective or key result without asking.

    Without a title they have the target's, without a cycle its cycle. They are seen by whoever
    sees the target. The same `submission` twice gives the drafts of the first time.
    """
    receivers = (teams or [], people or [])
    try:
        return _carry_down(actor, objective, key_result, receivers, title, cycle, submission)
    except IntegrityError:
        if not submission:
            raise
        return _carry_down(actor, objective, key_result, receivers, title, cycle, submission)


@atomic
def _carry_down(
    actor: Actor,
    objective_id: int | None,
    key_result_id: int | None,
    receivers: tuple[list[int], list[int]],
    title: str,
    cycle_id: int | None,
    submission: str | None,
) -> list[Objective]:
    hold_cycle(actor.organization_id, cycle_id or _cycle_of(objective_id, key_result_id))
    key_result, target = _lock(actor, objective_id, key_result_id)
    rules.require(actor, "objective.carry_down", key_result or target)
    require_open(target)
    if target.is_draft:
        raise Conflict(_("Publish it first: nobody could read what it is carried down from."))
    intake = Intake({})
    found = _find_receivers(actor, target, *receivers, intake)
    cycle = _find_cycle(actor, target, cycle_id, intake)
    intake.settle()
    given = {
        "title": title or carried_title(target, key_result),
        "description": carried_words(target, key_result),
        "cycle": cycle.id,
    }
    return [_hand_down(actor, target, key_result, one, given, submission) for one in found]


def _cycle_of(objective_id: int | None, key_result_id: int | None) -> int | None:
    which = {"key_results": key_result_id} if key_result_id else {"id": objective_id or 0}
    return Objective.objects.filter(**which).values_list("cycle_id", flat=True).first()


def _lock(
    actor: Actor, objective_id: int | None, key_result_id: int | None
) -> tuple[KeyResult | None, Objective]:
    if key_result_id is not None:
        return lock_key_result(actor, key_result_id)
    if objective_id is None:
        refuse("objective", UNKNOWN)
    return None, lock_objective(actor, objective_id)


def _find_receivers(
    actor: Actor, target: Objective, team_ids: list[int], member_ids: list[int], intake: Intake
) -> list[Receiver]:
    """In the order asked for; each must be able to read what it is to support."""
    teams = chosen_teams(actor, team_ids, intake)
    people = chosen_people(actor, member_ids, intake)
    if not team_ids and not member_ids:
        intake.refuse("teams", _("Choose at least one team or person."))
    found = [Receiver(team, able_owner(team.lead)) for team in teams]
    found += [Receiver(None, member) for member in people]
    for one in found:
        if fault := _fault(one, target):
            intake.refuse("teams" if one.team else "people", fault)
    return found


def _fault(receiver: Receiver, target: Objective) -> Words | None:
    owner = receiver.owner
    if owner is None:
        return None
    if owner.role == Role.VIEWER:
        return _("%(name)s is a viewer and cannot own objectives.") % {"name": owner.name}
    if target.visibility != Visibility.ORGANIZATION and not may_see(owner, target):
        return _("%(name)s may not see what is carried down. Let them see it first.") % {
            "name": owner.name
        }
    return None


def _find_cycle(actor: Actor, target: Objective, cycle_id: int | None, intake: Intake) -> Any:
    """The cycle of the drafts; the intake is unsound where this is None."""
    if cycle_id is None:
        return target.cycle
    cycle: Cycle | None = find_cycle(actor, cycle_id, intake)
    if cycle is not None and not overlap(cycle, target.cycle):
        intake.refuse("cycle", _("Their cycles do not overlap in time."))
    return cycle


def _hand_down(
    actor: Actor,
    target: Objective,
    key_result: KeyResult | None,
    receiver: Receiver,
    given: dict[str, Any],
    submission: str | None,
) -> Objective:
    once = _once(submission, receiver)
    if first := submitted(actor, once):
        return first
    owner_id = receiver.owner.id if receiver.owner else None
    made = write_draft(
        actor,
        once,
        is_granted=True,
        team=receiver.team.id if receiver.team else None,
        owner=owner_id,
        **carried_audience(target, owner_id),
        **given,
    )
    make_alignment(actor, Pair(made, target, key_result), is_accepted=True)
    return made


def _once(submission: str | None, receiver: Receiver) -> str | None:
    """A submission of the receiver's own, as long as the column takes."""
    if not submission:
        return None
    return hashlib.sha256(f"{submission}:{receiver.key}".encode()).hexdigest()


def carried_audience(target: Objective, owner_id: int | None) -> dict[str, Any]:
    """The target's: the draft speaks of it, and its progress may count into it one day."""
    if target.visibility == Visibility.ORGANIZATION:
        return {}
    named = {one.member_id for one in target.participants.all()} | {target.owner_id}
    there = Member.objects.filter(id__in=named - {owner_id, None}, left_at__isnull=True)
    return {
        "visibility": target.visibility,
        "visible_team": target.visible_team_id,
        "readers": sorted(there.values_list("id", flat=True)),
    }


def carried_title(target: Objective, key_result: KeyResult | None) -> str:
    """The words that a draft begins with."""
    title = (key_result or target).title
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def carried_words(target: Objective, key_result: KeyResult | None) -> str:
    """Where the draft comes from, in the language of the organization."""
    whose = target.team or target.owner
    with translation.override(target.organization.locale):
        return gettext(
            "Carried down from “%(title)s” (%(whose)s). Rewrite it in your own words: what will "
            "you bring about, so that this is reached?"
        ) % {"title": (key_result or target).title, "whose": whose.name if whose else ""}
