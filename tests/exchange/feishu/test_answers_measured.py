"""Numbers, units, weights, and what was said of a key result."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.exchange.feishu.measuring import Measure, measure_of, number, value_at
from tests.exchange.feishu.answers import D, codes, fetched, key_result, objective, old, only, read
from tests.exchange.feishu.tenant import (
    OCTOBER_9,
    indicator,
    progress,
)

# Numbers


@pytest.mark.parametrize(
    ("unit", "kind", "kept"),
    [
        ("PERCENT", 0, "percent"),
        ("NONE", 0, "number"),
        ("YUAN", 0, "CNY"),
        ("DOLLAR", 0, "USD"),
        ("分钟", 1, "分钟"),
        ("万元", 1, "万元"),
        ("件", 1, "件"),
        ("时长", 1, "number"),
        ("3个", 1, "number"),
        ("", 1, "number"),
    ],
)
def test_units_are_ours_or_labels(unit: str, kind: int, kept: str) -> None:
    measure, _unclear = measure_of(indicator(0, 9, 3, unit, kind)["indicator"])
    assert measure.unit == kept


def test_a_target_below_the_start_is_a_decrease() -> None:
    rows = read(fetched(objective("71", key_result("711", indicator(120, 30, 75)))))
    assert (only(rows.key_results).kind, only(rows.key_results).current) == ("decrease", D(75))


def test_without_an_indicator_it_is_percent() -> None:
    rows = read(fetched(objective("71", key_result("711", {"indicator": {}}))))
    found = only(rows.key_results)
    assert (found.unit, found.start, found.target, found.current) == ("percent", D(0), D(100), None)


@pytest.mark.parametrize("weights", [(0, 0), (None, None), ("x", -3)])
def test_weights_of_a_tenant_that_does_not_weigh_are_none(weights: tuple[Any, Any]) -> None:
    below = [key_result(f"71{at}", weight=one) for at, one in enumerate(weights)]
    assert [one.weight for one in read(fetched(objective("71", *below))).key_results] == [
        None,
        None,
    ]


def test_version_1_weighs_to_a_hundred_and_scores_to_a_hundred() -> None:
    below = [
        {"id": "711", "content": "甲", "kr_weight": "33.3", "weight": 33, "score": 70},
        {"id": "712", "content": "乙", "weight": 67},
    ]
    told = old({"id": "71", "content": "目标", "score": 65, "kr_list": below}, period_id="600")
    rows = read(told)
    assert [one.weight for one in rows.key_results] == [D("33.3"), D(67)]
    ended = only(rows.objectives).ending
    assert ended is not None
    assert ended.score == D("0.65")


@pytest.mark.parametrize(
    ("start", "target", "percent", "value"),
    [
        (0, 3, "33", 1),
        (0, 3, "33.3333", 1),
        (25, 40, 20, 28),
        (120, 30, 50, 75),
        (0, 10, 57, "5.7"),
        (0, "1.5", 50, "0.75"),
        ("0.4", 100, 0, "0.4"),
        (0, 100, "-12.5", "-12.5"),
        (0, 200, 130, 260),
        (0, 7, "14.2857", 1),
        (5, 5, 10, None),
        (None, 5, 10, None),
        (0, 5, None, None),
    ],
)
def test_a_percentage_is_the_plainest_value_there(
    start: Any, target: Any, percent: Any, value: Any
) -> None:
    measure = Measure("number", number(start), number(target))
    found = value_at(measure, number(percent))
    assert found == (None if value is None else D(str(value)))


@given(
    start=st.decimals(-1000, 1000, places=2),
    target=st.decimals(-1000, 1000, places=2),
    value=st.decimals(-1000, 1000, places=2),
)
def test_a_value_told_as_a_percentage_lies_there_again(start: D, target: D, value: D) -> None:
    measure = Measure("number", start, target)
    exact = measure.percent_of(value)
    if exact is None:
        return
    percent = round(exact, 4)
    again = value_at(measure, percent)
    assert again is not None
    assert measure.agrees(again, percent) or abs(again - value) <= abs(target - start) * D(
        "0.000001"
    )


@pytest.mark.parametrize("value", ["1e400", "NaN", "9" * 30, True, [1], {}, "1 2", "--1", "inf"])
def test_what_is_no_number_is_none(value: Any) -> None:
    assert number(value) is None


# What was said


def test_the_latest_record_says_the_indicators_value_exactly() -> None:
    said = (progress("1", "甲", "12.5"), progress("2", "乙", 33, at="1792000000000"))
    rows = read(fetched(objective("71", key_result("711", indicator(0, 1000, 331), *said))))
    assert [one.value for one in rows.check_ins] == [D(125), D(331)]


def test_a_value_that_moved_without_a_record_is_one_more() -> None:
    seen = {"progress_rate_percent_last_updated_time": "1793000000000"}
    told = key_result("711", indicator(0, 1000, 500), progress("1", "甲", 20), seen=seen)
    rows = read(fetched(objective("71", told)))
    first, moved = rows.check_ins
    assert (first.value, moved.value, moved.note) == (D(200), D(500), "")
    assert (moved.key, moved.day) == ("711@1793000000", date(2026, 10, 26))
    assert read(fetched(objective("71", told))).check_ins == rows.check_ins


@pytest.mark.parametrize("stamp", ["0", "", None, "x", "99999999999999", "1780000000000"])
def test_when_it_moved_may_be_unclear(stamp: Any) -> None:
    seen = {"progress_rate_percent_last_updated_time": stamp}
    told = key_result("711", indicator(0, 1000, 500), progress("1", "甲", 20), seen=seen)
    moved = read(fetched(objective("71", told))).check_ins[1]
    assert (moved.value, moved.day) == (D(500), date(2026, 10, 9))


def test_a_value_without_any_record_is_the_key_results_own() -> None:
    rows = read(
        fetched(objective("71", key_result("711", indicator(0, 10, 4), progress("1", "甲", None))))
    )
    assert only(rows.key_results).current == D(4)
    assert only(rows.check_ins).value is None


@pytest.mark.parametrize(
    ("status", "percent", "kept"),
    [
        (0, 10, "on_track"),
        (1, 10, "behind"),
        ("2", 10, "at_risk"),
        (2, 100, ""),
        (7, 10, ""),
        (None, 10, ""),
    ],
)
def test_statuses_of_version_2_go_by_how_grave_they_are(
    status: Any, percent: Any, kept: str
) -> None:
    rows = read(
        fetched(
            objective(
                "71",
                key_result("711", indicator(0, 100, None), progress("1", "甲", percent, status)),
            )
        )
    )
    assert only(rows.check_ins).status == kept


@pytest.mark.parametrize(
    ("status", "kept"), [(0, "on_track"), (1, "behind"), (2, ""), ("1", "behind")]
)
def test_statuses_of_version_1s_records_are_others(status: Any, kept: str) -> None:
    record = {"progress_id": "9", "modify_time": OCTOBER_9, "content": {"text": "好"},
              "progress_rate": {"percent": 40, "status": status}}  # fmt: skip
    told = {
        "id": "711",
        "content": "甲",
        "progress_rate": {"percent": 40, "status": "2"},
        "records": [record],
    }
    rows = read(old({"id": "71", "content": "目标", "kr_list": [told]}))
    assert (only(rows.check_ins).status, only(rows.check_ins).value) == (kept, D(40))


def test_records_in_both_spellings_and_in_the_short_form() -> None:
    camel = {"blocks": [{"type": "paragraph", "paragraph": {"elements": [
        {"type": "textRun", "textRun": {"text": "重", "style": {"bold": True}}},
        {"type": "person", "person": {"openId": "ou_li"}},
        {"type": "person", "person": {"openId": "ou_gone"}},
    ]}}, {"type": "gallery", "gallery": {"imageList": [{"src": "https://a.cn/1.png"}, {"src": "x"}]}}]}  # fmt: skip
    snake = {"blocks": [{"paragraph": {"style": {"list": {"list_type": "bullet"}}, "elements": [
        {"docs_link": {"url": "https://a.cn/d", "title": "文档"}},
        {"mention": {"user_id": "ou_li"}}]}}]}  # fmt: skip
    short = {"text": "# 好", "mention": ["ou_li"]}
    said = [
        {**progress(str(at), "", None), "content": one}
        for at, one in enumerate((camel, snake, short))
    ]
    rows = read(fetched(objective("71", progresses=said)))
    assert [one.note for one in rows.check_ins] == [
        "**重**@李娜@飞书用户 ou_gone\n[图片](https://a.cn/1.png)",
        "- [文档](https://a.cn/d)@李娜",
        "# 好 @李娜",
    ]


def test_the_future_and_what_has_no_time_are_told() -> None:
    said = [
        progress("1", "甲", 1, at="1893456000000"),
        progress("2", "乙", 1, at="0"),
        {"content": 7},
    ]
    rows = read(fetched(objective("71", key_result("711", None, *said))))
    assert rows.check_ins == ()
    assert codes(rows) == ["check_in_unclear"] * 3
