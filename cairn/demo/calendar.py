"""The cycles of the demonstration, whatever today is.

Its fiscal year begins so that today always lies in the middle month of the last quarter: there are
three past quarters in the year, and the running one is four to nine weeks old.
"""

from datetime import date, timedelta

from cairn.demo.story import Span

ORDINALS = "一二三四"


def fiscal_month(today: date) -> int:
    """Two months after this one: the running quarter began last month, the year ten before."""
    return (today.month + 1) % 12 + 1


def year_of(today: date) -> Span:
    starts_on = months_after(today.replace(day=1), -10)
    ends_on = last_day_before(months_after(starts_on, 12))
    return Span(year_name(starts_on, ends_on), "year", starts_on, ends_on)


def quarters_of(year: Span) -> list[Span]:
    """The four quarters, first to last."""
    return [
        Span(
            f"{year.name}第{ORDINALS[at]}季度",
            "quarter",
            months_after(year.starts_on, 3 * at),
            last_day_before(months_after(year.starts_on, 3 * at + 3)),
        )
        for at in range(4)
    ]


def year_name(starts_on: date, ends_on: date) -> str:
    """A fiscal year is called after the calendar year in which it ends."""
    return f"{ends_on.year} 年" if starts_on.month == 1 else f"{ends_on.year} 财年"


def months_after(first: date, months: int) -> date:
    """The first day of the month that lies so many months later."""
    whole = first.year * 12 + first.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def last_day_before(day: date) -> date:
    return day - timedelta(days=1)
