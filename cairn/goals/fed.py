"""Which key results take their readings from a KPI, as far as somebody may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cairn.goals.models import KeyResult
from cairn.goals.rows import Columns
from cairn.goals.seeing import visible_at
from cairn.goals.status import status_of
from cairn.organization.actor import Actor

MOST = 50
TURNS = ("checked_in_on", "behind_on", "at_risk_on", "outdated_on")


@dataclass(frozen=True, slots=True)
class FedKeyResult:
    """A key result with its objective and cycle; newest first in lists."""

    id: int
    title: str
    objective_id: int
    objective: str
    cycle: str
    owner_id: int | None
    owner: str
    progress: Decimal | None
    status: str

    @property
    def url(self) -> str:
        return f"/objectives/{self.objective_id}#kr-{self.id}"


def fed_key_results(viewer: Actor, kpi_id: int, on: date) -> Sequence[FedKeyResult]:
    """One query."""
    rows = (
        KeyResult.objects.filter(
            visible_at(viewer, "goals_keyresult.objective_id").as_filter(),
            kpi=kpi_id,
            deleted_at__isnull=True,
        )
        .order_by("-id")
        .values(
            *("id", "title", "objective_id", "objective__title", "objective__cycle__name"),
            *("owner_id", "owner__name", "progress", "said_status", "objective__closed_as", *TURNS),
        )[:MOST]
    )
    return [
        FedKeyResult(
            id=row["id"],
            title=row["title"],
            objective_id=row["objective_id"],
            objective=row["objective__title"],
            cycle=row["objective__cycle__name"],
            owner_id=row["owner_id"],
            owner=row["owner__name"] or "",
            progress=row["progress"],
            status=status_of(
                Columns(row),
                row["progress"],
                on,
                said=row["said_status"],
                closed_as=row["objective__closed_as"],
            ).status,
        )
        for row in rows
    ]
