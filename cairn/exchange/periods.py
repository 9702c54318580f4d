"""The days that a period's name spells, in English or Chinese: Q1 2026, 1Q26, FY2026 H1, 2026年三季度.
Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
NUMERALS: Final = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}
YEAR = r"(?P<fy>fy|财年)?\s*'?(?P<year>20\d\d|\d\d)\s*(?:年度?|财年)?"
PARTS: Final = (
    r"(?:q|quarter)\s*(?P<quarter>[1-4])|(?P<quarter2>[1-4])\s*q(?:uarter)?"
    r"|第?(?P<quarter3>[一二三四1-4])季度?"
    r"|(?:h|half)\s*(?P<half>[12])|(?P<half2>[12])\s*h(?:alf)?|(?P<half3>[上下])半年"
    r"|(?P<word>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"|m(?P<month>1[0-2]|0?[1-9])|(?P<month2>1[0-2]|0?[1-9])\s*月"
)
ANNUAL = r"(?:annual|year|yearly|full year|年度)?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{PARTS})\W*{YEAR}",
        rf"{YEAR}\W*(?:{PARTS})",
        rf"{ANNUAL}\W*{YEAR}\W*{ANNUAL}",
    )
)
_MONTH = re.compile(r"(?P<year>20\d\d)[-/.](?P<month>0?[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last, both included."""

    starts_on: date
    ends_on: date


def span_of(name: str, fiscal_month: int = 1) -> Span | None:
    """None where the name spells no period, or more than one."""
    plain = unicodedata.normalize("NFKC", name).strip().casefold()
    if found := _MONTH.fullmatch(plain):
        return _months(date(int(found["year"]), int(found["month"]), 1), 1)
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(plain):
            return _read(found.groupdict(), fiscal_month)
    return None


def _read(found: dict[str, str | None], fiscal_month: int) -> Span | None:
    year = int(found["year"] or 0)
    year += 2000 if year < 100 else 0
    quarter, half = _number(found, "quarter"), _number(found, "half")
    month = _number(found, "month")
    if word := found.get("word"):
        month = next(at for at, name in enumerate(MONTHS, 1) if name.startswith(word))
    if month:
        return _months(date(year, month, 1), 1)
    first = date(year if fiscal_month == 1 else year - 1, fiscal_month, 1)
    if quarter:
        return _months(_later(first, 3 * (quarter - 1)), 3)
    if half:
        return _months(_later(first, 6 * (half - 1)), 6)
    return _months(first, 12)


def _number(found: dict[str, str | None], name: str) -> int:
    spelled = next((found[one] for one in (name, f"{name}2", f"{name}3") if found.get(one)), None)
    return int(NUMERALS.get(spelled, spelled)) if spelled else 0


def _later(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _months(first: date, months: int) -> Span:
    return Span(first, _later(first, months) - timedelta(days=1))
