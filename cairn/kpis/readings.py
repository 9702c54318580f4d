"""The readings of a KPI: appending, and what the KPI repeats of them. Called with the KPI locked."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from cairn.kpis.health import side_of, stale_on
from cairn.kpis.models import Kpi, KpiReading
from cairn.organization.actor import Actor, Face

FOLLOWS = ("current", "previous", "measured_on", "side", "stale_on")
SOURCES = {Face.API: "api", Face.IMPORT: "import"}

type Value = tuple[date, Decimal]


def append_reading(
    actor: Actor,
    kpi: Kpi,
    *,
    value: Decimal | None,
    effective_on: date,
    note: str = "",
    corrects: KpiReading | None = None,
    submission: str | None = None,
) -> KpiReading:
    """One more reading; without a value it takes back the one that it corrects."""
    reading = KpiReading.objects.create(
        kpi=kpi,
        value=value,
        note=note,
        effective_on=effective_on,
        author_id=actor.member_id,
        source=SOURCES.get(actor.face, "person"),
        corrects=corrects,
        submission=submission or None,
    )
    restate(kpi)
    kpi.save(update_fields=FOLLOWS)
    return reading


def valid_readings(kpi_id: int) -> QuerySet[KpiReading]:
    """Those that nobody corrected or took back, the latest effective day first."""
    return KpiReading.objects.filter(
        kpi=kpi_id, corrected_by__isnull=True, value__isnull=False
    ).order_by("-effective_on", "-recorded_at", "-id")


def restate(kpi: Kpi) -> None:
    """Set what a KPI repeats of its readings and of its band, without saving."""
    latest = valid_readings(kpi.id).values_list("effective_on", "value")[:2]
    repeat(kpi, [(day, value) for day, value in latest if value is not None])


def repeat(kpi: Kpi, latest: Sequence[Value]) -> None:
    """The same from values already read, the latest first."""
    kpi.measured_on, kpi.current = latest[0] if latest else (None, None)
    kpi.previous = latest[1][1] if len(latest) > 1 else None
    kpi.side = side_of(kpi.current, kpi.lower, kpi.upper)
    kpi.stale_on = stale_on(kpi.measured_on, kpi.cadence_days)
