"""The library of lessons: all of them, those that say something, those that fit what is drafted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import FETCH_RAISE, Q, QuerySet
from django.db.models.expressions import RawSQL

from cairn.goals.queries import seen_through
from cairn.goals.rows import PersonRef, TeamRef
from cairn.goals.seeing import ONCE, visible_at
from cairn.organization.actor import Actor
from cairn.reviews.models import Lesson
from cairn.search import index
from cairn.search.tokens import telling_tokens, tokens
from cairn.storage.pieces import Piece, weave

PAGE = 50
BESIDE = 3
SHARED = 2
"""So many words, or pairs of characters, have to be the same."""
SEEN: Final = (
    "EXISTS (SELECT 1 FROM reviews_lesson x WHERE x.id = {subject} AND x.deleted_at IS NULL "
    "AND (x.objective_id IS NULL OR {visible}) {once})"
)


@dataclass(frozen=True, slots=True)
class LessonRow:
    """`about` is the title of the objective it was learned on; without one it is the team's or the
    whole cycle's."""

    id: int
    body: str
    cycle: str
    about: str
    objective_id: int | None
    team: TeamRef | None
    retrospective_id: int | None
    author: PersonRef
    created_at: datetime

    @property
    def url(self) -> str:
        """Where it was learned, else the library."""
        if self.retrospective_id:
            return f"/retrospectives/{self.retrospective_id}#lessons"
        return f"/objectives/{self.objective_id}" if self.objective_id else "/lessons"

    @property
    def created_by_id(self) -> int:
        """As the policy compares it."""
        return self.author.id


@dataclass(frozen=True, slots=True)
class Library:
    rows: tuple[LessonRow, ...]
    has_more: bool


def seen_lessons(viewer: Actor) -> QuerySet[Lesson]:
    """Those that the viewer may see, newest first."""
    return (
        Lesson.objects.filter(
            Q(objective__isnull=True) | Q(seen_through(viewer)),
            organization_id=viewer.organization_id,
            deleted_at__isnull=True,
        )
        .select_related("cycle", "objective", "team", "created_by")
        .order_by("-id")
        .fetch_mode(FETCH_RAISE)
    )


def found_lessons(viewer: Actor, query: str) -> RawSQL:
    """Ids of those that say every word and that the viewer may see, the newest hundred."""
    return index.subjects(viewer.organization_id, "lesson", query, seen=_seen(viewer))


def _seen(viewer: Actor) -> Piece:
    """`seen_lessons` of what the index finds."""
    return weave(
        SEEN,
        subject=Piece(index.SUBJECT),
        visible=visible_at(viewer, "x.objective_id"),
        once=ONCE,
    )


def library(
    viewer: Actor,
    query: str = "",
    *,
    team: int | None = None,
    cycle: int | None = None,
    retrospective: int | None = None,
    before: int | None = None,
    most: int = PAGE,
) -> Library:
    """Newest first, before an id. One query."""
    found = fitting_lessons(viewer, query, team=team, cycle=cycle, retrospective=retrospective)
    if before is not None:
        found = found.filter(id__lt=before)
    rows = [lesson_row(one) for one in found[: most + 1]]
    return Library(tuple(rows[:most]), len(rows) > most)


def fitting_lessons(
    viewer: Actor,
    query: str = "",
    *,
    team: int | None = None,
    cycle: int | None = None,
    retrospective: int | None = None,
) -> QuerySet[Lesson]:
    """Those that say every word, of a team, a cycle, a retrospective; newest first."""
    found = seen_lessons(viewer)
    if query.strip():
        found = found.filter(id__in=found_lessons(viewer, query))
    if team is not None:
        found = found.filter(team_id=team)
    if cycle is not None:
        found = found.filter(cycle_id=cycle)
    if retrospective is not None:
        found = found.filter(retrospective_id=retrospective)
    return found


def find_lessons(viewer: Actor, query: str, most: int) -> list[LessonRow]:
    """What says every word, newest first, for the search of everything. One query, or none."""
    return list(library(viewer, query, most=most).rows) if query.strip() else []


def lesson_row(lesson: Lesson) -> LessonRow:
    return LessonRow(
        id=lesson.id,
        body=lesson.body,
        cycle=lesson.cycle.name,
        about=lesson.objective.title if lesson.objective else "",
        objective_id=lesson.objective_id,
        team=TeamRef(lesson.team.id, lesson.team.name) if lesson.team else None,
        retrospective_id=lesson.retrospective_id,
        author=PersonRef(lesson.created_by_id, lesson.created_by.name),
        created_at=lesson.created_at,
    )


def lessons_like(
    viewer: Actor, text: str, most: int = BESIDE, among: QuerySet[Lesson] | None = None
) -> tuple[LessonRow, ...]:
    """Those that share the most words with what is being drafted, the newest first of equals; `among`
    those that the viewer may see. One query, or none."""
    said = set(telling_tokens(text))
    if not said:
        return ()
    alike = index.alike(viewer.organization_id, "lesson", text, _seen(viewer))
    seen = seen_lessons(viewer) if among is None else among
    found = [(_shared(said, one), one) for one in map(lesson_row, seen.filter(id__in=alike))]
    least = min(SHARED, len(said))
    fitting = sorted((pair for pair in found if pair[0] >= least), key=lambda pair: -pair[0])
    return tuple(one for _, one in fitting[:most])


def _shared(said: set[str], lesson: LessonRow) -> int:
    return len(said.intersection(tokens(f"{lesson.body} {lesson.about}")))
