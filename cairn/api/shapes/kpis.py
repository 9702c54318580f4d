"""KPIs and their readings."""

from datetime import date
from typing import Any

from cairn.api.shapes.values import amount, can, ref, spelled
from cairn.kpis.health import health_of
from cairn.kpis.models import Kpi, KpiReading
from cairn.kpis.policy import rules
from cairn.organization.actor import Actor

ACTS = {"edit": "kpi.edit", "archive": "kpi.archive", "measure": "kpi.measure"}


def kpi_shape(actor: Actor, kpi: Kpi, on: date) -> dict[str, Any]:
    """From a KPI with team and owner loaded."""
    health = health_of(kpi.side, kpi.measured_on, kpi.cadence_days, on)
    return {
        "id": str(kpi.id),
        "name": kpi.name,
        "description": kpi.description,
        "unit": kpi.unit,
        "direction": kpi.direction,
        "lower": amount(kpi.lower),
        "upper": amount(kpi.upper),
        "team": ref(kpi.team),
        "owner": ref(kpi.owner),
        "cadence_days": kpi.cadence_days,
        "current": amount(kpi.current),
        "previous": amount(kpi.previous),
        "measured_on": kpi.measured_on,
        "state": str(health.state),
        "side": health.side or None,
        "overdue": health.is_overdue,
        "archived": kpi.archived_at is not None,
        "version": kpi.version,
        "can": can(rules, actor, kpi, ACTS),
    }


def reading_shape(reading: KpiReading) -> dict[str, Any]:
    """From a reading with its author and its correction loaded."""
    newer = getattr(reading, "corrected_by", None)
    return {
        "id": str(reading.id),
        "kpi": str(reading.kpi_id),
        "value": amount(reading.value),
        "note": reading.note,
        "effective_on": reading.effective_on,
        "recorded_at": reading.recorded_at,
        "author": ref(reading.author),
        "source": reading.source,
        "corrects": spelled(reading.corrects_id),
        "corrected_by": spelled(newer.id) if newer else None,
    }
