"""Whole sentences taken apart: what goes in comes out, in both languages."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.coach.findings import Language
from cairn.coach.frames import Frame, Framed, Parts, read_frame

WORDS = {
    "zh": ["老客户", "续约率", "从 60%", "提高到 75%", "回访", "每周", "客诉", "放心", "31 分"],
    "en": ["the renewal rate", "rises", "from 60%", "up 75%", "weekly calls", "customers", "NPS"],
}


def phrases(language: Language) -> st.SearchStrategy[str]:
    joined = "" if language == "zh" else " "
    return st.lists(st.sampled_from(WORDS[language]), min_size=1, max_size=5).map(joined.join)


@st.composite
def sentences(draw: st.DrawFn) -> tuple[Language, Framed]:
    language: Language = draw(st.sampled_from(("zh", "en")))
    some = st.lists(phrases(language), min_size=1, max_size=4).map(tuple)
    frame = draw(st.sampled_from(Frame))
    measures = () if frame is Frame.THROUGH else draw(some)
    means = () if frame is Frame.WE_WILL else draw(some)
    return language, Framed(frame, Parts(draw(phrases(language)), measures, means))


def composed(framed: Framed, language: Language) -> str:
    """The sentence that says it."""
    frame, parts = framed.frame, framed.parts
    mark = "；" if language == "zh" else "; "
    aim = parts.objective or "…"
    measures, means = (mark.join(some) or "…" for some in (parts.measures, parts.means))
    match frame, language:
        case Frame.WE_WILL, "zh":
            return f"我们要{aim}，衡量标准是{measures}"
        case Frame.WE_WILL, _:
            return f"We will {aim}, as measured by {measures}"
        case Frame.MY_OBJECTIVE, "zh":
            return f"我的目标是{aim}，通过{means}，以{measures}来衡量"
        case Frame.MY_OBJECTIVE, _:
            return f"My objective is {aim}, measured by {measures}, through {means}"
        case _, "zh":
            return f"通过{means}措施，实现{aim}的结果"
    return f"Through {means}, achieve {aim}"


@settings(deadline=None)
@given(sentences())
def test_what_is_composed_is_read_back(made: tuple[Language, Framed]) -> None:
    language, framed = made
    assert read_frame(composed(framed, language)) == framed


@given(st.text(max_size=60), st.sampled_from(("我的目标是", "通过", "my objective is ", "")))
def test_any_text_is_read(text: str, lead: str) -> None:
    read_frame(lead + text)


@pytest.mark.parametrize(
    ("text", "aim", "measures", "means"),
    [
        (
            "我的目标是让老客户放心续约，通过重做交接流程，以续约率从 60% 提高到 75%、客诉从 120 件降到"
            " 30 件来衡量。",
            "让老客户放心续约",
            ("续约率从 60% 提高到 75%", "客诉从 120 件降到 30 件"),
            ("重做交接流程",),
        ),
        (
            "我们的目标是：成为首选，以满意度来衡量，通过每周回访",
            "成为首选",
            ("满意度",),
            ("每周回访",),
        ),
        (
            "通过每周回访措施，实现续约率从 60% 提高到 75%的结果",
            "续约率从 60% 提高到 75%",
            (),
            ("每周回访",),
        ),
        (
            "My objective is to keep customers, measured by churn from 9% to 5% and NPS from 31 to"
            " 45, through weekly calls.",
            "keep customers",
            ("churn from 9% to 5%", "NPS from 31 to 45"),
            ("weekly calls",),
        ),
    ],
)
def test_sentences_as_people_write_them(
    text: str, aim: str, measures: tuple[str, ...], means: tuple[str, ...]
) -> None:
    framed = read_frame(text)
    assert framed is not None
    assert framed.parts == Parts(aim, measures, means)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "把续约率从 60% 提高到 75%",
        "通过优化流程，实现续约率从 60% 提高到 75%",
        "我的目标是让老客户放心续约",
        "我的目标是…，通过…，以…来衡量",
        "My objective is …, measured by …, through …",
        "以客户为中心，通过创新赢得市场",
        "Raise the renewal rate from 60% to 75% through weekly calls",
    ],
)
def test_what_is_no_frame_is_left_alone(text: str) -> None:
    assert read_frame(text) is None


@pytest.mark.parametrize("unit", ["，以", "，通过", ", measured by ", "以衡量", "；", "、1"])
def test_long_nonsense_is_read_quickly(unit: str) -> None:
    began = time.process_time()
    read_frame("我的目标是" + unit * 2000)
    assert time.process_time() - began < 0.2
