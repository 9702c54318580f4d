from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.goals.progress import direction_fault
from cairn.goals.sentences import Sentence, read_sentence

D = Decimal


@pytest.mark.parametrize(
    ("text", "measure", "kind", "start", "target", "unit"),
    [
        ("把续约率从 60% 提高到 75%", "续约率", "increase", 60, 75, "percent"),
        ("Raise activation rate from 25% to 40%", "activation rate", "increase", 25, 40, "percent"),
        ("首次响应时长从 4:10 缩短到 1:30", "首次响应时长", "decrease", 250, 90, "duration"),
        ("月客诉件数从120件降到30件", "月客诉件数", "decrease", 120, 30, "件"),
        ("NPS from 31 to 45", "NPS", "increase", 31, 45, "number"),
        ("NPS 31 → 45", "NPS", "increase", 31, 45, "number"),
        ("Increase ARR from $1.2M to $2M", "ARR", "increase", 1200000, 2000000, "USD"),
        ("人工时间从三个小时减少到一个小时", "人工时间", "decrease", 10800, 3600, "duration"),
        ("Reduce lead time from 3 days to 8 hours", "lead time", "decrease", 259200, 28800,
         "duration"),
        ("Cut p95 latency from 800 ms to 200 ms", "p95 latency", "decrease", D("0.8"), D("0.2"),
         "duration"),
    ],
)  # fmt: skip
def test_from_and_to_fill_everything(
    text: str, measure: str, kind: str, start: Decimal, target: Decimal, unit: str
) -> None:
    read = read_sentence(text)
    assert (read.measure, read.kind, read.unit) == (measure, kind, unit)
    assert (read.start, read.target) == (start, target)
    assert direction_fault(kind, read.start, read.target) is None


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("保持可用性不低于 99.9%", D("99.9"), None),
        ("keep churn below 2%", None, D(2)),
        ("首响控制在 2 小时以内", None, D(7200)),
    ],
)
def test_a_bound_to_keep_is_maintained(
    text: str, lower: Decimal | None, upper: Decimal | None
) -> None:
    read = read_sentence(text)
    assert (read.kind, read.target) == ("maintain", None)
    assert (read.lower, read.upper) == (lower, upper)


@pytest.mark.parametrize(
    ("text", "target", "unit", "measure"),
    [
        ("完成 5 场访谈", 5, "场", "访谈"),
        ("2026年6月30日前完成 12 场客户访谈", 12, "场", "客户访谈"),
        ("租下三家购物中心的最好铺位", 3, "家", "购物中心的最好铺位"),
        ("Publish 6 guides", 6, "guides", "guides"),
        ("完成25万交易额", 250000, "number", "交易额"),
        ("访谈 20 个客户,完成 3 份报告", 20, "个", "客户"),
    ],
)
def test_a_count_of_things_done_begins_at_nothing(
    text: str, target: int, unit: str, measure: str
) -> None:
    read = read_sentence(text)
    assert (read.kind, read.start, read.target) == ("increase", D(0), D(target))
    assert (read.unit, read.measure) == (unit, measure)


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("客户续约率达到70%", "increase", 70),
        ("把退款率降到 2% 以下", "decrease", 2),
        ("Reduce churn to below 2%", "decrease", 2),
        ("日活用户达到 10 万", "increase", 100000),
        ("80%续约订单在线完成", "increase", 80),
        ("按时完成所有季度财务报告", "increase", 100),
    ],
)
def test_a_level_leaves_the_start_to_be_measured(text: str, kind: str, target: int) -> None:
    read = read_sentence(text)
    assert (read.kind, read.start, read.target) == (kind, None, D(target))


@pytest.mark.parametrize(
    ("text", "kind", "change"),
    [
        ("提升 20%", "increase", 20),
        ("通过优化,将运输成本降低15%", "decrease", -15),
        ("提高线索到机会的转化率10%", "increase", 10),
        ("电话支持减少一半", "decrease", -50),
        ("Increase revenue by 20%", "increase", 20),
        ("满意度提升 5 个百分点", "increase", 5),
        ("Outside-counsel spend 15% below budget", "decrease", -15),
        ("减少跳出率10%,增加转化率5%", "decrease", -10),
    ],
)
def test_a_change_tells_no_target(text: str, kind: str, change: int) -> None:
    read = read_sentence(text)
    assert (read.kind, read.start, read.target, read.change) == (kind, None, None, D(change))


@pytest.mark.parametrize(
    "text",
    [
        "", "降低客户流失率", "2 teams merge 3 docs", "关闭 v2.0 上线", "通过ISO9001认证",
        "从 60% 提高到 60%",
        "Launch by 2026", "第三季度", "从 $5 提高到 €7", "a\x00 from 1 to 2", "\u202efrom 1 to 2",
    ],
)  # fmt: skip
def test_what_is_unsure_stays_unsaid(text: str) -> None:
    assert read_sentence(text) == Sentence()


@pytest.mark.parametrize(
    ("text", "kind", "start", "target", "unit"),
    [
        ("Students rate courses 4.2/5 or better, 3.7 last year", "increase", D("3.7"), D("4.2"), "number"),
        ("NPS 45 (was 31)", "increase", 31, 45, "number"),
        ("紧急插单从每周 18 单减半", "decrease", 18, 9, "单"),
        ("Minutes per room 41 → 33", "decrease", 41 * 60, 33 * 60, "duration"),
        ("月结由 9 个工作日压到 4 个工作日", "decrease", 9, 4, "个工作日"),
        ("逾期90天以上的欠款收回三成", "increase", None, 30, "percent"),
        ("Resolve 95% of critical bugs within 24 hours of being reported", "increase", None, 95, "percent"),
        ("Hire 12 account executives by 1 October", "increase", 0, 12, "executives"),
        ("净收入留存率(NRR)从 101% 到 108%", "increase", 101, 108, "percent"),
    ],
)  # fmt: skip
def test_what_the_coach_reads_fills_the_fields(
    text: str, kind: str, start: Decimal | None, target: Decimal, unit: str
) -> None:
    read = read_sentence(text)
    assert (read.kind, read.start, read.target, read.unit) == (kind, start, target, unit)
    assert "NRR" not in (read.measure or "")


def test_what_must_not_happen_is_kept_at_nothing() -> None:
    read = read_sentence("全年零重大安全事故")
    assert (read.kind, read.lower, read.upper) == ("maintain", None, D(0))


def test_a_scale_that_may_belong_to_both_leaves_the_start_open() -> None:
    read = read_sentence("线索从 30 增加到 50 万")
    assert (read.start, read.target) == (None, D(500000))


def test_an_upper_bound_alone_may_be_a_wish_or_a_guard() -> None:
    read = read_sentence("每条线索成本低于20元")
    assert (read.kind, read.target, read.unit) == (None, D(20), "CNY")


def test_spans_underline_what_was_read() -> None:
    text = "把客诉从\uff11\uff12\uff10件降到30件"
    spans = [(span.role, text[span.begin : span.end]) for span in read_sentence(text).spans]
    assert spans == [
        ("measure", "客诉"),
        ("start", "\uff11\uff12\uff10"),
        ("target", "30"),
        ("unit", "件"),
    ]


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    read = read_sentence(text)
    assert all(0 <= span.begin < span.end <= len(text) for span in read.spans)


words = [
    "从",
    "到",
    "提高",
    "30",
    "5%",
    "件",
    " ",
    "from",
    "to",
    "¥",
    "1:30",
    "低于",
    "(",
    "万",
    ",",
]


@given(st.lists(st.sampled_from(words), max_size=12).map("".join))
def test_no_jumble_breaks_it(text: str) -> None:
    test_no_text_breaks_it.hypothesis.inner_test(text)  # type: ignore[attr-defined]


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_every_pair_is_found_in_both_languages(start: int, target: int) -> None:
    if start == target:
        return
    for text in (f"客户数从 {start} 变到 {target}", f"customers from {start:,} to {target:,}"):
        read = read_sentence(text)
        assert (read.start, read.target) == (D(start), D(target))
