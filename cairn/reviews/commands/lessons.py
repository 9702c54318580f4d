"""Keeping what was learned for those who write next."""

from datetime import timedelta

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.models import RESTORABLE_DAYS
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
    known = Lesson.objects.filter(created_by=actor.member_id, submission=submission)
    if submission and (first := known.first()):
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
    """Take a lesson out of the library; it can be restored for 30 days. Twice changes nothing."""
    lesson = _lock(actor, lesson_id)
    if lesson.deleted_at is None:
        lesson.deleted_at = clock.now()
        lesson.save(update_fields=["deleted_at"])
        findable.drop_lesson(lesson)
        _record(actor, Event.LESSON_DELETED, lesson)
    return lesson


@atomic
def restore_lesson(actor: Actor, lesson_id: int) -> Lesson:
    """Bring a deleted lesson back; twice changes nothing."""
    lesson = _lock(actor, lesson_id)
    if lesson.deleted_at is None:
        return lesson
    if clock.now() - lesson.deleted_at > timedelta(days=RESTORABLE_DAYS):
        raise Conflict(_("It was deleted more than 30 days ago and can no longer be restored."))
    lesson.deleted_at = None
    lesson.save(update_fields=["deleted_at"])
    findable.put_lesson(lesson)
    _record(actor, Event.LESSON_RESTORED, lesson)
    return lesson


def _lock(actor: Actor, lesson_id: int) -> Lesson:
    """Deleted or not, by whoever may delete it."""
    lesson = (
        Lesson.objects.select_for_update(of=("self",), no_key=True)
        .select_related("objective")
        .filter(id=lesson_id, organization_id=actor.organization_id)
        .first()
    )
    if lesson is None:
        raise NotFound
    if lesson.objective_id is not None:
        seen_objective(actor, lesson.objective_id)
    rules.require(actor, "lesson.delete", lesson)
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
