"""Our exact numbers on Feishu's scales, and our words for where something stands as its numbers."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from cairn.goals.models import Status
from cairn.goals.status import Shown

HUNDRED, THOUSAND = Decimal(100), Decimal(1000)
UNDEFINED = -1
NORMAL, SLIPPING, LATE = 0, 1, 2
"""Feishu's normal, at risk and delayed: the same three colours as on track, behind and at risk."""
NUMBERS = {Status.ON_TRACK: NORMAL, Status.BEHIND: SLIPPING, Status.AT_RISK: LATE}
WORDS = {NORMAL: Status.ON_TRACK, SLIPPING: Status.BEHIND, LATE: Status.AT_RISK}


def said(**values: Any) -> dict[str, Any]:
    """Without what there is not: Feishu leaves out what nobody has set."""
    return {name: value for name, value in values.items() if value is not None}


def status_number(shown: Shown) -> int:
    """-1 where nothing can be said, or it has ended. Silence is never green: what is outdated is at
    risk at least."""
    if shown.status == Status.OUTDATED:
        return max(SLIPPING, NUMBERS.get(Status(shown.beside), SLIPPING))
    return NUMBERS.get(Status(shown.status), UNDEFINED)


def whole_percent(fraction: Decimal | None) -> int | None:
    """0.565 → 57, as the pages round it."""
    if fraction is None:
        return None
    return int((fraction * HUNDRED).quantize(Decimal(1), ROUND_HALF_UP))


def plain_number(value: Decimal | None) -> float | int | None:
    """For JSON, which knows no exact decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def rate_v1(fraction: Decimal | None, shown: Shown) -> dict[str, Any]:
    number = status_number(shown)
    return said(
        percent=whole_percent(fraction),
        status=None if number == UNDEFINED else str(number),
    )


def thousandths(percents: Sequence[Decimal]) -> list[Decimal]:
    """Percents as fractions with three places that sum to what they sum to; the last that counts
    takes the residue of the rounding."""
    parts = [(one * 10).quantize(Decimal(1), ROUND_DOWN) for one in percents]
    counting = [place for place, one in enumerate(percents) if one]
    if counting:
        whole = (sum(percents, Decimal(0)) * 10).quantize(Decimal(1), ROUND_HALF_UP)
        parts[counting[-1]] += whole - sum(parts, Decimal(0))
    return [part / THOUSAND for part in parts]
