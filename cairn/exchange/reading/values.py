"""Cells of text to days, instants, amounts and shares. Pure; None where a text is not clear."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from cairn.measures.amounts import AmountUnclear, read_amount, read_unit
from cairn.measures.units import is_currency

EARLIEST, LATEST = date(1990, 1, 1), date(2200, 12, 31)

_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?![\d.])")
_TIGHT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NAMED: Final = re.compile(
    r"(?:(?P<first>\d{1,2})\s+)?(?P<month>[A-Za-z]{3,9})\.?\s+(?:(?P<day>\d{1,2}),?\s+)?(?P<year>\d{4})"
)
_TURNED: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_CLOCK: Final = re.compile(r"[T ](\d{1,2}):(\d{2})(?::(\d{2}))?")
_SERIAL: Final = re.compile(r"[345]\d{4}(?:\.\d+)?")
_MONTHS: Final = {
    month: at
    for at, month in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SMALL: Final = re.compile(r"(?:0|-?[1-9][0-9]{0,14})(?:\.[0-9]{0,5}[1-9])?%?")
LONGEST: Final = 64


def read_day(text: str) -> date | None:
    """2026-03-31, 2026/3/31, 2026年3月31日, 20260331, 31 Mar 2026, 31/3/2026 where no other reading
    is possible, Excel's 46112, and each with a time behind it."""
    return _read_day(text) if len(text) <= LONGEST else None


@lru_cache(maxsize=20_000)
def _read_day(text: str) -> date | None:
    text = unicodedata.normalize("NFKC", text).strip()
    try:
        found = _day_of(text)
    except (ValueError, OverflowError):
        return None
    return found if found and EARLIEST <= found <= LATEST else None


def _day_of(text: str) -> date | None:
    if found := _DAY.match(text) or _TIGHT.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NAMED.match(text):
        month, day = _MONTHS.get(found["month"][:3].lower()), found["first"] or found["day"]
        return date(int(found["year"]), month, int(day)) if month and day else None
    if found := _TURNED.match(text):
        first, second = int(found[1]), int(found[2])
        if first > 12 or first == second:
            return date(int(found[3]), second, first)
        return date(int(found[3]), first, second) if second > 12 else None
    if _SERIAL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(float(text)))
    return None


def read_instant(text: str) -> datetime | None:
    """2025-12-09 14:36:20 UTC; what names no zone is UTC."""
    day = read_day(text)
    found = _CLOCK.search(text[:LONGEST])
    if day is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)


def read_value(text: str, unit: str) -> Decimal | None:
    """An amount of a unit as people write it, with or without that unit; a duration's bare number is
    seconds."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    if _SMALL.fullmatch(text) and (unit == "percent" or not text.endswith("%")):
        return Decimal(text.rstrip("%"))
    for reading in _readings(text, unit):
        try:
            return read_amount(*reading)
        except AmountUnclear:
            continue
    return None


def _readings(text: str, unit: str) -> list[tuple[str, str]]:
    """A plain number is rounded to what is kept; a percentage may stand where a number is counted."""
    if _NUMBER.fullmatch(text):
        try:
            rounded = f"{round(Decimal(text), 6):f}"
        except InvalidOperation:
            return []
        return [(f"{rounded}s" if unit == "duration" else rounded, unit)]
    readings = [(text, unit)]
    if text.endswith("%") and unit not in ("percent", "duration"):
        readings.append((text, "percent"))
    if is_currency(unit):
        readings.append((re.sub(r"^[^\d-]*|[^\d]*$", "", text), "number"))
    return readings


def unit_said(text: str) -> str | None:
    """The unit that a cell names; None where it cannot be kept."""
    try:
        return read_unit(text[:200]) if text.strip() else "number"
    except AmountUnclear:
        return None


def read_share(text: str, most: int = 100) -> Decimal | None:
    """A weight or progress in percent, with or without the sign."""
    value = read_value(text.replace("%", "").replace("％", ""), "number")
    return value if value is not None and (not most or 0 <= value <= most) else None


def read_score(text: str) -> Decimal | None:
    """0 to 1; 70 and 70% are 0.7."""
    value = read_share(text)
    if value is None:
        return None
    return value / 100 if value > 1 or "%" in text else value


def read_confidence(text: str) -> int | None:
    """0 to 10; 6/10, 6.0 and 60% are 6."""
    value = read_share(text.split("/10", maxsplit=1)[0])
    if value is None:
        return None
    value = value / 10 if "%" in text or value > 10 else value
    return int(value.to_integral_value())
