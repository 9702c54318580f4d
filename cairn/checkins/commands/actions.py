"""What people agreed to do, in a meeting or a retrospective: add, change, finish, drop, reopen.

The caller knows that the actor may see the place where it was agreed on.
"""

from datetime import date
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.checkins.models import Action
from cairn.checkins.policy import rules
from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import changed_values, record
from cairn.goals.commands.checks import UNKNOWN, find_member
from cairn.goals.commands.sight import may_see
from cairn.goals.models import Objective
from cairn.goals.opening import open_objectives
from cairn.goals.policy import can_see
from cairn.goals.queries import find_objective
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.storage import clock

CHANGEABLE = ("body", "due_on")


@atomic
def add_action(
    actor: Actor,
    *,
    origin: str,
    origin_id: int,
    body: str,
    owner: int | None = None,
    due_on: date | None = None,
    team: int | None = None,
    objective: int | None = None,
    key_result: int | None = None,
) -> Action:
    """Write down what somebody will do by a day; `origin` is "meeting" or "retrospective".

    With an objective it is seen by whoever sees that one, and its owner must.
    """
    rules.require(actor, "action.add", None)
    intake = Intake({})
    if not body.strip():
        intake.refuse("body", _("Write what will be done."))
    about = None if objective is None else find_objective(actor, objective)
    if key_result is not None and (
        about is None or not about.key_results.filter(id=key_result, deleted_at=None).exists()
    ):
        intake.refuse("key_result", UNKNOWN)
    if team is not None and not _teams(actor).filter(id=team).exists():
        intake.refuse("team", UNKNOWN)
    doer = _find_doer(actor, owner, about, intake)
    intake.settle()
    action = Action.objects.create(
        organization_id=actor.organization_id,
        team_id=team,
        objective=about,
        key_result_id=key_result,
        origin=origin,
        origin_id=origin_id,
        body=body,
        owner=doer,
        due_on=due_on,
        created_by_id=actor.member_id,
        created_at=clock.now(),
    )
    record_action(actor, Event.ACTION_ADDED, action, new=_facts(action))
    return action


def _find_doer(
    actor: Actor, member_id: int | None, about: Objective | None, intake: Intake
) -> Member | None:
    """Who will do it; somebody who may not see what it is about would never hear of it."""
    found = find_member(actor, member_id, intake)
    if found is not None and about is not None and not may_see(found, about):
        words = _(
            "%(name)s may not see this objective. Name them its reader, or ask somebody else."
        )
        intake.refuse("owner", words % {"name": found.name})
    return found


def _teams(actor: Actor) -> Any:
    return Team.objects.filter(organization_id=actor.organization_id)


@atomic
def change_action(actor: Actor, action_id: int, **changes: Any) -> Action:
    """Change what is given of body, owner and due_on; what is done or dropped is reopened first."""
    action = lock_action(actor, action_id)
    rules.require(actor, "action.change", action)
    _require_open(action)
    old = _facts(action)
    intake = Intake({})
    for name in CHANGEABLE:
        if name in changes:
            setattr(action, name, changes[name])
    if not action.body.strip():
        intake.refuse("body", _("Write what will be done."))
    if changes.get("owner", action.owner_id) != action.owner_id:
        action.owner = _find_doer(actor, changes["owner"], action.objective, intake)
    intake.settle()
    before, after = changed_values(old, _facts(action))
    if after:
        action.save()
        record_action(actor, Event.ACTION_CHANGED, action, old=before, new=after)
    return action


@atomic
def finish_action(actor: Actor, action_id: int) -> Action:
    """It is done; twice changes nothing."""
    action = lock_action(actor, action_id)
    rules.require(actor, "action.change", action)
    if action.dropped_at is not None:
        raise Conflict(_("This was dropped. Reopen it first."))
    if action.done_at is None:
        action.done_by_id, action.done_at = actor.member_id, clock.now()
        action.save(update_fields=["done_by", "done_at"])
        record_action(actor, Event.ACTION_DONE, action)
    return action


@atomic
def drop_action(actor: Actor, action_id: int) -> Action:
    """It will not be done; twice changes nothing."""
    action = lock_action(actor, action_id)
    rules.require(actor, "action.change", action)
    drop_locked(actor, action)
    return action


def drop_locked(actor: Actor, action: Action) -> None:
    """The same, by whatever right."""
    if action.done_at is not None:
        raise Conflict(_("This is done. Reopen it first."))
    if action.dropped_at is None:
        action.dropped_at = clock.now()
        action.save(update_fields=["dropped_at"])
        record_action(actor, Event.ACTION_DROPPED, action)


@atomic
def reopen_action(actor: Actor, action_id: int) -> Action:
    """Take back that it is done or dropped; on an open one nothing changes."""
    action = lock_action(actor, action_id)
    rules.require(actor, "action.change", action)
    reopen_locked(actor, action)
    return action


def reopen_locked(actor: Actor, action: Action) -> None:
    """The same, by whatever right."""
    if action.done_at or action.dropped_at:
        action.done_by = action.done_at = action.dropped_at = None
        action.save(update_fields=["done_by", "done_at", "dropped_at"])
        record_action(actor, Event.ACTION_REOPENED, action)


def lock_action(actor: Actor, action_id: int) -> Action:
    """The action, locked and loaded for the policy; `NotFound` if it is not there for this actor."""
    found = (
        Action.objects.select_for_update(of=("self",), no_key=True)
        .select_related("team", "owner")
        .filter(id=action_id, organization_id=actor.organization_id)
        .first()
    )
    if found is None:
        raise NotFound
    if found.objective_id is not None:
        objective = open_objectives([found.objective_id]).get(found.objective_id)
        if objective is None or objective.is_deleted or not can_see(actor, objective):
            raise NotFound
        found.objective = objective
    return found


def _require_open(action: Action) -> None:
    if action.done_at or action.dropped_at:
        raise Conflict(_("This is done or dropped. Reopen it to change it."))


def _facts(action: Action) -> dict[str, Any]:
    owner = action.owner
    return {
        "body": action.body[:500],
        "owner": owner.name if owner else None,
        "due_on": action.due_on,
    }


def record_action(actor: Actor, kind: Event, action: Action, **values: Any) -> None:
    record(
        actor,
        kind,
        action.id,
        title=action.body,
        objective_id=action.objective_id,
        team_id=action.team_id or (action.objective.team_id if action.objective else None),
        **values,
    )
