"""Recomputing what KPIs repeat of their readings and bands, and saying where what is kept differs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any

from django.db.transaction import atomic

from cairn.kpis.models import Kpi, KpiReading
from cairn.kpis.readings import FOLLOWS, Value, repeat
from cairn.organization.models import Organization

BATCH = 500

type Fault = tuple[str, int, str, Any, Any]
"""Table, id, column, what is kept and what would be right."""


def examine_kpis(organization: Organization) -> Iterator[Fault]:
    """Every difference; nothing is changed. Two queries for each five hundred KPIs."""
    last = 0
    found = Kpi.objects.filter(organization=organization).order_by("id")
    while batch := list(found.filter(id__gt=last)[:BATCH]):
        for kpi, right in _rights(batch):
            yield from _faults(kpi, right)
        last = batch[-1].id


def mend_kpis(organization: Organization) -> list[Fault]:
    """Write the right values; what was found. Each is read again with its KPI locked."""
    mended: list[Fault] = []
    for kpi_id in sorted({id for _table, id, *_ in examine_kpis(organization)}):
        with atomic():
            kpi = Kpi.objects.select_for_update(of=("self",), no_key=True).get(id=kpi_id)
            [(_kept, right)] = _rights([kpi])
            mended += _faults(kpi, right)
            right.save(update_fields=FOLLOWS)
    return mended


def _rights(kpis: Sequence[Kpi]) -> Iterator[tuple[Kpi, Kpi]]:
    """Each as it is kept and as it should be."""
    valid = KpiReading.objects.filter(
        kpi__in=[one.id for one in kpis], corrected_by__isnull=True, value__isnull=False
    ).order_by("-effective_on", "-recorded_at", "-id")
    latest: dict[int, list[Value]] = defaultdict(list)
    for kpi_id, day, value in valid.values_list("kpi_id", "effective_on", "value").iterator():
        if value is not None and len(latest[kpi_id]) < 2:
            latest[kpi_id].append((day, value))
    for kpi in kpis:
        right = copy(kpi)
        repeat(right, latest[kpi.id])
        yield kpi, right


def _faults(kpi: Kpi, right: Kpi) -> list[Fault]:
    table = Kpi._meta.db_table
    pairs = [(name, getattr(kpi, name), getattr(right, name)) for name in FOLLOWS]
    return [(table, kpi.id, name, kept, good) for name, kept, good in pairs if kept != good]
