"""What a team looks back on when it plans: its last cycle's results, and what it learned."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cairn.cycles.models import Cycle
from cairn.cycles.queries import cycles
from cairn.goals.queries import objective_rows, visible_objectives
from cairn.goals.rows import ObjectiveRow
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.reviews.lessons import LessonRow, lesson_row, seen_lessons

MOST_RESULTS = 12
MOST_LESSONS = 5


@dataclass(frozen=True, slots=True)
class Before:
    """`cycle` is the last one of the same length, running or over; None before the first."""

    cycle: Cycle | None
    results: tuple[ObjectiveRow, ...]
    lessons: tuple[LessonRow, ...]


def read_before(viewer: Actor, team: Team, cycle: Cycle, on: date) -> Before:
    """What the viewer sees of it. Three queries."""
    known = [
        one
        for one in cycles(viewer)
        if one.length == cycle.length and one.starts_on < cycle.starts_on
    ]
    last = known[0] if known else None
    results = visible_objectives(viewer).filter(team=team, cycle=last, published_at__isnull=False)
    rows = objective_rows(
        viewer, results.order_by("position", "id")[:MOST_RESULTS], on, with_key_results=False
    )
    lessons = seen_lessons(viewer).filter(Q(team=team) | Q(objective__team=team))
    return Before(last, tuple(rows), tuple(lesson_row(one) for one in lessons[:MOST_LESSONS]))
