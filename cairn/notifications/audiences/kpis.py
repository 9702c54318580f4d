"""Who hears of KPIs."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.kpis.health import side_of
from cairn.kpis.models import Kpi
from cairn.notifications.audience import Audience, because
from cairn.notifications.models import Topic

LEAVES_BAND: Final = ("below", "above")


def measured(event: Event) -> Audience | None:
    """A KPI has left its band: its owner, and the lead of its team. By what the event says, since the
    KPI may have moved on; what it did to a key result is told there only."""
    if event.objective_id is not None:
        return None
    kpi = Kpi.objects.select_related("team").filter(id=event.subject_id).first()
    if kpi is None or not _is_outside(kpi, event.new) or _is_outside(kpi, event.old):
        return None
    heard = because("lead", [kpi.team.lead_id if kpi.team else None])
    return Audience(Topic.KPIS, heard | because("owner", [kpi.owner_id]), f"/kpis/{kpi.id}")


def _is_outside(kpi: Kpi, said: Mapping[str, Any]) -> bool:
    value = said.get("value")
    value = None if value is None else Decimal(value)
    return side_of(value, kpi.lower, kpi.upper) in LEAVES_BAND


def kpi_given(event: Event) -> Audience | None:
    """Whoever answers for a KPI now, where somebody else said so."""
    if event.kind == Kind.KPI_CHANGED and "owner" not in event.new:
        return None
    owner = Kpi.objects.filter(id=event.subject_id).values_list("owner_id", flat=True).first()
    return Audience(Topic.KPIS, because("heir", [owner]), f"/kpis/{event.subject_id}")
