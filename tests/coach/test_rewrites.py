"""A rewrite is made of the writer's own words, frame words and holes, and helps once it is filled."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.coach.draft import make_draft
from cairn.coach.findings import HOLE
from cairn.coach.review import review_draft
from tests.coach.shipped import read_pairs

EXAMPLES = Path(__file__).parent / "examples"
FRAME_ZH = set(
    "通过使从提高到降增加减少把让能中的占比在每周抽样低以衡量升缩短并（），%。 投诉率退款返工保持以内"
) | {"\n"}
FRAME_EN = {
    *("so", "that", "rises", "rise", "from", "to", "raise", "reduce", "increase", "shorten"),
    *("measured", "by", "the", "share", "of", "who", "can", "weekly", "grow", "improve", "a"),
}


def _texts() -> list[tuple[str, bool]]:
    """Lines of the practice examples and the bad examples of the library; whether an objective."""
    found = [(one.bad, one.kind == "objective") for one in read_pairs()]
    for path in sorted(EXAMPLES.glob("practice_*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            found += [(one, False) for one in record["key_results"]]
            found += [(record["objective"], True)] if record["objective"] else []
    return found


TEXTS = _texts()


def _rewrites(text: str, *, objective: bool) -> list[tuple[str, str]]:
    draft = make_draft(text) if objective else make_draft(None, text)
    found = review_draft(draft, language="en").all_findings
    return [(one.rule, one.rewrite) for one in found if one.rewrite is not None]


def _own(text: str, rewrite: str) -> bool:
    """Whether everything in it was said by the writer or belongs to a frame."""
    said = rewrite.replace(HOLE, " ")
    if re.search(r"[一-鿿]", text):
        signs = set(text) | FRAME_ZH
        return all(char.lower() in signs or char in signs for char in said)
    words = re.findall(r"[a-z0-9$€£¥%.'’-]+", said.lower())
    mine = set(re.findall(r"[a-z0-9$€£¥%.'’-]+", text.lower()))
    whole = text.lower()
    return all(one in mine | FRAME_EN or one.strip("%.$€£¥") in whole for one in words)


def test_no_rewrite_says_what_the_writer_did_not() -> None:
    foreign = [
        (text, rewrite)
        for text, objective in TEXTS
        for _rule, rewrite in _rewrites(text, objective=objective)
        if not _own(text, rewrite)
    ]
    assert foreign == []


def test_a_rewrite_is_never_the_text_itself_and_is_tidy() -> None:
    for text, objective in TEXTS:
        for _rule, rewrite in _rewrites(text, objective=objective):
            assert rewrite.strip() == rewrite
            assert rewrite != text
            assert not re.search(r" {2}|，，|从从|把把|from from|\bto to\b|，。|, ,", rewrite), (
                rewrite
            )


FILLS = st.sampled_from(
    [("客户续约率", "60%", "75%"), ("投诉率", "8%", "3%"), ("毛利率", "12%", "20%")]
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([text for text, objective in TEXTS if not objective]), FILLS)
def test_a_filled_rewrite_no_longer_draws_the_same_remark(
    text: str, fills: tuple[str, str, str]
) -> None:
    for rule, rewrite in _rewrites(text, objective=False):
        if rule != "kr-task" or rewrite.count(HOLE) != 3 or not re.search(r"[一-鿿]", text):
            continue
        filled = rewrite.replace(HOLE, "{}").format(*fills)
        assert rule not in [one for one, _ in _rewrites(filled, objective=False)]


@pytest.mark.parametrize(
    ("text", "rewrite"),
    [
        ("每周拜访 20 个客户", "通过每周拜访 20 个客户，使 __ 从 __ 提高到 __"),
        (
            "Publish 12 articles a month",
            "Publish 12 articles a month so that __ rises from __ to __",
        ),
        ("续约率达到 75%", "续约率从 __% 提高到 75%"),
        ("缺陷率达到 2%", "缺陷率从 __% 降到 2%"),
        ("门诊候诊时间缩短到 25 分钟", "门诊候诊时间从 __ 分钟缩短到 25 分钟"),
        ("将客户流失率降低 20%", "将客户流失率从 __ 降低 20%"),
        ("Cut the outpatient wait to 25 minutes", "Cut the outpatient wait from __ to 25 minutes"),
        ("Reduce churn by 20%", "Reduce churn by 20% from __"),
        ("Reach an NPS of 45", "Raise the NPS from __ to 45"),
        ("减少门店差错", "把门店差错从 __ 减少到 __"),
        ("Significantly cut administrative costs", "Cut administrative costs from __ to __"),
        ("员工的合规意识提升 30%", "员工的合规意识（以 __ 衡量）从 __ 提升到 __"),
        ("把退货率降低 X%", "把退货率降低 __%"),
        (
            "闪退率从 0.8% 降到 0.2%，并把冷启动时间从 3.8 秒缩短到 2 秒",
            "闪退率从 0.8% 降到 0.2%\n把冷启动时间从 3.8 秒缩短到 2 秒",
        ),
        (
            "Raise the score of the annual engagement survey from 68 to 78",
            "Raise the score of the weekly engagement survey from 68 to 78",
        ),
        ("公众号粉丝从 2 万人增加到 5 万人", "公众号粉丝中 __ 的占比从 __% 提高到 __%"),
        ("平均响应时间从 12 缩短到 4", "平均响应时间从 12 缩短到 4 __"),
        (
            "Train 1,200 volunteers",
            "Train 1,200 volunteers so that __ rises from __ to __",
        ),
        ("完善预检分诊流程", "完善预检分诊流程，使 __ 从 __ 提高到 __"),  # no amount of a process
        (
            "Improve our booking process",
            "Improve our booking process so that __ rises from __ to __",
        ),
        ("NPS 同比提升 10 分", "NPS 从 __ 提升 10 分"),
        ("租户满意度较上季度提升", "租户满意度从 __ 提升到 __"),
        ("Better guest experience", "Improve guest experience, measured by __, from __ to __"),
    ],
)
def test_how_a_key_result_could_read(text: str, rewrite: str) -> None:
    assert [one for _, one in _rewrites(text, objective=False)] == [rewrite]


@pytest.mark.parametrize(
    "text",
    ["TBD", "年会 12 月 20 日召开", "1 issue per week", "研发项目按期完成率 ≥ 85%", "流程优化"],
)
def test_where_no_sentence_can_be_made_of_it_there_is_none(text: str) -> None:
    assert _rewrites(text, objective=False) == []


@pytest.mark.parametrize(
    ("text", "rewrite"),
    [
        ("提升数据质量", "提升数据质量，让 __ 能 __"),
        ("Improve data quality", "Improve data quality so that __ can __"),
        ("把会员复购率提高到 35%", "提高会员复购率，让 __\n把会员复购率提高到 35%"),
        ("Cut build time to 12 minutes", "Cut build time so that __\nCut build time to 12 minutes"),
        ("举办年度客户大会", "举办年度客户大会，让 __ 能 __"),
    ],
)
def test_how_an_objective_could_read(text: str, rewrite: str) -> None:
    assert [one for _, one in _rewrites(text, objective=True)] == [rewrite]
