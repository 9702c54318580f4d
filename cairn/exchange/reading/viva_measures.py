"""What Viva says of a metric, in our kinds and units, and where it stands now. Pure."""

import re
from decimal import Decimal
from typing import Final

from cairn.exchange.reading.items import Kind, Measure

type Taken = tuple[Decimal | None, str]
"""A current value, and the code of the warning where it was taken for one of two without proof."""

_GENERIC: Final = re.compile(
    r"(?:percent(?:age)?|%|progress)?(?: ?(?:of )?(?:complet(?:ed?|ion)|done|progress))?",
    re.IGNORECASE,
)
_AT_MOST: Final = re.compile(
    r"below|at most|under|less|maximum|max\b|not? (?:more|above)", re.IGNORECASE
)
_AT_LEAST: Final = re.compile(
    r"above|at least|over|more|minimum|min\b|keep|maintain|stay", re.IGNORECASE
)
_NEAR: Final = Decimal(1)


def measure_of(
    *, name: str, unit: str, start: Decimal | None, target: Decimal | None, type: str = ""
) -> Measure:
    """`type` is Viva's Target Type. Percent complete where nothing else is said."""
    generic = not name or _GENERIC.fullmatch(name.strip()) is not None
    if (
        generic
        and target in (None, Decimal(100))
        and start in (None, Decimal(0))
        and not type_keeps(type)
    ):
        return Measure("increase", "percent", Decimal(0), Decimal(100), name=name, is_plain=True)
    if type_keeps(type):
        at_most = bool(_AT_MOST.search(type))
        lower, upper = (None, target) if at_most else (target, None)
        return Measure("maintain", unit, target=lower, ceiling=upper, name=name)
    return Measure(_direction(type, start, target), unit, start, target, name=name)


def type_keeps(type: str) -> bool:
    """Keep below, at most, stay above …: a band and no way."""
    moves = re.search(r"increase|decrease|reach", type, re.IGNORECASE)
    return not moves and bool(_AT_MOST.search(type) or _AT_LEAST.search(type))


def _direction(type: str, start: Decimal | None, target: Decimal | None) -> Kind:
    if start is not None and target is not None and start != target:
        return "increase" if target > start else "decrease"
    return "decrease" if "decrease" in type.lower() else "increase"


def current_of_table(measure: Measure, actual: Decimal | None, progress: Decimal | None) -> Taken:
    """From Actual Progress, which may be a value of the metric or a percentage, and Progress %."""
    start, target = measure.start, measure.target
    if start is None or target is None or start == target:
        return actual, "progress_as_value" if actual is not None and actual == progress else ""
    if actual is None:
        return (None if progress is None else _scaled_back(measure, progress)), ""
    if progress is None or measure.is_plain:
        return actual, "" if measure.is_plain else "progress_as_value"
    if _agrees((actual - start) / (target - start) * 100, progress):
        return actual, ""
    if abs(actual - progress) <= _NEAR:
        return _scaled_back(measure, progress), ""
    return actual, "progress_as_value"


def _agrees(scaled: Decimal, progress: Decimal) -> bool:
    """Viva's percentage may be cut to 0 and 100."""
    if progress == 0:
        return scaled <= _NEAR
    if progress == 100:
        return scaled >= 100 - _NEAR
    return abs(scaled - progress) <= _NEAR


def current_of_archive(measure: Measure, progress: Decimal | None) -> Taken:
    """From Progress alone, a percentage that may be the raw value of an absolute metric."""
    start, target = measure.start, measure.target
    if progress is None or start is None or target is None or measure.is_plain:
        return progress if measure.is_plain else None, ""
    low, high = sorted((start, target))
    may_be_value = low <= progress <= high
    if 0 <= progress <= 100:
        value = _scaled_back(measure, progress)
        return value, "progress_as_percentage" if may_be_value and value != progress else ""
    span = high - low
    if low - span <= progress <= high + span:
        return progress, "" if may_be_value else "progress_as_value"
    return _scaled_back(measure, progress), "progress_as_percentage"


def _scaled_back(measure: Measure, progress: Decimal) -> Decimal:
    assert measure.start is not None
    assert measure.target is not None
    value = measure.start + progress / 100 * (measure.target - measure.start)
    return round(value, 6).normalize() + 0
