"""What the coach understands of a text, one fact a test."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.coach.labels import label_key_result, label_objective
from cairn.coach.text import LONGEST_TEXT

D = Decimal


@pytest.mark.parametrize(
    ("text", "start", "target"),
    [
        ("把续约率从 60% 提高到 75%", 60, 75),
        ("转化率由两成提升到四成五", 20, 45),
        ("将平均时长从 2:37 增加到 3:45", 157, 225),
        ("转化率从２．１％提高到３．４％", D("2.1"), D("3.4")),
        ("销售额从30提高到50万元", 300000, 500000),
        ("Lead time down from 6 days to 12 hours", 144, 12),
        ("NPS 31 → 45", 31, 45),
        ("Returning readers make up 45% of visitors (today 31%)", 31, 45),
        ("Median reading time of 3:20, up from 2:05", 125, 200),
        ("供暖投诉量较上一供暖季的 4120 件下降 40%", 4120, -40),
        ("Pay off the remaining £2.4m of the loan", 2400000, 0),
    ],
)
def test_start_and_target_are_read(text: str, start: Decimal, target: Decimal) -> None:
    labels = label_key_result(text)
    assert (labels.from_value, labels.to_value) == (start, target)
    assert labels.has_baseline
    assert labels.has_target


@pytest.mark.parametrize(
    ("text", "target", "kind"),
    [
        ("投诉量减少三成", -30, "change"),
        ("电话支持减半", -50, "change"),
        ("线索量翻一番", 2, "multiple"),
        ("复购用户数增长两倍", 3, "multiple"),
        ("缺陷率低于千分之二", D("0.2"), "level"),
        ("一半的客户续约", 50, "level"),
        ("故障为零", 0, "level"),
        ("每周举行例会", 1, "level"),
        ("Cut costs by a third", D("-33.33"), "change"),
        ("9 out of 10 offers accepted", 90, "level"),
        ("Hold a review every fortnight", D("0.5"), "level"),
        ("Attrition falls by 8 percentage points", -8, "change"),
        ("Zero lost-time accidents", 0, "level"),
        ("Run twenty plant visits", 20, "level"),
    ],
)
def test_words_count_as_numbers(text: str, target: Decimal, kind: str) -> None:
    labels = label_key_result(text)
    assert (labels.to_value, labels.value_kind) == (target, kind)


@pytest.mark.parametrize(
    "text",
    [
        "上线 2.0 版本",
        "Migrate logging to OpenTelemetry 1.30",
        "Roll out ISO 27001 awareness posters",
        "统一三个仓的编码规则",
        "开展一次演练",
        "降低客户流失率",
        "将转化率提升 X%",
        "在“5·12”护士节当天举办表彰会",
    ],
)
def test_numbers_of_names_and_versions_are_no_targets(text: str) -> None:
    assert not label_key_result(text).has_target
    assert not label_key_result(text).measurable


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("三季度末库存周转提升到 8 次", True),
        ("12月31日前签约 5 家客户", True),
        ("Hire 22 drivers by 1 October", True),
        ("Pipeline of $6.5 million in H2", True),
        ("每周发布 2 篇文章", False),
        ("注册后 7 日内完成首单的用户占 40%", False),
        ("月活用户达到 3 万", False),
        ("DSO cut from 58 days last year to 45", False),
        ("First reply within 2 hours", False),
    ],
)
def test_a_deadline_is_no_frequency_window_or_duration(text: str, bound: bool) -> None:
    assert label_key_result(text).time_bound_in_text is bound


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("客户续约率达到 70%", True),
        ("Landing pages load in under 2.5 s", True),
        ("通过ISO认证", True),
        ("Sign 4 resellers", True),
        ("通过邮件营销获取150条合格线索", True),
        ("走访 300 家门店", False),
        ("Publish six guides", False),
        ("单元测试覆盖率达到 75%", False),
        ("加强团队建设", False),
    ],
)
def test_a_result_is_told_from_a_doing(text: str, outcome: bool) -> None:
    assert label_key_result(text).outcome_not_task is outcome


def test_an_undefined_construct_has_a_target_that_measures_nothing() -> None:
    labels = label_key_result("团队协同度提升 30%")
    assert (labels.has_target, labels.measurable, labels.vague) == (True, False, True)


def test_what_outsiders_decide_is_measurable_without_a_number() -> None:
    labels = label_key_result("Pass the SOC 2 audit")
    assert (labels.measurable, labels.unit, labels.to_value) == (True, "milestone", None)


@pytest.mark.parametrize(
    ("text", "vague", "metric"),
    [
        ("提高销售额", True, False),
        ("Improve marketing", True, False),
        ("年收入翻倍", False, True),
        ("让客服不再天天救火", False, False),
        ("New small accounts get value in their first month", False, False),
    ],
)
def test_objectives_are_vague_or_not(text: str, vague: bool, metric: bool) -> None:
    labels = label_objective(text)
    assert (labels.vague, labels.contains_metric) == (vague, metric)


_PIECES = st.sampled_from(
    "从,到,提高,降低,30%,5,万,元,每周,通过,，,。,(,),2:37,Q3,by,to,from,of,each,all,zero,half,完成,客户,"  # noqa: SIM905
    "报告,第,一,成,倍,$,£,-,~,2026,年,月,天,内,X%,“,”,→,不,低于,２,％,\u0000,\u202e,😀,ß,İ".split(
        ","
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=30).map(" ".join) | st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    labels = label_key_result(text)
    assert labels.has_target or not labels.measurable
    assert labels.has_baseline is (labels.from_value is not None)
    label_objective(text)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 99), st.integers(100, 10**9))
def test_full_width_digits_read_as_narrow_ones(start: int, target: int) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    narrow = f"把月活用户从{start}提高到{target}人"
    assert label_key_result(narrow.translate(wide)) == label_key_result(narrow)
    assert label_key_result(narrow).to_value == target


@pytest.mark.parametrize("number", [360, 365, 618, 996])
def test_a_number_that_is_a_name_elsewhere_is_an_amount_before_its_noun(number: int) -> None:
    assert label_key_result(f"把月活用户从1提高到{number}人").to_value == number


def test_what_is_too_long_is_read_to_the_cap() -> None:
    text = "续约率达到 70%" + "。" * LONGEST_TEXT
    assert label_key_result(text + "提高到 80%") == label_key_result(text)
    assert label_key_result("1" * 5000).to_value is None
