"""What a team learned in the cycle before, how it did there, and what it left unfinished."""

from dataclasses import dataclass

from django.db.models import Q

from cairn.cycles.models import Cycle
from cairn.goals.queries import objective_rows, visible_objectives
from cairn.goals.rows import ObjectiveRow
from cairn.organization.actor import Actor
from cairn.reviews.lessons import LessonRow, library
from cairn.storage import clock

MOST, MOST_RESULTS = 5, 12


@dataclass(frozen=True, slots=True)
class Behind:
    """`cycle` None: there was none before."""

    cycle: Cycle | None
    lessons: tuple[LessonRow, ...] = ()
    objectives: tuple[ObjectiveRow, ...] = ()


def look_behind(
    viewer: Actor, team_id: int, planned: Cycle, *, with_finished: bool = False
) -> Behind:
    """Of the last cycle of the same length, as far as the viewer may see it. Three queries."""
    cycle = _before(planned)
    if cycle is None:
        return Behind(None)
    left = Q(progress__lt=1) | Q(progress__isnull=True)
    found = visible_objectives(viewer).filter(
        Q() if with_finished else left, cycle=cycle, team=team_id, published_at__isnull=False
    )
    rows = objective_rows(
        viewer,
        found.order_by("position", "id")[: MOST_RESULTS if with_finished else MOST],
        clock.today(viewer.time_zone),
        with_key_results=False,
    )
    lessons = library(viewer, team=team_id, cycle=cycle.id, most=MOST).rows
    return Behind(cycle, lessons, tuple(rows))


def _before(cycle: Cycle) -> Cycle | None:
    earlier = Cycle.objects.filter(
        organization=cycle.organization_id, length=cycle.length, ends_on__lt=cycle.starts_on
    )
    return earlier.order_by("-ends_on").first()
