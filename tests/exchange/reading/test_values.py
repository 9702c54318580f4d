from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cairn.exchange.reading import values


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-03-31",
            "2026/3/31",
            "2026.3.31",
            "2026年3月31日",
            "20260331",
            "２０２６-０３-３１",
        ),
        *(
            "31 Mar 2026",
            "March 31, 2026",
            "31/3/2026",
            "3/31/2026",
            "46112",
            "2026-03-31 08:00:00",
        ),
    ],
)
def test_days_as_people_write_them(text: str) -> None:
    assert values.read_day(text) == date(2026, 3, 31)


@pytest.mark.parametrize(
    "text", ["4/5/2026", "2026-02-30", "soon", "", "1026-01-01", "99999", "Foo 1, 2026", "9" * 90]
)
def test_unclear_days_are_none(text: str) -> None:
    assert values.read_day(text) is None


def test_instants_are_utc() -> None:
    expected = datetime(2025, 12, 9, 14, 36, 20, tzinfo=UTC)
    assert values.read_instant("2025-12-09 14:36:20 UTC") == expected
    assert values.read_instant("2025-12-09 99:00") is None


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        *(("1,200", "number", "1200"), ("20万", "number", "200000"), ("64%", "percent", "64")),
        *(("¥1,200", "CNY", "1200"), ("1200.5", "CNY", "1200.5"), ("2:37", "duration", "157")),
        *(("90", "duration", "90"), ("0.1234567", "number", "0.123457"), ("75 件", "件", "75")),
    ],
)
def test_values_in_their_units(text: str, unit: str, value: str) -> None:
    assert values.read_value(text, unit) == Decimal(value)


@pytest.mark.parametrize("text", ["many", "1e9", "9" * 30, "1,23", "", "=1+1", "NaN", "Infinity"])
def test_unclear_values_are_none(text: str) -> None:
    assert values.read_value(text, "number") is None


def test_shares_scores_and_confidence() -> None:
    assert values.read_share("33.33%") == Decimal("33.33")
    assert values.read_share("101") is None
    assert [values.read_score(one) for one in ("0.7", "70", "70%", "-1")] == [
        *(Decimal("0.7"), Decimal("0.7"), Decimal("0.7"), None),
    ]
    assert [values.read_confidence(one) for one in ("6", "6/10", "60%", "x")] == [6, 6, 6, None]
