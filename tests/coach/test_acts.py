"""Who does what in a clause: where a word could be noun or verb, its place decides."""

import pytest

from cairn.coach.acts import Act, read_act
from cairn.coach.acts_zh import read_act_zh
from cairn.coach.clauses import Clause
from cairn.coach.reading import read_text


@pytest.mark.parametrize(
    ("text", "form", "verb", "thing", "actor"),
    [
        ("80 flats sold", "done", "sold", "flats", None),
        ("Audio guide picked up by every third visitor", "done", "picked up", "guide", "visitor"),
        ("Teachers observe 20 lessons each", "does", "observe", "lessons", "teachers"),
        ("Search brings 90,000 visits a month", "does", "brings", "visits", "search"),
        ("Get 2,000 people to attend our events", "caused", "attend", "events", "people"),
        ("25 bus stops rebuilt", "done", "rebuilt", "bus stops", None),
        ("Merge requests reviewed within one working day", "done", "reviewed", "requests", None),
        ("Fewer holes", "degree", None, "holes", None),
        ("Phish everyone four times a year", "order", "phish", "times", None),
        ("Battle card for the new rival", "bare", None, "card", None),
    ],
)
def test_an_act_is_read_from_the_places_of_its_words(
    text: str, form: str, verb: str | None, thing: str | None, actor: str | None
) -> None:
    act = read_act(read_text(text), Clause(0, len(text)))
    assert _said(text, act) == (form, verb, thing, actor)


def _said(text: str, act: Act | None) -> tuple[str | None, ...]:
    assert act is not None
    low = read_text(text).low
    words = (
        low[word.begin : word.end] if word else None for word in (act.verb, act.thing, act.actor)
    )
    return (act.form, *words)


@pytest.mark.parametrize(
    ("text", "form", "verb", "thing", "actor"),
    [
        ("拜访客户 15 家", "order", "拜访", "客户", None),
        ("拜访 15 家客户", "order", "拜访", "客户", None),
        ("校友捐款 35 万元", "does", "捐款", None, "校友"),
        ("340 家商户受理预付卡", "does", "受理", "付卡", "商户"),
        ("给 3000 名校友写信", "order", "写信", None, None),
        ("把库存降到 40 天", "order", "降到", "库存", None),
        ("让客户自助续约", "caused", "自助", "续约", "客户"),
        ("教案被学校借用 200 次", "done", "借用", "教案", "学校"),
        ("说明牌更醒目", "became", None, "说明牌", None),
        ("增强员工安全意识", "order", "增强", "安全意识", None),
        ("缺货率 2%", "bare", None, "缺货率", None),
    ],
)
def test_a_chinese_act_is_read_from_the_order_of_its_words(
    text: str, form: str, verb: str | None, thing: str | None, actor: str | None
) -> None:
    act = read_act_zh(read_text(text), Clause(0, len(text)))
    assert _said(text, act) == (form, verb, thing, actor)


def test_no_words_are_no_act() -> None:
    assert read_act(read_text("12%"), Clause(0, 3)) is None
