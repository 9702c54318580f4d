"""Attempts to break what must always be true of KPIs; see tests/test_constraints.py."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from cairn.goals.models import KeyResult
from cairn.kpis.models import Kpi, KpiReading
from tests.cast import TODAY

D = Decimal


def kpi(kr: KeyResult, **values: Any) -> Kpi:
    """Of the key result's owner."""
    given = {
        "organization_id": kr.organization_id,
        "owner_id": kr.owner_id,
        "created_by_id": kr.owner_id,
        "name": "?",
        "lower": D(1),
    }
    return Kpi.objects.create(**{**given, **values})


def reading(kr: KeyResult, of: Kpi | None = None, **values: Any) -> KpiReading:
    given = {"kpi": of or kpi(kr), "author_id": kr.owner_id, "effective_on": TODAY, "value": D(1)}
    return KpiReading.objects.create(**{**given, **values})


def corrects_itself(kr: KeyResult) -> None:
    made = reading(kr)
    KpiReading.objects.filter(id=made.id).update(corrects=made.id)


def read_twice(kr: KeyResult) -> None:
    of = kpi(kr)
    for _ in range(2):
        reading(kr, of, submission="f00")


def corrected_twice(kr: KeyResult) -> None:
    first = reading(kr)
    for _ in range(2):
        reading(kr, first.kpi, corrects=first)


KPIS: Final[dict[str, Callable[[KeyResult], object]]] = {
    "kpi_has_band": lambda kr: kpi(kr, lower=None),
    "kpi_cadence": lambda kr: kpi(kr, cadence_days=0),
    "kpi_cadence above": lambda kr: kpi(kr, cadence_days=367),
    "kpi_submitted_once": lambda kr: [kpi(kr, submission="f00") for _ in range(2)],
    "kpi_reading_says_something": lambda kr: reading(kr, value=None),
    "kpi_reading_not_itself": corrects_itself,
    "kpi_reading_submitted_once": read_twice,
    "kpis_kpireading corrects": corrected_twice,
}
