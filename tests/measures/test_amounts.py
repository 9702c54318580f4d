from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cairn.measures.amounts import (
    AmountUnclear,
    format_amount,
    hours_and_minutes,
    plain_amount,
    read_amount,
    read_plain,
    read_unit,
)

D = Decimal
amounts = st.decimals(-(10**15) + 1, 10**15 - 1, places=6)
units = st.sampled_from(["number", "percent", "CNY", "USD", "CHF", "duration", "rating", "件"])


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("69%", "percent", "69"), ("\uff16\uff19\uff05", "percent", "69"),
        (" 69 ", "percent", "69"),
        ("3‰", "percent", "0.3"), ("三成", "percent", "30"), ("三成五", "percent", "35"),
        ("百分之二十", "percent", "20"), ("千分之二", "percent", "0.2"),
        ("1,234,567", "number", "1234567"), ("1 234", "number", "1234"),
        ("1\uff0c234", "number", "1234"), ("\uffe51,200", "CNY", "1200"),
        ("−5", "number", "-5"), ("+5", "number", "5"),
        ("10w", "number", "100000"), ("1.5k", "number", "1500"), ("3千5百", "number", "3500"),
        ("¥1,200", "CNY", "1200"), ("¥1200", "CNY", "1200"), ("1.5万元", "CNY", "15000"),
        ("USD 1.5M", "USD", "1500000"), ("$5m", "USD", "5000000"), ("-$5", "USD", "-5"),
        ("US$1.5 bn", "USD", "1500000000"), ("1,200 CHF", "CHF", "1200"),
        ("2:37", "duration", "157"), ("1:02:03", "duration", "3723"), ("0", "duration", "0"),
        ("1.5h", "duration", "5400"), ("90min", "duration", "5400"), ("2天", "duration", "172800"),
        ("3小时20分", "duration", "12000"), ("两个半小时", "duration", "9000"),
        ("1h 30m", "duration", "5400"), ("250 ms", "duration", "0.25"),
        ("半小时", "duration", "1800"), ("-2:37", "duration", "-157"),
        ("75件", "件", "75"), ("75 件", "件", "75"), ("75", "件", "75"),
        ("20万元", "万元", "20"), ("4.5分", "rating", "4.5"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_typed(text: str, unit: str, value: str) -> None:
    assert read_amount(text, unit) == D(value)


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("", "number", "empty"), ("  ", "percent", "empty"),
        ("9" * 65, "number", "too_long"), ("9" * 16, "number", "too_large"),
        ("999999999999999亿", "number", "too_large"),
        ("0.1234567", "number", "too_many_decimals"),
        ("0." + "9" * 40, "number", "too_many_decimals"),
        ("1\x002", "number", "unsafe_text"), ("\u202e12", "number", "unsafe_text"),
        ("1,23", "number", "separator_unclear"), ("1.234.567", "number", "separator_unclear"),
        ("1'234", "number", "separator_unclear"),
        ("NaN", "number", "not_a_number"), ("inf", "number", "not_a_number"),
        ("1e5", "number", "not_a_number"), ("1e400", "number", "not_a_number"),
        ("--5", "number", "not_a_number"), ("1/2", "number", "not_a_number"),
        ("5 to 6", "number", "not_a_number"), ("3千5", "number", "not_a_number"),
        ("٣", "number", "not_a_number"), ("2:75", "duration", "not_a_number"),
        ("90", "duration", "time_unit_missing"), ("2:37", "number", "other_unit"),
        ("60%", "number", "other_unit"), ("$5", "CNY", "other_unit"), ("5件", "次", "other_unit"),
    ],
)  # fmt: skip
def test_what_is_unclear_is_refused_with_its_reason(text: str, unit: str, code: str) -> None:
    with pytest.raises(AmountUnclear) as refusal:
        read_amount(text, unit)
    assert refusal.value.code == code
    assert refusal.value.example


@pytest.mark.parametrize("unit", ["number", "percent", "CNY", "USD", "duration", "rating", "件"])
def test_the_examples_are_understood(unit: str) -> None:
    with pytest.raises(AmountUnclear) as refusal:
        read_amount("?", unit)
    for one in refusal.value.example.split(" · "):
        assert read_amount(one, unit) > 0


@given(st.text(max_size=80), units)
def test_nothing_typed_breaks_it(text: str, unit: str) -> None:
    try:
        value = read_amount(text, unit)
    except AmountUnclear:
        return
    assert abs(value) < 10**15
    assert value == round(value, 6)


@given(
    st.text("0123456789.,: -+%¥$kmw万千百十亿零一二三两半个点成分之小时天hsd", max_size=12), units
)
def test_nothing_like_an_amount_breaks_it(text: str, unit: str) -> None:
    test_nothing_typed_breaks_it.hypothesis.inner_test(text, unit)  # type: ignore[attr-defined]


@example(D("999999999999999.999999"), "duration", "en")
@given(amounts, units, st.sampled_from(["zh-hans", "zh_Hans", "en"]))
def test_what_is_shown_can_be_typed(value: Decimal, unit: str, locale: str) -> None:
    assert read_amount(format_amount(value, unit, locale), unit) == value


@given(amounts)
def test_plain_amounts_go_round(value: Decimal) -> None:
    assert read_plain(plain_amount(value)) == value


@pytest.mark.parametrize(
    ("value", "plain"),
    [("1E+3", "1000"), ("1.500", "1.5"), ("-0", "0"), ("-0.00", "0"), ("0", "0")],
)
def test_a_plain_amount_has_no_frills(value: str, plain: str) -> None:
    assert plain_amount(D(value)) == plain


@pytest.mark.parametrize("text", ["", "1,200", "1e5", "NaN", "+1", ".5", "5.", "٣", " 1", "1\n"])
def test_the_api_takes_plain_amounts_only(text: str) -> None:
    with pytest.raises(AmountUnclear):
        read_plain(text)


@pytest.mark.parametrize(
    ("value", "unit", "chinese", "english"),
    [
        ("69.0", "percent", "69%", "69%"),
        ("1200", "CNY", "¥1,200", "CNY 1,200"),
        ("-1200.5", "USD", "-US$1,200.5", "-$1,200.5"),
        ("157", "duration", "2:37", "2:37"),
        ("3723", "duration", "1:02:03", "1:02:03"),
        ("259200", "duration", "3 天", "3 d"),
        ("262800", "duration", "3 天 1:00:00", "3 d 1:00:00"),
        ("0.25", "duration", "0.25 秒", "0.25 s"),
        ("1", "duration", "1 秒", "1 s"),
        ("1.08", "duration", "1.08 秒", "1.08 s"),
        ("-59", "duration", "-59 秒", "-59 s"),
        ("60", "duration", "1:00", "1:00"),
        ("0", "duration", "0:00", "0:00"),
        ("75", "件", "75 件", "75 件"),
        ("1E+3", "number", "1,000", "1,000"),
        ("4.5", "rating", "4.5", "4.5"),
    ],
)
def test_amounts_are_shown_in_both_languages(
    value: str, unit: str, chinese: str, english: str
) -> None:
    assert format_amount(D(value), unit, "zh-hans") == chinese
    assert format_amount(D(value), unit, "en") == english


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("%", "percent"), ("\uff05", "percent"), ("百分比", "percent"), ("", "number"),
        ("个数", "number"), ("元", "CNY"), ("¥", "CNY"), ("RMB", "CNY"), ("$", "USD"),
        ("eur", "EUR"), ("CHF", "CHF"), ("时长", "duration"), ("h:mm", "duration"),
        ("评分", "rating"), (" 件 ", "件"), ("万元", "万元"), ("all", "all"),
    ],
)  # fmt: skip
def test_units_have_one_name(text: str, unit: str) -> None:
    assert read_unit(text) == unit
    assert read_unit(unit) == unit


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("件" * 21, "too_long"),
        ("a\x00", "unsafe_text"),
        ("\u202ea", "unsafe_text"),
        ("5", "bad_label"),
    ],
)
def test_hostile_units_are_refused(text: str, code: str) -> None:
    with pytest.raises(AmountUnclear) as refusal:
        read_unit(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "ends", "meant"),
    [
        ("2:20", (15000, 5400), "2:20:00"),
        (" 0：50 ", (15000, 5400), "0:50:00"),
        ("2:20", (250, 90), "2:20"),
        ("25:00", (5400, 1200), "25:00"),
        ("50:00", (15000, 5400), "50:00"),
        ("2:20", (15001, 5400), "2:20"),
        ("2:20", (), "2:20"),
        ("150min", (15000, 5400), "150min"),
    ],
)
def test_two_numbers_are_hours_where_the_path_is_hours_long(
    text: str, ends: tuple[int, ...], meant: str
) -> None:
    assert hours_and_minutes(text, [D(end) for end in ends]) == meant
