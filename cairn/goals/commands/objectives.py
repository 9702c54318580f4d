"""Writing objectives: draft, edit, publish, close, delete, hand over."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
from django.db.models import Max, Q
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import changed_values, record
from cairn.goals import findable
from cairn.goals.commands.asking import ask_about_change, ask_anew
from cairn.goals.commands.catching_up import catch_up
from cairn.goals.commands.checks import (
    check_dates,
    find_cycle,
    find_member,
    find_team,
    require_open,
    require_reason,
    require_version,
)
from cairn.goals.commands.contributions import (
    keep_covered,
    return_contributions,
    withdraw_contributions,
)
from cairn.goals.commands.cycles import check_overlaps, move_key_results
from cairn.goals.commands.facts import TEXTS, facts_of_objective, surroundings_of
from cairn.goals.commands.locking import lock_objective
from cairn.goals.commands.participants import (
    find_named,
    having,
    keep_in_sight,
    name_participants,
    rename_participants,
)
from cairn.goals.models import (
    RESTORABLE_DAYS,
    Agreement,
    Closure,
    Objective,
    ObjectiveTag,
    Outcome,
    Part,
    Type,
    Visibility,
)
from cairn.goals.paces import cadence_of
from cairn.goals.policy import rules
from cairn.goals.rollup import refresh_all, refresh_objective, stand
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.storage import clock

AGREED = ("title", "description", "owner", "team")


def draft_objective(actor: Actor, *, submission: str | None = None, **given: Any) -> Objective:
    """A new objective, a draft unless `publish`. Without team and owner it is the actor's own.

    Takes title, cycle, team, owner, description, type, is_growth, visibility, visible_team,
    readers, collaborators, due_on, tags and publish. The same `submission` twice gives the
    objective of the first time.
    """
    rules.require(actor, "objective.write", None)
    try:
        with atomic():
            return submitted(actor, submission) or write_draft(actor, submission, **given)
    except IntegrityError:
        if first := submitted(actor, submission):
            return first
        raise


def submitted(actor: Actor, submission: str | None) -> Objective | None:
    """What the actor made with this submission before."""
    if not submission:
        return None
    return Objective.objects.filter(
        organization_id=actor.organization_id,
        submission=submission,
        created_by_id=actor.member_id,
    ).first()


def write_draft(
    actor: Actor,
    submission: str | None,
    *,
    is_granted: bool = False,
    title: str,
    cycle: int | None,
    team: int | None = None,
    owner: int | None = None,
    description: str = "",
    type: str = Type.COMMITTED,
    is_growth: bool = False,
    visibility: str = Visibility.ORGANIZATION,
    visible_team: int | None = None,
    readers: list[int] | None = None,
    collaborators: list[int] | None = None,
    due_on: date | None = None,
    tags: list[str] | None = None,
    publish: bool = False,
    **_ignored: Any,
) -> Objective:
    """`draft_objective` in the caller's transaction; `is_granted`: another act gave the right."""
    intake = Intake({})
    objective = Objective(
        organization_id=actor.organization_id,
        title=title,
        description=description,
        type=type,
        is_growth=is_growth,
        visibility=visibility,
        submission=submission or None,
        created_by_id=actor.member_id,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    named = find_named(actor, readers or [], collaborators or [], intake)
    _place(actor, objective, intake, cycle, due_on)
    owner = owner if owner or team else actor.member_id
    audience = visible_team or team if visibility == Visibility.TEAM else None
    _entrust(actor, objective, intake, team=team, owner=owner, visible_team=audience)
    intake.settle()
    if not is_granted:
        rules.require(actor, "objective.draft", objective)
    objective.position = _next_position(objective)
    objective.save(force_insert=True)
    name_participants(objective, named)
    keep_in_sight(actor, objective)
    _tag(objective, tags or [])
    stand(objective)
    findable.put_objective(objective)
    facts = {"title": title, "type": type, "visibility": visibility}
    _record(actor, Event.OBJECTIVE_DRAFTED, objective, new=facts)
    if publish:
        publish_locked(actor, objective)
    return objective


def _place(
    actor: Actor, objective: Objective, intake: Intake, cycle_id: int | None, due_on: date | None
) -> None:
    """Put it into a cycle; without a due day it ends with the cycle."""
    cycle = find_cycle(actor, cycle_id, intake)
    if cycle is not None:
        objective.cycle = cycle
        objective.due_on = due_on or cycle.ends_on
        check_dates(intake, objective.due_on, cycle)


def _entrust(actor: Actor, objective: Objective, intake: Intake, **given: int | None) -> None:
    """Say whose it is, and whose line may see it; what is not given stays."""
    if given.get("team", objective.team_id) != objective.team_id:
        objective.team = find_team(actor, given["team"], intake)
        objective.cadence_days = cadence_of(objective.team)
    if given.get("owner", objective.owner_id) != objective.owner_id:
        objective.owner = find_member(actor, given["owner"], intake)
    if given.get("visible_team", objective.visible_team_id) != objective.visible_team_id:
        objective.visible_team = find_team(actor, given["visible_team"], intake, "visible_team")
    if objective.team is None and objective.owner is None and "team" not in intake.errors:
        intake.refuse("owner", _("An objective belongs to a team or a person."))
    if objective.visibility == Visibility.TEAM:
        objective.visible_team = objective.visible_team or objective.team
        if objective.visible_team is None:
            intake.refuse("visible_team", _("Choose the team whose line may see it."))


def _next_position(objective: Objective) -> int:
    beside = Objective.objects.filter(cycle=objective.cycle, team=objective.team)
    beside = beside if objective.team else beside.filter(owner=objective.owner)
    last = beside.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _tag(objective: Objective, tags: list[str]) -> None:
    ObjectiveTag.objects.bulk_create(
        ObjectiveTag(objective=objective, name=tag) for tag in dict.fromkeys(tags)
    )


def publish_locked(actor: Actor, objective: Objective) -> None:
    """`publish_objective` in the caller's transaction, by whatever right."""
    objective.published_at = clock.now()
    objective.published_by_id = actor.member_id
    objective.save(update_fields=["published_at", "published_by"])
    stand(objective)
    _keep_asked(actor, objective)
    _record(actor, Event.OBJECTIVE_PUBLISHED, objective)


def _keep_asked(actor: Actor, objective: Objective) -> None:
    """Somebody else may be to confirm it once it is somebody else's, or seen by others."""
    if objective.agreement == Agreement.SUBMITTED:
        ask_anew(actor, Q(objective=objective))


@atomic
def publish_objective(actor: Actor, objective_id: int) -> Objective:
    """Show a draft to its audience; publishing twice changes nothing."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.publish", objective)
    require_open(objective)
    if objective.is_draft:
        publish_locked(actor, objective)
        ask_about_change(actor, objective)
    return objective


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
    _keep_asked(actor, objective)
    before, after = changed_values(old | around, new | surroundings_of(objective))
    if after:
        findable.put_objective(objective)
        _record(actor, Event.OBJECTIVE_CHANGED, objective, old=before, new=after, reason=reason)
    if publish and objective.is_draft:
        publish_locked(actor, objective)
    ask_about_change(actor, objective, reason)
    return objective


def _apply(actor: Actor, objective: Objective, changes: dict[str, Any], intake: Intake) -> None:
    for name in TEXTS:
        if name in changes and changes[name] is not None:
            setattr(objective, name, changes[name])
    if "cycle" in changes and changes["cycle"] != objective.cycle_id:
        _place(actor, objective, intake, changes["cycle"], changes.get("due_on"))
        check_overlaps(objective, intake)
    else:
        check_dates(intake, objective.due_on, objective.cycle)
    whose = {n: changes[n] for n in ("team", "owner", "visible_team") if n in changes}
    _entrust(actor, objective, intake, **whose)


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
        _tag(objective, changes["tags"])
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
    withdraw_contributions(actor, objective)
    objective.deleted_at = clock.now()
    objective.deleted_by_id = actor.member_id
    objective.save(update_fields=["deleted_at", "deleted_by"])
    refresh_objective(objective, objective.organization)
    findable.drop_objective(objective)
    _record(actor, Event.OBJECTIVE_DELETED, objective)
    return objective


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
    _record(actor, Event.OBJECTIVE_RESTORED, objective)
    return objective


@atomic
def override_progress(
    actor: Actor, objective_id: int, *, progress: Decimal | None, reason: str = ""
) -> Objective:
    """Show a progress set by hand (a fraction) instead of the automatic one; None resumes it."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.edit", objective)
    require_open(objective)
    intake = Intake({})
    if progress is not None and not reason:
        intake.refuse("reason", _("Say why the number is set by hand."))
    if progress is not None and not -10 <= progress <= 10:
        intake.refuse("progress", _("Write a percentage from -1000 % to 1000 %."))
    intake.settle()
    old = objective.shown_progress
    objective.override, objective.override_reason = progress, reason
    objective.save(update_fields=["override", "override_reason"])
    refresh_objective(objective, objective.organization)
    _record(
        actor,
        Event.OBJECTIVE_RESUMED if progress is None else Event.OBJECTIVE_OVERRIDDEN,
        objective,
        old={"progress": old},
        new={"progress": objective.shown_progress},
        reason=reason,
    )
    return objective


@atomic
def close_objective(actor: Actor, objective_id: int, *, outcome: str, note: str = "") -> Objective:
    """End an objective with the scores that it has; from then on it is read-only until somebody
    reopens it."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.close", objective)
    require_open(objective)
    end_objective(actor, objective, Outcome(outcome), note)
    return objective


def end_objective(actor: Actor, objective: Objective, outcome: Outcome, note: str = "") -> None:
    """`close_objective` in the caller's transaction, of an objective that is locked and open."""
    Closure.objects.create(
        objective=objective,
        outcome=outcome,
        note=note,
        closed_by_id=actor.member_id,
        closed_at=clock.now(),
    )
    objective.closed_as = outcome.ending
    objective.save(update_fields=["closed_as"])
    stand(objective)
    _record(
        actor,
        Event.OBJECTIVE_CLOSED,
        objective,
        new={"outcome": outcome, "score": objective.score},
        reason=note,
    )


@atomic
def reopen_objective(actor: Actor, objective_id: int, *, reason: str) -> Objective:
    """Take a closing back; the scores stay until somebody scores anew."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.close", objective)
    if not objective.is_closed:
        raise Conflict(_("This objective is not closed."))
    if objective.cycle.is_closed:
        raise Conflict(_("This cycle is closed; its objectives can no longer be changed."))
    if not reason:
        intake = Intake({})
        intake.refuse("reason", _("Say why it is reopened."))
        intake.settle()
    closure = objective.closures.get(reopened_at__isnull=True)
    closure.reopened_by_id, closure.reopened_at = actor.member_id, clock.now()
    closure.save(update_fields=["reopened_by", "reopened_at"])
    old = {"outcome": closure.outcome, "score": objective.score}
    objective.closed_as = ""
    objective.save(update_fields=["closed_as"])
    catch_up(actor, objective, closure.closed_at)
    refresh_all(objective, objective.organization)
    _record(actor, Event.OBJECTIVE_REOPENED, objective, old=old, reason=reason)
    return objective


@atomic
def order_objectives(actor: Actor, objective_ids: list[int]) -> None:
    """Put objectives into this order, in the places they hold now; all others keep theirs."""
    asked = list(dict.fromkeys(objective_ids))
    locked = {id: lock_objective(actor, id) for id in sorted(asked)}
    for objective in locked.values():
        rules.require(actor, "objective.edit", objective)
    turn = iter([locked[id] for id in asked])
    beside = [next(turn) if one.id in locked else one for one in _beside(locked.values())]
    moved = False
    for position, objective in enumerate(beside):
        if objective.position != position:
            objective.position, moved = position, True
            objective.save(update_fields=["position"])
    if moved:
        _record(actor, Event.OBJECTIVE_ORDERED, locked[asked[0]], new={"order": asked})


def _beside(objectives: Iterable[Objective]) -> list[Objective]:
    """These and all that stand in a list with one of them, in their present order."""
    found = Q()
    for one in objectives:
        owner = Q(team=one.team_id) if one.team_id else Q(team=None, owner=one.owner_id)
        found |= owner & Q(cycle=one.cycle_id)
    return list(Objective.objects.filter(found).order_by("position", "id")) if found else []


def _record(actor: Actor, kind: Event, objective: Objective, **values: Any) -> None:
    record(
        actor,
        kind,
        objective.id,
        title=objective.title,
        objective_id=objective.id,
        team_id=objective.team_id,
        **values,
    )
