"""How many objectives show which status, by team."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from cairn.goals.models import Status
from cairn.goals.queries import visible_objectives
from cairn.goals.status import having_status
from cairn.organization.actor import Actor


@dataclass(frozen=True, slots=True)
class Tally:
    """Published objectives by status, those that show none of a status left out."""

    counts: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


NOTHING = Tally()


def tallies_by_team(viewer: Actor, cycle_id: int, on: date) -> dict[int | None, Tally]:
    """What the viewer may see of a cycle, by the owning team; None holds what only people own."""
    shown = {status.value: Count("id", filter=having_status(status, on)) for status in Status}
    rows: Iterable[Mapping[str, Any]] = (
        visible_objectives(viewer)
        .filter(cycle_id=cycle_id, published_at__isnull=False)
        .values("team_id")
        .annotate(**shown)
        .order_by()
    )
    return {
        row["team_id"]: Tally(
            tuple((status.value, row[status]) for status in Status if row[status])
        )
        for row in rows
    }


def summed(tallies: Iterable[Tally]) -> Tally:
    """Several teams' counts as one."""
    sums: dict[str, int] = {}
    for tally in tallies:
        for status, count in tally.counts:
            sums[status] = sums.get(status, 0) + count
    return Tally(tuple((status.value, sums[status]) for status in Status if status in sums))
