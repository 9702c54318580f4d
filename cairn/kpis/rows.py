"""KPIs as pages and endpoints read them: frozen, formatted, no queries left."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cairn.kpis.health import Health, band_edge, health_of
from cairn.measures.amounts import format_amount
from cairn.measures.units import unit_beside

COLUMNS = (
    *("id", "name", "description", "unit", "direction", "lower", "upper", "cadence_days"),
    *("current", "previous", "measured_on", "side", "version", "archived_at"),
    *("team_id", "team__name", "owner_id", "owner__name"),
)


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A KPI on a day. Texts are formatted for the viewer; amounts are in the unit's own measure.

    `better` says whether the last change went the way that is wanted; None where nothing changed,
    or where the band has two ends and both values lie inside. `stands_in_for` is the name of its
    owner where the reader stands in for them.
    """

    id: int
    name: str
    description: str
    unit: str
    direction: str
    lower: Decimal | None
    upper: Decimal | None
    cadence_days: int
    current: Decimal | None
    previous: Decimal | None
    measured_on: date | None
    current_text: str
    previous_text: str
    band_text: str
    health: Health
    better: bool | None
    team_id: int | None
    team_name: str
    owner_id: int | None
    owner_name: str
    version: int
    is_archived: bool
    stands_in_for: str = ""

    @property
    def url(self) -> str:
        return f"/kpis/{self.id}"

    @property
    def unit_text(self) -> str:
        """Beside the field of a new value."""
        return unit_beside(self.unit)

    @property
    def state(self) -> str:
        return self.health.state

    @property
    def edge(self) -> Decimal | None:
        """The end of the band to come back to; None inside it."""
        return band_edge(self.health.side, self.lower, self.upper)


def kpi_row(
    values: Mapping[str, Any], on: date, locale: str, away: Container[int | None] = ()
) -> KpiRow:
    """From `COLUMNS`; `away` are those for whom the reader stands in."""
    owner = values["owner__name"] or ""
    unit, current, previous = values["unit"], values["current"], values["previous"]
    return KpiRow(
        **{name: values[name] for name in COLUMNS[: COLUMNS.index("side")]},
        current_text=_text(current, unit, locale),
        previous_text=_text(previous, unit, locale),
        band_text=band_text(values["lower"], values["upper"], unit, locale),
        health=health_of(values["side"], values["measured_on"], values["cadence_days"], on),
        better=is_better(previous, current, values["lower"], values["upper"]),
        team_id=values["team_id"],
        team_name=values["team__name"] or "",
        owner_id=values["owner_id"],
        owner_name=owner,
        version=values["version"],
        is_archived=values["archived_at"] is not None,
        stands_in_for=owner if values["owner_id"] in away else "",
    )


def band_text(lower: Decimal | None, upper: Decimal | None, unit: str, locale: str) -> str:
    """≥ 70%, ≤ 2% or 3–5."""
    low, high = _text(lower, unit, locale), _text(upper, unit, locale)
    if low and high:
        return f"{low}–{high}"
    return f"≥ {low}" if low else f"≤ {high}"


def is_better(
    before: Decimal | None, after: Decimal | None, lower: Decimal | None, upper: Decimal | None
) -> bool | None:
    """Whether a value came closer to the band, or moved on along its open side."""
    if before is None or after is None or before == after:
        return None
    away = _away(before, lower, upper) - _away(after, lower, upper)
    if away:
        return away > 0
    if lower is not None and upper is not None:
        return None
    return after > before if upper is None else after < before


def _away(value: Decimal, lower: Decimal | None, upper: Decimal | None) -> Decimal:
    """How far outside the band; 0 inside."""
    if lower is not None and value < lower:
        return lower - value
    if upper is not None and value > upper:
        return value - upper
    return Decimal(0)


def _text(value: Decimal | None, unit: str, locale: str) -> str:
    return "" if value is None else format_amount(value, unit, locale)
