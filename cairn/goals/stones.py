"""What a cairn is drawn from: of each key result its progress and its status, and no more."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from cairn.goals.models import KeyResult, Outcome
from cairn.goals.rows import Columns, ObjectiveRow
from cairn.goals.status import status_of

TURNS = ("checked_in_on", "behind_on", "at_risk_on", "outdated_on")

type Stones = list[tuple[Decimal | None, str]]


def stones_of(rows: Iterable[ObjectiveRow], on: date) -> dict[int, Stones]:
    """By objective, in the order of the key results. One query."""
    closed = {row.id: row.status if row.status in Outcome else "" for row in rows}
    stones: dict[int, Stones] = defaultdict(list)
    for values in (
        KeyResult.objects.filter(objective__in=closed, deleted_at__isnull=True)
        .order_by("objective_id", "position", "id")
        .values("objective_id", "progress", "said_status", *TURNS)
    ):
        shown = status_of(
            Columns(values),
            values["progress"],
            on,
            said=values["said_status"],
            closed_as=closed[values["objective_id"]],
        )
        stones[values["objective_id"]].append((values["progress"], shown.status))
    return stones
