"""Whatever today is, the demonstration has three past quarters and one in the middle."""

from datetime import date, timedelta
from itertools import pairwise

from cairn.demo.calendar import fiscal_month, quarters_of, year_of

DAYS = [date(2026, 1, 1) + timedelta(days=one) for one in range(3 * 365)]


def test_today_lies_in_the_last_quarter_four_to_nine_weeks_in() -> None:
    for day in DAYS:
        last = quarters_of(year_of(day))[3]
        assert 28 <= (day - last.starts_on).days <= 61
        assert (last.ends_on - day).days >= 28


def test_quarters_follow_each_other_and_fill_the_year() -> None:
    for day in DAYS:
        year, quarters = year_of(day), quarters_of(year_of(day))
        assert quarters[0].starts_on == year.starts_on
        assert quarters[3].ends_on == year.ends_on
        assert all(
            earlier.ends_on + timedelta(days=1) == later.starts_on
            for earlier, later in pairwise(quarters)
        )


def test_the_year_starts_in_the_fiscal_month() -> None:
    assert all(year_of(day).starts_on.month == fiscal_month(day) for day in DAYS)


def test_a_year_that_is_the_calendar_year_is_called_so() -> None:
    assert year_of(date(2026, 11, 18)).name == "2026 年"
    assert year_of(date(2027, 1, 1)).name == "2027 财年"
    assert quarters_of(year_of(date(2026, 11, 18)))[3].name == "2026 年第四季度"
