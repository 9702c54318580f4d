"""What a room's team learned in the cycle before, and what it left unfinished there."""

from dataclasses import dataclass

from django.db.models import Q

from cairn.cycles.models import Cycle
from cairn.goals.queries import objective_rows, visible_objectives
from cairn.goals.rows import ObjectiveRow
from cairn.organization.actor import Actor
from cairn.planning.models import Room
from cairn.reviews.lessons import LessonRow, library
from cairn.storage import clock

MOST = 5


@dataclass(frozen=True, slots=True)
class Behind:
    """`cycle` None: there was none before."""

    cycle: Cycle | None
    lessons: tuple[LessonRow, ...] = ()
    unfinished: tuple[ObjectiveRow, ...] = ()


def look_behind(viewer: Actor, room: Room) -> Behind:
    """Of the last cycle of the same length, as far as the viewer may see it. Three queries."""
    cycle = _before(room.round.cycle)
    if cycle is None:
        return Behind(None)
    left = visible_objectives(viewer).filter(
        Q(progress__lt=1) | Q(progress__isnull=True),
        cycle=cycle,
        team=room.team_id,
        published_at__isnull=False,
    )
    rows = objective_rows(
        viewer,
        left.order_by("position", "id")[:MOST],
        clock.today(viewer.time_zone),
        with_key_results=False,
    )
    lessons = library(viewer, team=room.team_id, cycle=cycle.id, most=MOST).rows
    return Behind(cycle, lessons, tuple(rows))


def _before(cycle: Cycle) -> Cycle | None:
    earlier = Cycle.objects.filter(
        organization=cycle.organization_id, length=cycle.length, ends_on__lt=cycle.starts_on
    )
    return earlier.order_by("-ends_on").first()
