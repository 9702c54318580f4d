"""Writing objectives: draft, edit, publish, close, delete, hand over."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Forbidden
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import changed_values, record
from cairn.goals import findable
from cairn.goals.commands.checks import (
    check_dates,
    find_cycle,
    find_member,
    find_members,
    find_team,
    require_open,
    require_reason,
    require_version,
)
from cairn.goals.commands.locking import lock_objective
from cairn.goals.models import (
    Closure,
    Objective,
    ObjectiveTag,
    Part,
    Participant,
    Type,
    Visibility,
)
from cairn.goals.policy import rules
from cairn.goals.rollup import refresh_key_result, refresh_objective
from cairn.intake import Intake
from cairn.organization.actor import Actor, Role, Scope
from cairn.organization.models import Member, Team
from cairn.organization.rules import NO_SCOPE, VIEWERS_LOOK
from cairn.storage import clock

RESTORABLE_DAYS = 30
TEXTS = ("title", "description", "type", "is_growth", "visibility", "due_on")


@atomic
def draft_objective(
    actor: Actor,
    *,
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
    submission: str | None = None,
    **_ignored: Any,
) -> Objective:
    """A new objective, a draft unless `publish`. Without team and owner it is the actor's own.

    The same `submission` twice gives the objective of the first time.
    """
    _require_may_write(actor)
    if submission and (first := _submitted(actor, submission)):
        return first
    intake = Intake({})
    found_cycle = find_cycle(actor, cycle, intake)
    owning = find_team(actor, team, intake)
    person = find_member(actor, owner if owner or team else actor.member_id, intake)
    audience = find_team(actor, visible_team or team, intake, "visible_team")
    if found_cycle is not None:
        check_dates(intake, due_on or found_cycle.ends_on, found_cycle)
        if found_cycle.is_closed:
            intake.refuse("cycle", _("This cycle is closed; choose another."))
    if visibility == Visibility.TEAM and audience is None:
        intake.refuse("visible_team", _("Choose the team whose line may see it."))
    named = _named(actor, readers or [], collaborators or [], intake)
    intake.settle()
    assert found_cycle is not None
    objective = Objective(
        organization_id=actor.organization_id,
        cycle=found_cycle,
        team=owning,
        owner=person,
        title=title,
        description=description,
        type=type,
        is_growth=is_growth,
        visibility=visibility,
        visible_team=audience if visibility == Visibility.TEAM else None,
        due_on=due_on or found_cycle.ends_on,
        submission=submission,
        created_by_id=actor.member_id,
        created_at=clock.now(),
        updated_at=clock.now(),
        position=_next_position(found_cycle, owning, person),
    )
    _require_may_own(actor, objective)
    objective.save(force_insert=True)
    _name_participants(objective, named)
    _tag(objective, tags or [])
    findable.put_objective(objective)
    record(
        actor,
        Event.OBJECTIVE_DRAFTED,
        objective.id,
        title=title,
        objective_id=objective.id,
        team_id=objective.team_id,
        new={"title": title, "type": type, "visibility": visibility},
    )
    if publish:
        _publish(actor, objective)
    return objective


def _require_may_write(actor: Actor) -> None:
    if actor.role is Role.VIEWER:
        raise Forbidden(VIEWERS_LOOK)
    if Scope.WRITE not in actor.scopes:
        raise Forbidden(NO_SCOPE)


def _submitted(actor: Actor, submission: str) -> Objective | None:
    return Objective.objects.filter(
        organization_id=actor.organization_id,
        submission=submission,
        created_by_id=actor.member_id,
    ).first()


def _require_may_own(actor: Actor, objective: Objective) -> None:
    """People draft for themselves, and for teams that they belong to or lead; stewards for all."""
    may = (
        actor.is_steward
        or (objective.team_id is None and objective.owner_id == actor.member_id)
        or (objective.team_id is not None and objective.team_id in actor.teams | actor.leads)
        or (objective.owner is not None and objective.owner.manager_id == actor.member_id)
    )
    if not may:
        raise Forbidden(
            _("You may write objectives for yourself, your reports and the teams you belong to.")
        )


def _next_position(cycle: Cycle, team: Team | None, owner: Member | None) -> int:
    beside = Objective.objects.filter(cycle=cycle, team=team)
    beside = beside if team else beside.filter(owner=owner)
    last = beside.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _named(
    actor: Actor, readers: list[int], collaborators: list[int], intake: Intake
) -> list[tuple[int, str]]:
    """(member, part) of the people named; who collaborates need not be named a reader."""
    writing = find_members(actor, collaborators, intake, "collaborators")
    reading = find_members(actor, readers, intake, "readers")
    parts = {member.id: str(Part.READER) for member in reading}
    parts |= {member.id: str(Part.COLLABORATOR) for member in writing}
    return list(parts.items())


def _name_participants(objective: Objective, named: list[tuple[int, str]]) -> None:
    Participant.objects.bulk_create(
        Participant(objective=objective, member_id=member_id, part=part)
        for member_id, part in named
    )


def _tag(objective: Objective, tags: list[str]) -> None:
    ObjectiveTag.objects.bulk_create(ObjectiveTag(objective=objective, name=tag) for tag in tags)


def _publish(actor: Actor, objective: Objective) -> None:
    objective.published_at = clock.now()
    objective.published_by_id = actor.member_id
    objective.save(update_fields=["published_at", "published_by"])
    record(
        actor,
        Event.OBJECTIVE_PUBLISHED,
        objective.id,
        title=objective.title,
        objective_id=objective.id,
        team_id=objective.team_id,
    )


@atomic
def publish_objective(actor: Actor, objective_id: int) -> Objective:
    """Show a draft to its audience; publishing twice changes nothing."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.publish", objective)
    require_open(objective)
    if objective.is_draft:
        _publish(actor, objective)
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
    texts = {name: changes[name] for name in ("title", "description") if name in changes}
    require_version(objective, version, texts)
    old = _facts(objective)
    intake = Intake({})
    _apply(actor, objective, changes, intake)
    moved = [name for name in ("owner", "team", "cycle") if old[name] != _facts(objective)[name]]
    require_reason(objective, [name for name in moved if name != "cycle"], reason, intake)
    intake.settle()
    _save_edit(objective, changes)
    before, after = changed_values(old, _facts(objective))
    if after:
        findable.put_objective(objective)
        record(
            actor,
            Event.OBJECTIVE_CHANGED,
            objective.id,
            title=objective.title,
            objective_id=objective.id,
            team_id=objective.team_id,
            old=before,
            new=after,
            reason=reason,
        )
    if publish and objective.is_draft:
        _publish(actor, objective)
    return objective


def _facts(objective: Objective) -> dict[str, Any]:
    """What the history compares: texts, and the names of what is pointed at."""
    facts: dict[str, Any] = {name: getattr(objective, name) for name in TEXTS}
    facts["cycle"] = objective.cycle.name
    facts["team"] = objective.team.name if objective.team else None
    facts["owner"] = objective.owner.name if objective.owner else None
    facts["visible_team"] = objective.visible_team.name if objective.visible_team else None
    return facts


def _apply(actor: Actor, objective: Objective, changes: dict[str, Any], intake: Intake) -> None:
    for name in TEXTS:
        if name in changes and changes[name] is not None:
            setattr(objective, name, changes[name])
    if "cycle" in changes and (cycle := find_cycle(actor, changes["cycle"], intake)):
        if cycle.id != objective.cycle_id and "due_on" not in changes:
            objective.due_on = cycle.ends_on
        objective.cycle = cycle
    if "team" in changes:
        objective.team = find_team(actor, changes["team"], intake)
    if "owner" in changes:
        objective.owner = find_member(actor, changes["owner"], intake)
    if "visible_team" in changes:
        objective.visible_team = find_team(actor, changes["visible_team"], intake, "visible_team")
    if objective.team is None and objective.owner is None:
        intake.refuse("owner", _("An objective belongs to a team or a person."))
    if objective.visibility == Visibility.TEAM:
        objective.visible_team = objective.visible_team or objective.team
        if objective.visible_team is None:
            intake.refuse("visible_team", _("Choose the team whose line may see it."))
    check_dates(intake, objective.due_on, objective.cycle)
    if "readers" in changes or "collaborators" in changes:
        changes["named"] = _named(
            actor,
            changes.get("readers", _having(objective, Part.READER)),
            changes.get("collaborators", _having(objective, Part.COLLABORATOR)),
            intake,
        )


def _having(objective: Objective, part: str) -> list[int]:
    return [one.member_id for one in objective.participants.all() if one.part == part]


def _save_edit(objective: Objective, changes: dict[str, Any]) -> None:
    objective.version += 1
    objective.updated_at = clock.now()
    if objective.visibility != Visibility.TEAM:
        objective.visible_team = None
    objective.save()
    if "named" in changes:
        objective.participants.all().delete()
        _name_participants(objective, changes["named"])
    if "tags" in changes:
        objective.tags.all().delete()
        _tag(objective, changes["tags"])
    if "cycle" in changes:
        _move_key_results(objective)
    refresh_objective(objective, objective.organization)


def _move_key_results(objective: Objective) -> None:
    """Key results take the dates of the objective's new cycle where theirs lie outside it."""
    for key_result in objective.key_results.filter(deleted_at__isnull=True):
        key_result.starts_on = objective.cycle.starts_on
        if not objective.cycle.starts_on <= key_result.due_on <= objective.cycle.ends_on:
            key_result.due_on = objective.due_on
        key_result.save(update_fields=["starts_on", "due_on"])
        refresh_key_result(key_result, objective.organization)


@atomic
def delete_objective(actor: Actor, objective_id: int) -> Objective:
    """Take an objective away; it can be restored for 30 days."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.delete", objective)
    objective.deleted_at = clock.now()
    objective.deleted_by_id = actor.member_id
    objective.save(update_fields=["deleted_at", "deleted_by"])
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
    objective.deleted_at = objective.deleted_by = None
    objective.save(update_fields=["deleted_at", "deleted_by"])
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
def close_objective(
    actor: Actor,
    objective_id: int,
    *,
    outcome: str,
    score: Decimal | None = None,
    note: str = "",
    key_result_scores: dict[int, Decimal] | None = None,
) -> Objective:
    """End an objective; from then on it is read-only until somebody reopens it."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.close", objective)
    require_open(objective)
    for key_result in objective.key_results.filter(id__in=key_result_scores or {}):
        key_result.score = (key_result_scores or {})[key_result.id]
        key_result.save(update_fields=["score"])
    Closure.objects.create(
        objective=objective,
        outcome=outcome,
        note=note,
        closed_by_id=actor.member_id,
        closed_at=clock.now(),
    )
    objective.closed_as, objective.score = outcome, score
    objective.save(update_fields=["closed_as", "score"])
    _record(
        actor,
        Event.OBJECTIVE_CLOSED,
        objective,
        new={"outcome": outcome, "score": score},
        reason=note,
    )
    return objective


@atomic
def reopen_objective(actor: Actor, objective_id: int, *, reason: str) -> Objective:
    """Take a closing back."""
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
    objective.closures.filter(reopened_at__isnull=True).update(
        reopened_by=actor.member_id, reopened_at=clock.now()
    )
    old = {"outcome": objective.closed_as, "score": objective.score}
    objective.closed_as, objective.score = "", None
    objective.save(update_fields=["closed_as", "score"])
    refresh_objective(objective, objective.organization)
    _record(actor, Event.OBJECTIVE_REOPENED, objective, old=old, reason=reason)
    return objective


@atomic
def order_objectives(actor: Actor, objective_ids: list[int]) -> None:
    """Put objectives of one owner into this order; those not named keep theirs, behind."""
    locked = [lock_objective(actor, objective_id) for objective_id in sorted(objective_ids)]
    places = {id: place for place, id in enumerate(objective_ids)}
    for objective in locked:
        rules.require(actor, "objective.edit", objective)
        if objective.position != places[objective.id]:
            objective.position = places[objective.id]
            objective.save(update_fields=["position"])


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
