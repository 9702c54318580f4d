"""Changing objectives that are there, taking them away and bringing them back."""

from datetime import timedelta
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import changed_values
from cairn.goals import findable
from cairn.goals.commands.asking import ask_about_change, keep_asked
from cairn.goals.commands.catching_up import catch_up
from cairn.goals.commands.checks import check_dates, require_open, require_reason, require_version
from cairn.goals.commands.contributions import (
    keep_covered,
    return_contributions,
    withdraw_contributions,
)
from cairn.goals.commands.cycles import check_overlaps, move_key_results
from cairn.goals.commands.drafts import entrust, place, publish_locked, tag
from cairn.goals.commands.facts import TEXTS, facts_of_objective, surroundings_of
from cairn.goals.commands.locking import lock_objective
from cairn.goals.commands.participants import find_named, having, keep_in_sight, rename_participants
from cairn.goals.commands.recording import record_objective
from cairn.goals.models import RESTORABLE_DAYS, Objective, Part, Visibility
from cairn.goals.policy import rules
from cairn.goals.rollup import refresh_all, refresh_objective
from cairn.goals.ties import hold_cycle
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.storage import clock

AGREED = ("title", "description", "owner", "team")


@atomic
def edit_objective(
    actor: Actor,
    objective_id: int,
    *,
    version: int | None = None,
    reason: str = "",
    publish: bool = False,
    **changes: Any,
) -> Objective:
    """Change what is given and leave the rest. A stale `version` shows both texts (`Stale`)."""
    hold_cycle(actor.organization_id, changes.get("cycle"))  # before the objective, as who ends it
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.edit", objective)
    require_open(objective)
    texts: dict[str, Any] = {n: changes[n] for n in ("title", "description") if n in changes}
    require_version(objective, version, texts)
    old = facts_of_objective(objective)
    around = surroundings_of(objective)
    intake = Intake({})
    _apply(actor, objective, changes, intake)
    named = _find_renamed(actor, objective, changes, intake)
    new = facts_of_objective(objective)
    moved = [name for name in AGREED if old[name] != new[name]]
    require_reason(objective, moved, reason, intake)
    intake.settle()
    if old["team"] != new["team"]:
        rules.require(actor, "objective.move", objective)
    _save_edit(actor, objective, changes, named)
    if any(old[name] != new[name] for name in ("visibility", "visible_team")):
        keep_in_sight(actor, objective)
    keep_covered(actor, objective)
    keep_asked(actor, [objective])
    before, after = changed_values(old | around, new | surroundings_of(objective))
    if after:
        findable.put_objective(objective)
        record_objective(
            actor, Event.OBJECTIVE_CHANGED, objective, old=before, new=after, reason=reason
        )
    if publish and objective.is_draft:
        publish_locked(actor, objective)
    ask_about_change(actor, objective, reason)
    return objective


def _apply(actor: Actor, objective: Objective, changes: dict[str, Any], intake: Intake) -> None:
    for name in TEXTS:
        if name in changes and changes[name] is not None:
            setattr(objective, name, changes[name])
    if "cycle" in changes and changes["cycle"] != objective.cycle_id:
        place(actor, objective, intake, changes["cycle"], changes.get("due_on"))
        check_overlaps(objective, intake)
    else:
        check_dates(intake, objective.due_on, objective.cycle)
    whose = {n: changes[n] for n in ("team", "owner", "visible_team") if n in changes}
    entrust(actor, objective, intake, **whose)


def _find_renamed(
    actor: Actor, objective: Objective, changes: dict[str, Any], intake: Intake
) -> dict[int, str] | None:
    """The people named from now on; None where that does not change."""
    if "readers" not in changes and "collaborators" not in changes:
        return None
    return find_named(
        actor,
        changes.get("readers", having(objective, Part.READER)),
        changes.get("collaborators", having(objective, Part.COLLABORATOR)),
        intake,
    )


def _save_edit(
    actor: Actor, objective: Objective, changes: dict[str, Any], named: dict[int, str] | None
) -> None:
    objective.version += 1
    objective.updated_at = clock.now()
    if objective.visibility != Visibility.TEAM:
        objective.visible_team = None
    objective.save()
    if named is not None:
        rename_participants(objective, named)
    if "tags" in changes:
        objective.tags.all().delete()
        tag(objective, changes["tags"])
    if "cycle" in changes:
        move_key_results(objective)
    refresh = refresh_all if "team" in changes else refresh_objective
    refresh(objective, objective.organization)


@atomic
def delete_objective(actor: Actor, objective_id: int) -> Objective:
    """Take an objective away; it can be restored for 30 days."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.delete", objective)
    require_open(objective)
    delete_locked(actor, objective)
    return objective


def delete_locked(actor: Actor, objective: Objective) -> None:
    """`delete_objective` in the caller's transaction, by whatever right."""
    withdraw_contributions(actor, objective)
    objective.deleted_at = clock.now()
    objective.deleted_by_id = actor.member_id
    objective.save(update_fields=["deleted_at", "deleted_by"])
    refresh_objective(objective, objective.organization)
    findable.drop_objective(objective)
    record_objective(actor, Event.OBJECTIVE_DELETED, objective)


@atomic
def restore_objective(actor: Actor, objective_id: int) -> Objective:
    """Bring a deleted objective back, with everything that it had."""
    objective = lock_objective(actor, objective_id, deleted=True)
    rules.require(actor, "objective.delete", objective)
    assert objective.deleted_at is not None
    if clock.now() - objective.deleted_at > timedelta(days=RESTORABLE_DAYS):
        raise Conflict(_("It was deleted more than 30 days ago and can no longer be restored."))
    gone_at, objective.deleted_at, objective.deleted_by = objective.deleted_at, None, None
    objective.save(update_fields=["deleted_at", "deleted_by"])
    return_contributions(actor, objective)
    keep_covered(actor, objective)
    catch_up(actor, objective, gone_at)
    refresh_all(objective, objective.organization)
    findable.put_objective(objective)
    record_objective(actor, Event.OBJECTIVE_RESTORED, objective)
    return objective
