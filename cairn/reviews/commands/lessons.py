"""Keeping what was learned for those who write next."""

from django.db.transaction import atomic

from cairn.errors import NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.organization.actor import Actor
from cairn.reviews import findable
from cairn.reviews.commands.retrospectives import lock_retrospective, seen_objective
from cairn.reviews.models import Lesson
from cairn.reviews.policy import rules
from cairn.storage import clock


@atomic
def add_lesson(
    actor: Actor, retrospective_id: int, *, body: str, submission: str | None = None
) -> Lesson:
    """One or two sentences out of a retrospective, finished or not. The same `submission` twice
    gives the lesson of the first time."""
    retrospective = lock_retrospective(actor, retrospective_id)
    rules.require(actor, "retrospective.write", retrospective)
    known = Lesson.objects.filter(organization_id=actor.organization_id, submission=submission)
    if submission and (first := known.filter(created_by=actor.member_id).first()):
        return first
    objective = retrospective.objective
    lesson = Lesson.objects.create(
        organization_id=actor.organization_id,
        retrospective=retrospective,
        cycle=retrospective.cycle,
        objective=objective,
        team_id=objective.team_id if objective else retrospective.team_id,
        body=body,
        created_by_id=actor.member_id,
        created_at=clock.now(),
        submission=submission or None,
    )
    findable.put_lesson(lesson)
    _record(actor, Event.LESSON_ADDED, lesson)
    return lesson


@atomic
def delete_lesson(actor: Actor, lesson_id: int) -> Lesson:
    """Take a lesson out of the library; twice changes nothing."""
    lesson = (
        Lesson.objects.select_for_update(of=("self",), no_key=True)
        .filter(id=lesson_id, organization_id=actor.organization_id)
        .first()
    )
    if lesson is None:
        raise NotFound
    if lesson.objective_id is not None:
        seen_objective(actor, lesson.objective_id)
    rules.require(actor, "lesson.delete", lesson)
    if lesson.deleted_at is None:
        lesson.deleted_at = clock.now()
        lesson.save(update_fields=["deleted_at"])
        findable.drop_lesson(lesson)
        _record(actor, Event.LESSON_DELETED, lesson)
    return lesson


def _record(actor: Actor, kind: Event, lesson: Lesson) -> None:
    record(
        actor,
        kind,
        lesson.id,
        title=lesson.body,
        objective_id=lesson.objective_id,
        team_id=lesson.team_id,
    )
