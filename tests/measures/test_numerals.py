from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.measures.numerals import is_unsafe, narrow, read_numeral

SIGNS = "零一二三四五六七八九"


def spell(number: int) -> str:
    """Standard written Chinese for 1 to 9999 9999 9999."""
    for name, size in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        if number >= size:
            head, rest = spell(number // size) + name, number % size
            gap = "零" if rest and rest * 10 < size else ""
            return head + gap + (spell(rest) if rest else "")
    return SIGNS[number]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二十", "20"), ("十二", "12"), ("一百二十三", "123"), ("两千", "2000"), ("零", "0"),
        ("3千5百", "3500"), ("20万", "200000"), ("1.2亿", "120000000"), ("30 万", "300000"),
        ("三点五", "3.5"), ("三点一四万", "31400"), ("一亿二千万", "120000000"),
        ("一万亿", "1000000000000"), ("3万5000", "35000"), ("1,234,567.5", "1234567.5"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_written(text: str, value: str) -> None:
    assert read_numeral(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"), [("一百二", 120), ("一万二", 12000), ("两万五", 25000), ("一百零二", 102)]
)
def test_a_last_sign_alone_is_the_next_step_down(text: str, value: int) -> None:
    assert read_numeral(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "万", "百", "三五", "十百", "1,23", "3千5", "一万5", "三点", "点五", "件", "٣", "²"],
)
def test_what_is_unclear_is_no_number(text: str) -> None:
    assert read_numeral(text) is None


@given(st.integers(1, 10**12 - 1))
def test_every_written_number_is_read(number: int) -> None:
    assert read_numeral(spell(number)) == number


@given(st.integers(0, 10**15))
def test_every_grouped_number_is_read(number: int) -> None:
    assert read_numeral(f"{number:,}") == number


@given(st.text())
def test_narrowing_keeps_every_place(text: str) -> None:
    assert len(narrow(text)) == len(text)


def test_full_width_signs_become_plain() -> None:
    assert narrow("\uff17\uff15\uff05\uff0c\uffe5\u22121\uff1a30") == "75%,¥-1:30"


@pytest.mark.parametrize("text", ["a\x00", "\u202e12", "\u2066a", "\u200ba", "\x7f", "\ud800"])
def test_invisible_text_is_unsafe(text: str) -> None:
    assert is_unsafe(text)


def test_plain_chinese_is_safe() -> None:
    assert not is_unsafe("续约率 75%,“好”")
