"""A draft reviewed: what is said, in which order, and what is left unsaid."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.coach.draft import Draft, KeyResultDraft, make_draft
from cairn.coach.findings import Finding
from cairn.coach.lines import read_lines
from cairn.coach.review import MOST_A_LINE, MOST_A_SET, review_draft

SOUND = ("续约率从 60% 提高到 75%", "续约合同的平均折扣保持在 6% 以内")
AIM = "让老客户合同到期时顺理成章地续约"


def said_of(*key_results: str, **draft: object) -> list[str]:
    lines = tuple(KeyResultDraft(one) for one in key_results)
    made = Draft(AIM, lines, **draft)  # type: ignore[arg-type]
    return [one.rule for one in review_draft(made).findings]


def of_line(text: str, **draft: object) -> tuple[Finding, ...]:
    line = KeyResultDraft(text, **draft)  # type: ignore[arg-type]
    return review_draft(Draft(None, (line,))).key_results[0].findings


def test_a_sound_set_draws_nothing() -> None:
    review = review_draft(make_draft(AIM, *SOUND), language="en")
    assert review.all_findings == ()


def test_the_answer_is_the_object_of_the_contract() -> None:
    review = review_draft(make_draft("提升数据质量", "平均时长从 2:37 增加到 3:45"), language="zh")
    found = json.loads(json.dumps(review.as_dict(), ensure_ascii=False))
    assert found["objective"]["vague"] is True
    assert set(found["objective"]) == {"vague", "contains_metric", "findings"}
    [line] = found["key_results"]
    assert (line["from_value"], line["to_value"], line["unit"]) == (157, 225, "s")
    assert set(found["findings"][0]) == {"rule", "message", "quote", "rewrite"}


def test_messages_speak_the_language_asked_for_and_rewrites_that_of_the_text() -> None:
    [english] = review_draft(make_draft(None, "每周拜访 20 个客户"), language="en").all_findings
    assert english.message.startswith("“拜访 20 个客户” is something to do.")
    assert english.rewrite == "通过每周拜访 20 个客户，使 __ 从 __ 提高到 __"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("成本下降 10%", "“下降 10%” says how much it moves, not where it starts."),
        ("Cut the cost per meal by 20%", "“by 20%” says how much it moves, not where it starts."),
        ("Double weekly riders", "“Double” says how much it moves, not where it starts."),
        ("续约率达到 75%", "“达到 75%” says where it ends, not where it starts."),
        ("Starter kit for everyone", "“Starter kit for everyone” is something to do."),
        ("Visit 20 farms a week", "“Visit 20 farms a week” is something to do."),
        ("1 issue per week", "“1 issue per week” is something to do."),
        ("客户需求访谈 20 场", "“客户需求访谈 20 场” is something to do."),
        ("Fewer escalations", "“Fewer escalations” does not say how much is enough."),
        ("客户认可度提升", "“客户认可度提升” does not say how much is enough."),
        ("知乎涨粉 3000", "“涨粉” can only grow"),
    ],
)
def test_a_message_says_what_is_true_of_its_quote(text: str, message: str) -> None:
    [found] = review_draft(make_draft(None, text), language="en").all_findings
    assert found.message.startswith(message)


def test_a_long_list_of_directions_is_no_aim() -> None:
    said = "Improve quality of teaching and reduce cost and increase staff happiness"
    assert [one.rule for one in review_draft(make_draft(said, *SOUND)).all_findings] == ["o-vague"]


def test_an_objective_alone_is_told_that_it_has_no_key_results() -> None:
    [found] = review_draft(make_draft(AIM), language="en").findings
    assert found.message.startswith(f"“{AIM}” has no key result yet.")


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("降低客户流失率", ["kr-not-measurable"]),  # not also told that it has no baseline
        ("把退货率降低 X%", ["kr-placeholder"]),
        ("团队协同度提升 30%", ["kr-fake-precision"]),
        ("上线新的订单管理系统", ["kr-task"]),
        ("大幅降低管理费用", ["kr-vague"]),
        ("粉丝达到 3 万", ["kr-vanity"]),
        ("续约率达到 75%", ["kr-no-baseline"]),
        ("签约 5 家经销商", []),  # what is newly won starts from nothing
        ("Raise $90k for the new roof", []),
        ("Win the framework contract of the county", []),  # it is won or it is not
        ("拿到民宿经营许可", []),
        ("Secure a second landing slot", []),
        ("客户满意度", ["kr-not-measurable"]),
        ("0 major non-conformities", []),
        ("TBD", ["kr-placeholder"]),
        ("待定", ["kr-placeholder"]),
        ("跌倒人次减半并且压疮由每月 6 例减少到 2 例", ["kr-compound"]),
        ("通过 ISO 27001 认证", []),
        ("严重故障为零", []),
        ("Keep churn below 2%", []),
        ("Write-offs ≤ 0.4% of revenue", []),
        ("Reach an NPS of 45", ["kr-no-baseline"]),
    ],
)
def test_one_thing_is_said_once(text: str, rules: list[str]) -> None:
    assert [one.rule for one in of_line(text)] == rules


def test_a_rewrite_stands_once() -> None:
    first, second = of_line("加强沟通")
    assert first.rewrite == "加强沟通，使 __ 从 __ 提高到 __"
    assert second.rewrite is None


def test_a_rule_that_is_left_out_lets_the_next_one_speak() -> None:
    heard = review_draft(make_draft(None, "大幅降低管理费用"), without={"kr-vague"})
    assert [one.rule for one in heard.all_findings] == ["kr-not-measurable"]


def test_what_has_a_field_of_its_own_need_not_be_said_again() -> None:
    assert of_line("续约率达到 75%", started=True) == ()
    assert of_line("平均响应时间从 12 缩短到 4", counted=True) == ()
    assert [one.rule for one in of_line("平均响应时间从 12 缩短到 4")] == ["kr-no-unit"]


def test_who_has_only_begun_to_type_is_left_alone() -> None:
    for text in ("", " ", "提", "提高", "…", "1", "Grow", "a", "😀😀😀"):
        assert of_line(text) == ()


def test_what_is_not_known_is_not_remarked() -> None:
    assert said_of(*SOUND) == []
    assert said_of(*SOUND, type="", owned=False, aligned=False) == [
        "set-no-owner",
        "set-not-aligned",
        "set-type-unsaid",
    ]
    assert said_of(*SOUND, type="committed", owned=True, aligned=True) == []


def test_the_number_of_key_results() -> None:
    assert said_of() == ["set-too-few"]
    assert said_of(SOUND[0]) == ["set-too-few"]
    many = [f"{one}投诉从 20 件降到 10 件" for one in ["东", "南", "西", "北", "中", "华"]]
    assert "set-too-many" in said_of(*many)


def test_the_same_measure_as_level_and_as_change_is_one() -> None:
    for pair in (
        ("Revenue from £10m to £14m", "Revenue up 40%"),
        ("冷启动时间由 2.8 秒降到 1 秒", "冷启动时间降低 64%"),
    ):
        assert "set-duplicate" in said_of(*pair)
    assert "set-duplicate" not in said_of("退货率从 9% 降到 5%", "退货从 900 件减少到 500 件")


def test_near_duplicates_name_each_other() -> None:
    lines = (KeyResultDraft(SOUND[0]), KeyResultDraft("把续约率提升到 80%"))
    [found] = [
        one for one in review_draft(Draft(AIM, lines)).findings if one.rule == "set-duplicate"
    ]
    assert (found.line, found.quote) == (1, "把续约率提升到 80%")
    assert "第 1 条" in found.message
    assert said_of("首单转化率从 3% 提高到 5%", "复购转化率从 20% 提高到 30%") == []


@pytest.mark.parametrize(
    ("weights", "heard"),
    [
        (("60", "40"), False),
        (("60", "50"), True),
        (("90", "10"), True),
        (("100", "0"), True),
        (("98", "2"), True),
        (("33.33", "66.67"), False),
    ],
)
def test_weights(weights: tuple[str, str], heard: bool) -> None:
    pairs = zip(SOUND, weights, strict=True)
    lines = tuple(KeyResultDraft(text, weight=Decimal(weight)) for text, weight in pairs)
    rules = [one.rule for one in review_draft(Draft(AIM, lines)).findings]
    assert (rules == ["set-weights"]) is heard


def test_more_and_faster_alone_ask_for_a_guard_and_propose_one() -> None:
    more = make_draft(
        "让中型企业都来找我们", "每月新增商机从 20 个增加到 50 个", "新签订单从 8 单增加到 20 单"
    )
    [found] = review_draft(more).findings
    assert found.rule == "set-no-counter-metric"
    assert found.rewrite == "__ 的投诉率保持在 __% 以内"


_PIECES = st.sampled_from(
    "从,到,提高,降低,30%,5,万,元,每周,通过,，,。,(,),2:37,Q3,by,to,from,of,each,all,zero,完成,客户,报告,"  # noqa: SIM905
    "季度末,调查,survey,followers,粉丝,and,并,同时,更好,better,X%,__,TBD,“,{quote},{,},％,\u0000,\u202e,😀,ß,İ".split(
        ","
    )
)
_LINES = st.lists(_PIECES, max_size=20).map(" ".join) | st.text(max_size=120)


@settings(max_examples=200, deadline=None)
@given(st.none() | _LINES, st.lists(_LINES, max_size=4), st.sampled_from(["zh", "en"]))
def test_every_quote_stands_where_it_says(
    objective: str | None, key_results: list[str], language: str
) -> None:
    review = review_draft(make_draft(objective, *key_results), language=language)  # type: ignore[arg-type]
    for found in review.all_findings:
        text = objective if found.line is None else key_results[found.line]
        assert text is not None
        assert text[found.begin : found.end] == found.quote
        assert found.quote in found.message
    lines = (review.objective, *review.key_results)
    assert all(len(one.findings) <= MOST_A_LINE for one in lines if one is not None)
    assert len(review.findings) <= MOST_A_SET
    json.dumps(review.as_dict())


@pytest.mark.parametrize("text", ["客户续约率", "Renewal rate", "首响时间"])
def test_a_target_in_a_field_of_its_own_need_not_be_said(text: str) -> None:
    line = KeyResultDraft(text, started=True, counted=True, aimed=True)
    assert review_draft(Draft(None, (line,))).key_results[0].findings == ()
    bare = review_draft(Draft(None, (KeyResultDraft(text),))).key_results[0]
    assert not bare.labels.measurable


def test_a_field_does_not_make_a_task_a_result_nor_a_construct_a_measure() -> None:
    for text, rule in (("拜访客户", "kr-task"), ("团队协同度提升到 80%", "kr-fake-precision")):
        line = KeyResultDraft(text, started=True, counted=True, aimed=True)
        found = review_draft(Draft(None, (line,))).key_results[0].findings
        assert rule in [one.rule for one in found]


TOLD = {
    "A calmer peak season": (
        ("Overtime in December down from 900 to 300 hours", "At most 2 late parcels a day"),
        ("Improve our processes", "Better communication", "Hold workshops"),
    ),
    "把旺季扛过去": (
        ("12 月加班从 900 小时降到 300 小时", "晚到的包裹每天不超过 2 件"),
        ("优化流程", "加强沟通", "开展培训"),
    ),
}


@pytest.mark.parametrize("objective", TOLD)
def test_key_results_tell_what_an_objective_means(objective: str) -> None:
    def likely(*key_results: str) -> float:
        read = read_lines(make_draft(objective, *key_results)).objective
        assert read is not None
        return read.likely_vague

    clear, wide = TOLD[objective]
    assert likely(*clear) < likely() < likely(*wide)


def test_a_key_result_that_says_nothing_yet_does_not_tell_of_its_objective() -> None:
    lines = read_lines(make_draft("A calmer peak season", "", "x"))
    alone = read_lines(make_draft("A calmer peak season"))
    assert lines.objective is not None
    assert alone.objective is not None
    assert lines.objective.likely_vague == alone.objective.likely_vague


@pytest.mark.parametrize("text", ["提升数据质量", "Improve data quality"])
def test_sound_key_results_do_not_make_a_wide_objective_narrow(text: str) -> None:
    review = review_draft(make_draft(text, *SOUND, "Raise the renewal rate from 60% to 75%"))
    assert review.objective is not None
    assert [one.rule for one in review.objective.findings] == ["o-vague"]
