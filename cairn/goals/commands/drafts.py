"""Writing new objectives, and showing them to their audience."""

from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.models import Max
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.events.kinds import Kind as Event
from cairn.goals import findable
from cairn.goals.commands.asking import ask_about_change, keep_asked
from cairn.goals.commands.checks import (
    check_dates,
    find_cycle,
    find_member,
    find_team,
    require_open,
)
from cairn.goals.commands.locking import lock_objective
from cairn.goals.commands.participants import find_named, keep_in_sight, name_participants
from cairn.goals.commands.recording import record_objective
from cairn.goals.models import Objective, ObjectiveTag, Type, Visibility
from cairn.goals.paces import cadence_of
from cairn.goals.policy import rules
from cairn.goals.rollup import stand
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.storage.rows import travelling_together


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
    place(actor, objective, intake, cycle, due_on)
    owner = owner if owner or team else actor.member_id
    audience = visible_team or team if visibility == Visibility.TEAM else None
    entrust(actor, objective, intake, team=team, owner=owner, visible_team=audience)
    intake.settle()
    if not is_granted:
        rules.require(actor, "objective.draft", objective)
    objective.position = _next_position(objective)
    objective.save(force_insert=True)
    name_participants(objective, named)
    keep_in_sight(actor, objective)
    tag(objective, tags or [])
    stand(objective)
    findable.put_objective(objective)
    facts = {"title": title, "type": type, "visibility": visibility}
    record_objective(actor, Event.OBJECTIVE_DRAFTED, objective, new=facts)
    if publish:
        publish_locked(actor, objective)
    return objective


def place(
    actor: Actor, objective: Objective, intake: Intake, cycle_id: int | None, due_on: date | None
) -> None:
    """Put it into a cycle; without a due day it ends with the cycle."""
    cycle = find_cycle(actor, cycle_id, intake)
    if cycle is not None:
        objective.cycle = cycle
        objective.due_on = due_on or cycle.ends_on
        check_dates(intake, objective.due_on, cycle)


def entrust(actor: Actor, objective: Objective, intake: Intake, **given: int | None) -> None:
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


def tag(objective: Objective, tags: list[str]) -> None:
    ObjectiveTag.objects.bulk_create(
        ObjectiveTag(objective=objective, name=tag) for tag in dict.fromkeys(tags)
    )


def publish_locked(actor: Actor, *objectives: Objective) -> None:
    """`publish_objective` in the caller's transaction, by whatever right; of many at once, too."""
    now = clock.now()
    for one in objectives:
        one.published_at, one.published_by_id = now, actor.member_id
    Objective.objects.filter(id__in=[one.id for one in objectives]).update(
        published_at=now, published_by=actor.member_id
    )
    keep_asked(actor, objectives)
    with travelling_together():
        for one in objectives:
            stand(one)
            record_objective(actor, Event.OBJECTIVE_PUBLISHED, one)


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
