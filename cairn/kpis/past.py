"""KPIs as they were at the end of a day: the values of the days up to it, as they are known now, and
the names and bands of that day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from cairn.events.kinds import Kind as Event
from cairn.events.models import Event as Recorded
from cairn.kpis.health import side_of
from cairn.kpis.models import Kpi
from cairn.kpis.queries import latest_readings
from cairn.kpis.rows import COLUMNS, KpiRow, kpi_row
from cairn.organization.actor import Actor

AMOUNTS = ("lower", "upper")
UNDONE = (*AMOUNTS, "name", "unit", "cadence_days")


def kpis_on(viewer: Actor, which: Q, on: date, most: int) -> list[KpiRow]:
    """Those in use on that day, by team and in its own order. Three queries."""
    until = datetime.combine(on + timedelta(days=1), time.min, viewer.time_zone)
    kept = Q(archived_at__isnull=True) | Q(archived_at__gte=until)
    found = Kpi.objects.filter(
        which, kept, organization_id=viewer.organization_id, created_at__lt=until
    )
    ordered = found.order_by("team__name", "team_id", "position", "id")
    rows = [dict(values) for values in ordered.values(*COLUMNS)[:most]]
    ids = [values["id"] for values in rows]
    before, said = _before(ids, until), _said(ids, on)
    return [
        kpi_row(_then(values, before.get(values["id"], {}), said[values["id"]]), on, viewer.locale)
        for values in rows
    ]


def _before(ids: Collection[int], until: datetime) -> dict[int, dict[str, Any]]:
    """What was changed since, as it stood before the first of the changes."""
    changes = Recorded.objects.filter(
        subject_id__in=ids, kind=Event.KPI_CHANGED, at__gte=until
    ).order_by("-id")
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for kpi_id, old in changes.values_list("subject_id", "old"):
        found[kpi_id] |= {name: _read(name, old[name]) for name in UNDONE if name in old}
    return found


def _read(name: str, kept: Any) -> Any:
    """A value as the ledger keeps it."""
    return Decimal(kept) if name in AMOUNTS and kept is not None else kept


def _said(ids: Collection[int], on: date) -> Mapping[int, list[tuple[date, Decimal]]]:
    """The last two readings up to the day, the latest first."""
    found: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for kpi_id, day, value in latest_readings(ids, 2, on):
        found[kpi_id].insert(0, (day, value))
    return found


def _then(
    values: Mapping[str, Any], before: Mapping[str, Any], said: list[tuple[date, Decimal]]
) -> dict[str, Any]:
    then = {**values, **before, "archived_at": None}
    then["measured_on"], then["current"] = said[0] if said else (None, None)
    then["previous"] = said[1][1] if len(said) > 1 else None
    return then | {"side": side_of(then["current"], then["lower"], then["upper"])}
