"""Feishu's numbers on our scales: indicators, percentages, weights, scores and statuses. Pure.

Statuses go by how grave they are: normal, at risk and delayed are on track, behind and at risk here
(docs/decisions/0014-feishu-api.md).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal

from cairn.measures.units import AmountUnclear, read_unit

HUNDRED: Final = Decimal(100)
LARGEST: Final = Decimal(10) ** 15
PLACES: Final = 6
UNITS: Final = {"PERCENT": "percent", "NONE": "number", "YUAN": "CNY", "DOLLAR": "USD"}
COMMON: Final = "0"
STATUSES: Final = {"0": "on_track", "1": "behind", "2": "at_risk"}
RECORD_STATUSES: Final = {"0": "on_track", "1": "behind", "2": ""}
"""Of version 1's records, where 1 is overdue and 2 done: which the value says by itself."""
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?")


def number(value: Any) -> Decimal | None:
    """To six places; None of what is none or too large."""
    text = str(value).strip() if isinstance(value, int | str) else ""
    if isinstance(value, bool) or len(text) > 50 or not _NUMBER.fullmatch(text):
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return round(found, PLACES) if abs(found) < LARGEST else None


@dataclass(frozen=True, slots=True)
class Measure:
    """Values in the unit, percent as 64 for 64 %; None is unknown."""

    unit: str = "percent"
    start: Decimal | None = Decimal(0)
    target: Decimal | None = HUNDRED
    current: Decimal | None = None

    @property
    def kind(self) -> Literal["increase", "decrease"]:
        falls = None not in (self.start, self.target) and self.target < self.start  # type: ignore[operator]
        return "decrease" if falls else "increase"

    def percent_of(self, value: Decimal) -> Decimal | None:
        """Where a value lies between start and target; None where there is no line to go along."""
        start, target = self.start, self.target
        if start is None or target is None or start == target:
            return None
        return (value - start) / (target - start) * HUNDRED

    def agrees(self, value: Decimal, percent: Decimal) -> bool:
        """Whether a value lies at a percentage, as exactly as that was told."""
        found = self.percent_of(value)
        return found is not None and abs(found - percent) <= _half_a_step(percent)


def measure_of(indicator: Mapping[str, Any]) -> tuple[Measure, str]:
    """Of version 2's indicator, and its unit where that is none that can be kept. Without one a key
    result goes from 0 to 100 percent, as in Feishu."""
    start, target = number(indicator.get("start_value")), number(indicator.get("target_value"))
    current = number(indicator.get("current_value"))
    if start is None and target is None:
        return Measure(current=current), ""
    unit, unclear = _unit(indicator.get("unit"))
    return Measure(unit, start, target, current), unclear


def _unit(told: Any) -> tuple[str, str]:
    """A custom one is a label whatever it says: 75 of the unit 分钟 are no seconds."""
    fields = told if isinstance(told, dict) else {}
    name = str(fields.get("unit_value", ""))[:40]
    if str(fields.get("unit_type", COMMON)) == COMMON and name in UNITS:
        return UNITS[name], ""
    try:
        unit = read_unit(name)
    except AmountUnclear:
        return "number", name
    return ("number", name) if unit in ("duration", "rating") else (unit, "")


def rated(told: Mapping[str, Any]) -> Measure:
    """Of version 1, which tells how far a key result has come and no more."""
    rate = told.get("progress_rate")
    return Measure(current=number(rate.get("percent")) if isinstance(rate, dict) else None)


def value_at(measure: Measure, percent: Decimal | None) -> Decimal | None:
    """The plainest value that lies at a percentage: 33 % of the way from 0 to 3 is 1."""
    start, target = measure.start, measure.target
    if percent is None or start is None or target is None or start == target:
        return None
    exact = start + (target - start) * percent / HUNDRED
    if abs(exact) >= LARGEST:
        return None
    for places in range(max(_decimals(start), _decimals(target)), PLACES):
        plain = round(exact, places)
        if measure.agrees(plain, percent):
            return plain
    return round(exact, PLACES)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _half_a_step(percent: Decimal) -> Decimal:
    return Decimal(1).scaleb(-_decimals(percent)) / 2


def status_of(told: Any, percent: Decimal | None, version: int) -> str:
    """Ours, or "" for none. Version 2 tells 2 also of what was reached: then the value says it."""
    code = str(told) if isinstance(told, int | str) else ""
    if version == 1:
        return RECORD_STATUSES.get(code, "")
    status = STATUSES.get(code, "")
    return "" if status == "at_risk" and percent is not None and percent >= HUNDRED else status


def weight_of(told: Mapping[str, Any], version: int) -> Decimal | None:
    """In percent: version 2 counts to 1, version 1 to 100."""
    if version == 2:
        found = number(told.get("weight"))
        found = None if found is None else found * HUNDRED
    else:
        found = number(told.get("kr_weight"))
        found = number(told.get("weight")) if found is None else found
    return found if found is not None and 0 <= found <= HUNDRED else None


def score_of(told: Mapping[str, Any], version: int) -> Decimal | None:
    """0 to 1; None where there is none, or none that can be."""
    found = number(told.get("score"))
    if found is None:
        return None
    found = found if version == 2 else found / HUNDRED
    return found if 0 <= found <= 1 else None
