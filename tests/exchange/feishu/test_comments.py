"""Comments as Feishu tells them, and the rows that they become; whatever else stands in their place."""

from typing import Any

import pytest

from cairn.exchange.rows import Rows
from tests.exchange.feishu.answers import D, codes, fetched, key_result, objective, old, only, read
from tests.exchange.feishu.tenant import OCTOBER_9, comment, progress, text

WANG = {"open_id": "ou_wang", "name": "王五", "email": "", "leader": "", "departments": []}


def told(*comments: Any, **more: Any) -> Rows:
    return read(fetched(objective("71", comments=list(comments), **more)))


def body_of(content: Any, **more: Any) -> str:
    rows = told(comment("1", "", **{"content": content, **more}))
    return only(rows.comments).body


def test_a_comment_has_its_author_its_instant_and_its_words() -> None:
    rows = told(comment("7191", "怎么量？", "ou_wang"), comment("7192", "看后台", answers="7191"))
    first, second = rows.comments
    assert (first.key, first.on, first.body, first.by) == ("7191", "71", "怎么量？", "ou_wang")
    assert first.at is not None
    assert int(first.at.timestamp() * 1000) == int(OCTOBER_9)
    assert (first.parent, second.parent) == ("", "7191")
    assert [one.name for one in rows.people] == ["李娜", "飞书用户 ou_wang"]
    assert rows.heard_out == ("71",)


def test_those_on_a_key_result_are_its_own() -> None:
    rows = read(fetched(objective("71", key_result("711", comments=[comment("1", "甲")]))))
    assert (only(rows.comments).on, rows.heard_out) == ("711", ("711",))


def test_where_they_were_not_told_nothing_is_said_to_be_gone() -> None:
    assert read(fetched(objective("71"))).heard_out == ()


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ({"text": "一\n# 二"}, "一\n# 二"),
        ("just words", "just words"),
        ({"text": "看", "mention": ["ou_li", "", True, None, {}]}, "看 @李娜"),
        (text("*a*"), "\\*a\\*"),
    ],
)
def test_every_spelling_is_read(content: Any, body: str) -> None:
    assert body_of(content) == body


def test_blocks_of_both_spellings_and_unknown_kinds() -> None:
    old_run = {"type": "textRun", "textRun": {"text": "好", "style": {"bold": True}}}
    named = {"paragraph_element_type": "mention", "mention": {"user_id": "ou_li"}}
    nobody = {"paragraph_element_type": "mention", "mention": {"user_id": "../x"}}
    unknown = {"paragraph_element_type": "hologram", "hologram": {"x": [1]}}
    blocks = [
        {"type": "paragraph", "paragraph": {"elements": [old_run]}},
        {"block_element_type": "video", "video": {"src": "javascript:1"}},
        {"block_element_type": "paragraph", "paragraph": {"elements": [named, nobody, unknown, 7]}},
        "?",
        None,
    ]
    assert body_of({"blocks": blocks}) == "**好**\n@李娜"


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"mention": {"user_id": "ou_li", "name": "别名"}}, "问 @李娜"),
        ({"mention": {"user_id": "ou_gone"}}, "问 @飞书用户 ou_gone"),
        ({"mention": {"user_id": f"ou_{'7dab8a3d' * 4}"}}, "问 @飞书用户 ou_7dab8a3d…"),
        ({"mention": {"user_id": "ou_gone", "name": " 王\n*五* "}}, "问 @王 \\*五\\*"),
        ({"person": {"openId": "ou_gone", "name": "长" * 90}}, f"问 @{'长' * 80}"),
        ({"mention": {"name": 7}}, "问 "),
    ],
)
def test_whoever_was_not_fetched_is_named_all_the_same(named: dict[str, Any], words: str) -> None:
    asked = {"text_run": {"text": "问 "}}
    content = {"blocks": [{"paragraph": {"elements": [asked, named]}}]}
    assert body_of(content) == words
    titled = read(fetched(objective("71", content=content)), language="zh")
    assert only(titled.objectives).title == words.replace("\\", "").strip()
    assert body_of({"text": "问", "mention": ["ou_gone"]}) == "问 @飞书用户 ou_gone"


def test_what_is_commented_on_is_quoted_above() -> None:
    chosen = {"id": "9", "selected_text": "激活率 <b>\n第二行"}
    assert body_of(text("为什么？"), selection=chosen) == "> 激活率 \\<b>\n> 第二行\n\n为什么？"
    assert body_of(text(""), selection=chosen) == ""
    chosen = {"selected_text": "# 一\n1. 二\n> 三"}
    assert body_of(text("好"), selection=chosen) == "> \\# 一\n> 1\\. 二\n> \\> 三\n\n好"


@pytest.mark.parametrize("state", ["open", "solved", 7])
def test_a_solved_one_is_a_comment_like_any_other(state: Any) -> None:
    assert body_of(text("好"), status=state, solver_id="ou_li", solved_time=OCTOBER_9) == "好"


@pytest.mark.parametrize("content", [None, 7, [], {}, {"blocks": "x"}, {"blocks": [{}]}, True])
def test_content_that_is_none_says_nothing(content: Any) -> None:
    assert body_of(content) == ""


@pytest.mark.parametrize(
    "odd",
    [
        {"by": ""},
        {"by": "../x"},
        {"by": 7},
        {"by": None},
        {"at": ""},
        {"at": "soon"},
        {"at": "9" * 40},
    ],
)
def test_one_without_an_author_or_a_time_is_left_out_and_said(odd: Any) -> None:
    rows = told(comment("1", "甲", **odd), comment("2", "乙"))
    assert [one.key for one in rows.comments] == ["2"]
    assert codes(rows) == ["feishu_comment_unclear"]
    assert rows.heard_out == ()


@pytest.mark.parametrize("comments", [None, "x", [7, None, "x"], [{}], [{"id": "x"}], {"id": "1"}])
def test_lists_of_anything_else_are_empty(comments: Any) -> None:
    assert read(fetched(objective("71", comments=comments))).comments == ()


def test_a_huge_one_is_cut() -> None:
    assert len(body_of({"text": "长" * 3_000_000})) <= 10_000


def test_answers_to_answers_stand_in_one_thread() -> None:
    rows = told(
        comment("3", "丙", answers="2"),
        comment("2", "乙", answers="1"),
        comment("1", "甲"),
        comment("4", "丁", answers="99"),
    )
    assert {one.key: one.parent for one in rows.comments} == {
        "1": "",
        "2": "1",
        "3": "1",
        "4": "99",
    }


def test_threads_that_bite_their_tail_have_no_head() -> None:
    rows = told(comment("1", "甲", answers="2"), comment("2", "乙", answers="1"))
    assert [one.parent for one in rows.comments] == ["", ""]
    assert only(told(comment("1", "甲", answers="1")).comments).parent == ""


def test_a_server_that_answers_everything_puts_nothing_elsewhere() -> None:
    about: Any = {"target": {"target_type": "objective", "target_id": "71"}}
    every = [comment("1", "甲", **about), comment("1", "又一次", **about)]
    below = key_result("711", comments=every)
    rows = read(fetched(objective("71", below, comments=every)))
    assert [(one.key, one.on) for one in rows.comments] == [("1", "71")]


def test_what_is_a_record_too_is_told_once() -> None:
    """A Cairn's progress records of an objective are comments, and what answers them is too."""
    said = progress("7112", "两个大单", None)
    talk = [comment("7112", "两个大单"), comment("7113", "恭喜", "ou_wang", "7112")]
    rows = told(*talk, progresses=[said])
    answer = only(rows.comments)
    assert (answer.key, answer.parent) == ("7113", "7112/check-in")
    assert [one.key for one in rows.check_ins] == ["7112"]


def test_why_there_are_none_is_told_once() -> None:
    lacking = {"code": "scope", "scopes": "okr:okr.comment.readonly"}
    people = [{**fetched(), "unheard": lacking}, {**fetched(), "person": WANG, "unheard": lacking}]
    assert codes(read(*people)) == ["feishu_comments_lacking"]
    for code, told_as in (
        ("unknown_address", "feishu_comments_not_served"),
        ("forbidden", "feishu_comments_not_shown"),
    ):
        unheard = {"unheard": {"code": code, "scopes": ""}}
        assert codes(read({**fetched(), **unheard}, {**fetched(), **unheard})) == [told_as]


def test_weights_of_objectives_come_where_they_differ() -> None:
    heavy = read(fetched(objective("71", weight="0.625"), objective("72", weight="0.375")))
    assert [one.weight for one in heavy.objectives] == [D("62.5"), D("37.5")]
    for same in (("0.333", "0.333", "0.334"), (0, "0.0", 0), (None, "x", -1), (1,)):
        some = [objective(str(70 + at), weight=one) for at, one in enumerate(same)]
        assert {one.weight for one in read(fetched(*some)).objectives} == {None}


def test_version_1_tells_weights_and_no_comments() -> None:
    goal = {"content": "目标", "kr_list": [], "comments": [comment("1", "甲")]}
    rows = read(old({"id": "71", "weight": 80, **goal}, {"id": "72", "weight": 20, **goal}))
    assert [one.weight for one in rows.objectives] == [D(80), D(20)]
    assert (rows.comments, rows.heard_out) == ((), ())
