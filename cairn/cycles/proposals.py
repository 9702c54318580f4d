"""The cycles that a fiscal year has: their names and days. Pure but for the names of lengths."""

from dataclasses import dataclass
from datetime import date, timedelta

from cairn.cycles.models import Length

MONTHS_OF = {
    Length.YEAR: 12,
    Length.HALF: 6,
    Length.QUARTER: 3,
    Length.TWO_MONTHS: 2,
    Length.MONTH: 1,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    name: str
    length: str
    starts_on: date
    ends_on: date


def months_later(day: date, months: int) -> date:
    """The first of the month that many months after the one of `day`."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def year_start(day: date, fiscal_month: int) -> date:
    """The first day of the fiscal year that holds `day`."""
    return date(day.year if day.month >= fiscal_month else day.year - 1, fiscal_month, 1)


def propose(length: str, day: date, fiscal_month: int) -> Proposal:
    """The cycle of a length that holds `day`; a custom one lasts three months from its month on."""
    begin = year_start(day, fiscal_month)
    months = MONTHS_OF.get(Length(length), 3)
    passed = (day.year - begin.year) * 12 + day.month - begin.month
    number = passed // months
    starts_on = months_later(begin, number * months)
    ends_on = months_later(starts_on, months) - timedelta(days=1)
    return Proposal(
        name_of(length, begin, starts_on, number + 1, fiscal_month), length, starts_on, ends_on
    )


def name_of(length: str, begin: date, starts_on: date, number: int, fiscal_month: int) -> str:
    """2026, FY2026, 2026 H1, 2026 Q3, 2026-07: a fiscal year bears the name of the year it ends in."""
    year = str(begin.year) if fiscal_month == 1 else f"FY{begin.year + 1}"
    match length:
        case Length.YEAR:
            return year
        case Length.HALF:
            return f"{year} H{number}"
        case Length.QUARTER:
            return f"{year} Q{number}"
        case Length.TWO_MONTHS:
            return f"{year} B{number}"
    return f"{starts_on:%Y-%m}"
