"""Rich text both ways: what Feishu sends as our Markdown, and our Markdown as theirs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.intake import fault_of_text
from cairn.open_apis.blocks import blocks_v1, blocks_v2, paragraphs_of
from cairn.open_apis.content import read_line, read_markdown, split_source, with_source
from cairn.organization.actor import Actor

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=60
)


def plain(text: str) -> str:
    """What Feishu shows of a text of ours."""
    return "\n".join("".join(run.text for run in one.runs) for one in paragraphs_of(text, {}))


def block(*elements: dict[str, Any], **style: Any) -> dict[str, Any]:
    paragraph = {"elements": list(elements), **({"style": {"list": style}} if style else {})}
    return {"type": "paragraph", "paragraph": paragraph}


def run(text: str, **style: Any) -> dict[str, Any]:
    return {"type": "textRun", "textRun": {"text": text, "style": style}}


@given(words=st.lists(WORDS, min_size=1, max_size=4))
def test_words_come_back_as_they_were(words: list[str]) -> None:
    lines = [line for line in words if line.strip() and not fault_of_text(line)]
    if not lines:
        return
    nobody: Any = None
    content = {"blocks": [block(run(line)) for line in lines]}
    assert plain(read_markdown(nobody, "content", content, 10_000)).split("\n") == lines


@given(title=WORDS, url=st.sampled_from(["https://a.cn/x(1)?y=[2]", "http://例子.cn/路径"]))
def test_a_source_is_found_again(title: str, url: str) -> None:
    text = "第一行\n第二行"
    assert split_source(with_source(text, title, url))[0] == text


@pytest.mark.parametrize(
    ("blocks", "markdown"),
    [
        ([block(run("甲", bold=True), run(" 乙"))], "**甲** 乙"),
        ([block(run("甲 ", bold=True))], "**甲**"),
        ([block(run("甲", strikeThrough=True))], "~~甲~~"),
        ([block(run("甲", link={"url": "https://a.cn"}))], "[甲](https://a.cn)"),
        ([block(run("甲", link={"url": "javascript:x"}))], "甲"),
        ([block(run("甲"), type="bullet"), block(run("乙"), type="checkedBox")], "- 甲\n- [x] 乙"),
        ([block(run("甲"), type="bullet"), block(run("乙"))], "- 甲\n\n乙"),
        ([block(run("# 甲")), block(run("1. 乙"))], "\\# 甲\n1\\. 乙"),
        ([{"type": "gallery", "gallery": {"imageList": [{"fileToken": "7"}]}}], "[Picture](/pictures/7)"),
        ([block({"docsLink": {"url": "https://a.cn/d", "title": "文档"}})], "[文档](https://a.cn/d)"),
    ],
)  # fmt: skip
def test_what_feishu_sends_is_markdown_of_ours(blocks: list[Any], markdown: str) -> None:
    nobody: Any = None
    assert read_markdown(nobody, "content", {"blocks": blocks}, 10_000) == markdown


def test_a_list_keeps_its_levels_and_numbers() -> None:
    found = paragraphs_of("3. 甲\n4. 乙\n   - 丙", {})
    assert [(one.kind, one.level, one.number) for one in found] == [
        ("number", 1, 3),
        ("number", 1, 4),
        ("bullet", 2, 0),
    ]


def test_version_1_has_both_spellings_and_version_2_one() -> None:
    found = paragraphs_of("~~甲~~", {})
    (element,) = blocks_v1(found)["blocks"][0]["paragraph"]["elements"]
    assert element["textRun"] == element["text_run"]
    assert element["text_run"]["style"] == {"strike_through": True, "strikeThrough": True}
    (element,) = blocks_v2(found, "open_id")["blocks"][0]["paragraph"]["elements"]
    assert element == {
        "paragraph_element_type": "textRun",
        "text_run": {"text": "甲", "style": {"strike_through": True}},
    }


def test_people_are_named_by_name(employee: Actor, lead: Actor, stranger: Actor) -> None:
    named = {"person": {"open_id": f"ou_{lead.member_id}"}}
    other = {"person": {"open_id": f"ou_{stranger.member_id}"}}
    content = {"blocks": [block(run("请 "), named, other, run(" 看"))]}
    assert read_markdown(employee, "content", content, 100) == "请 @林知远 看"
    assert read_line(employee, "content", content, 100) == "请 @林知远 看"
    short = {"text": "好", "mention": [f"on_{lead.member_id}", "x"]}
    assert read_markdown(employee, "content", short, 100) == "好 @林知远"


def test_the_longer_of_two_names_is_meant(employee: Actor, lead: Actor) -> None:
    people = {"林知": 1, "林知远": 2}
    (line,) = paragraphs_of("@林知远 好", people)
    assert [(one.text, one.person) for one in line.runs] == [("@林知远", 2), (" 好", None)]
