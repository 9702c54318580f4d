"""Retrospectives as they are read: one whole, and those of a cycle."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import FETCH_RAISE, Q, QuerySet

from cairn.checkins.models import Action
from cairn.cycles.models import Cycle
from cairn.errors import NotFound
from cairn.goals.opening import open_objectives
from cairn.goals.policy import can_see
from cairn.goals.queries import seen_through
from cairn.organization.actor import Actor
from cairn.reviews.lessons import LessonRow, lesson_row, seen_lessons
from cairn.reviews.models import Retrospective

ORIGIN = "retrospective"


@dataclass(frozen=True, slots=True)
class LookingBack:
    """A retrospective with what came out of it, oldest first."""

    retrospective: Retrospective
    lessons: tuple[LessonRow, ...]
    actions: tuple[Action, ...]

    @property
    def revision(self) -> str:
        """Another one as soon as anything of it reads differently."""
        one = self.retrospective
        acts = [(act.id, act.done_at, act.dropped_at) for act in self.actions]
        parts = (one.version, one.finished_at, acts, [row.id for row in self.lessons])
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def seen_retrospectives(viewer: Actor) -> QuerySet[Retrospective]:
    """Those of teams and cycles, and of objectives that the viewer may see; newest first."""
    return (
        Retrospective.objects.filter(
            Q(objective__isnull=True) | Q(seen_through(viewer)),
            organization_id=viewer.organization_id,
        )
        .select_related("cycle", "objective", "team", "started_by", "edited_by", "finished_by")
        .order_by("-id")
        .fetch_mode(FETCH_RAISE)
    )


def find_retrospective(viewer: Actor, retrospective_id: int) -> Retrospective:
    """Loaded for the policy, or `NotFound`. Two queries."""
    found = seen_retrospectives(viewer).filter(id=retrospective_id).first()
    if found is None:
        raise NotFound
    if found.objective_id is not None:
        objective = open_objectives([found.objective_id]).get(found.objective_id)
        if objective is None or not can_see(viewer, objective):
            raise NotFound
        found.objective = objective
    return found


def look_back_on(viewer: Actor, retrospective_id: int) -> LookingBack:
    """Four queries."""
    retrospective = find_retrospective(viewer, retrospective_id)
    lessons = seen_lessons(viewer).filter(retrospective=retrospective).order_by("id")
    actions = (
        Action.objects.filter(
            origin=ORIGIN, origin_id=retrospective.id, organization_id=viewer.organization_id
        )
        .select_related("owner", "done_by", "team")
        .order_by("id")
        .fetch_mode(FETCH_RAISE)
    )
    return LookingBack(retrospective, tuple(map(lesson_row, lessons)), tuple(actions))


@dataclass(frozen=True, slots=True)
class RetrospectiveRow:
    """`name` is that of the team; empty for the whole cycle."""

    id: int
    name: str
    team_id: int | None
    is_finished: bool
    edited_at: datetime | None


def retrospectives_of(viewer: Actor, cycle: Cycle) -> tuple[RetrospectiveRow, ...]:
    """Those of the cycle itself and of its teams, by name. One query."""
    found = (
        Retrospective.objects.filter(
            cycle=cycle, objective__isnull=True, organization_id=viewer.organization_id
        )
        .order_by("team__name", "id")
        .values_list("id", "team__name", "team_id", "finished_at", "edited_at")
    )
    return tuple(
        RetrospectiveRow(id, name or "", team, finished is not None, edited)
        for id, name, team, finished, edited in found
    )
