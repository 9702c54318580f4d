"""What was fetched becomes neutral rows: both versions, and the traps of the format."""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.exchange.feishu.answers import read_answers, source_of
from cairn.exchange.feishu.instants import first_day, last_day
from cairn.exchange.feishu.walk import Wanted, fetch_frame, fetch_person
from cairn.exchange.matching import Directory, names_of
from cairn.exchange.packing import pack, unpack
from cairn.exchange.shaping import shape
from tests.exchange.feishu.answers import (
    SHANGHAI,
    D,
    codes,
    fetched,
    key_result,
    objective,
    old,
    only,
    read,
)
from tests.exchange.feishu.server import APP, Clock, Feishu, client_of
from tests.exchange.feishu.tenant import (
    LI,
    MARCH_31,
    NOW,
    QUARTER,
    SPRING,
    Tenant,
    cycle,
    indicator,
    person,
    text,
)


@pytest.mark.parametrize("version", [2, 1])
def test_both_versions_become_the_same(feishu: Feishu, version: int) -> None:
    tenant = Tenant(feishu)
    if version == 1:
        tenant.without_version_2()
    client = client_of(feishu, Clock(NOW))
    frame = fetch_frame(client)
    kept = json.loads(json.dumps(fetch_person(client, LI, {}, Wanted(None, SHANGHAI, frame))))
    rows = read_answers(frame, [kept], app_id=APP, zone=SHANGHAI)
    assert rows.source == f"feishu:{APP}" == source_of(APP)
    assert unpack(pack(rows)) == rows
    assert [(one.key, one.title, one.owners, one.cycle) for one in rows.objectives] == [
        ("71", "赢得中型客户", ("ou_li",), "700"),
        ("61", "春天的目标", ("ou_li",), "600"),
    ]
    assert rows.objectives[0].description == "为什么"
    assert [(one.key, one.objective, one.title, one.weight) for one in rows.key_results] == [
        ("711", "71", "激活率", D("62.5")),
        ("712", "71", "等待时间", D("37.5")),
        ("611", "61", "春天的结果", D(100)),
    ]
    periods = {one.key: (one.name, one.starts_on, one.ends_on) for one in rows.cycles}
    assert periods["700"] == ("2026 年第四季度", date(2026, 10, 1), date(2026, 12, 31))
    assert (rows.people[0].name, rows.people[0].email) == ("李娜", "li@cairn.test")
    talk = [("7191", "71"), ("7192", "71"), ("6191", "611")] if version == 2 else []
    assert [(one.key, one.on) for one in rows.comments] == talk
    assert [(one.child, one.parent) for one in rows.alignments] == [("71", "99")]
    ended = rows.objectives[1].ending
    assert ended is not None
    assert (ended.outcome, ended.score, ended.on) == ("closed", D("0.7"), date(2026, 3, 31))
    assert rows.objectives[0].ending is None
    said = {one.key: one for one in rows.check_ins}
    assert (said["7111"].note, said["7111"].status, said["7111"].by) == (
        "试点延长",
        "on_track",
        "ou_li",
    )
    assert (said["7112"].on, said["7112"].value, said["7112"].note) == ("71", None, "两个大单")
    assert "feishu_period_hidden" in codes(rows)
    rate, wait, _spring = rows.key_results
    if version == 2:
        assert (rate.unit, rate.start, rate.target, rate.current) == (
            "percent",
            D(25),
            D(40),
            D(34),
        )
        assert (wait.kind, wait.unit, wait.current) == ("decrease", "分钟", D(75))
        assert (rows.objectives[0].type, rows.objectives[1].tags) == ("committed", ("个人",))
        assert said["7111"].value == D(28)
    else:
        assert (rate.unit, rate.start, rate.target, rate.current) == (
            "percent",
            D(0),
            D(100),
            D(60),
        )
        assert said["7111"].value == D(20)
    shaped = shape(rows, (), date(2026, 11, 18))
    assert shaped.comments["7112/check-in"].body == "两个大单"
    assert {one.sort for one in names_of(rows, Directory())} == {"person", "cycle"}


# Ends, owners, periods


def test_only_a_cycle_that_is_over_has_scores() -> None:
    scored = objective("71", key_result("711", None, score="0.5"), score="0.6")
    assert only(read(fetched(scored)).objectives).ending is None
    rows = read(fetched(scored, days=SPRING))
    ends = [*(one.ending for one in rows.objectives), *(one.ending for one in rows.key_results)]
    assert [one.score for one in ends if one] == [D("0.6"), D("0.5")]


@pytest.mark.parametrize(
    ("beside", "stamp", "is_scored"),
    [("0", None, False), ("0.3", None, True), ("0", MARCH_31, True), ("0.3", "0", False)],
)
def test_nought_is_a_score_only_where_somebody_gave_it(
    beside: str, stamp: Any, is_scored: bool
) -> None:
    seen = {"score_last_updated_time": stamp} if stamp else None
    told = objective("71", key_result("711", None, score=beside), score=0, seen=seen)
    assert (only(read(fetched(told, days=SPRING)).objectives).ending is not None) == is_scored


@pytest.mark.parametrize("score", ["1.5", -1, "9e9"])
def test_a_score_that_is_none_is_told(score: Any) -> None:
    rows = read(fetched(objective("71", score=score), days=SPRING))
    assert only(rows.objectives).ending is None
    assert codes(rows) == ["score_unclear"]


def test_a_department_is_a_team_with_those_above_it() -> None:
    owner = {"owner_type": "department", "user_id": "od-2"}
    rows = read(
        fetched(
            objective("71", owner=owner),
            objective("72", owner={"owner_type": "department", "department_id": "od-9"}),
        )
    )
    first, second = rows.objectives
    assert (first.owners, first.teams, second.teams) == ((), ("od-2",), ("od-9",))
    assert {one.key: (one.name, one.parent, one.lead) for one in rows.teams} == {
        "od-2": ("增长部", "od-1", ""),
        "od-1": ("山岚", "", "ou_li"),
        "od-9": ("od-9", "", ""),
    }


def test_an_owner_outside_the_list_goes_by_their_id() -> None:
    rows = read(
        fetched(
            objective("71", key_result("711", owner=person("ou_new")), owner=person("ou_other"))
        )
    )
    assert only(rows.objectives).owners == ("ou_other",)
    assert only(rows.key_results).owners == ("ou_new",)
    assert {one.key: one.name for one in rows.people} == {
        "ou_li": "李娜",
        "ou_other": "飞书用户 ou_other",
        "ou_new": "飞书用户 ou_new",
    }


def test_what_two_people_show_is_one() -> None:
    other = {**fetched(objective("71")), "person": {**LI, "open_id": "ou_2", "name": "另一位"}}
    assert only(read(fetched(objective("71")), other).objectives).owners == ("ou_li",)


def test_an_alignment_told_from_both_ends_is_one() -> None:
    tie = {"id": "5", "from_entity_id": "71", "to_entity_id": "72"}
    rows = read(fetched(objective("71", alignments=[tie]), objective("72", alignments=[tie])))
    assert (only(rows.alignments).child, only(rows.alignments).parent) == ("71", "72")
    ties = {"aligning_objective_list": [{"id": "72"}]}
    back = {"aligned_objective_list": [{"id": "71"}]}
    rows = read(old({"id": "71", "content": "甲", **ties}, {"id": "72", "content": "乙", **back}))
    assert (only(rows.alignments).child, only(rows.alignments).parent) == ("71", "72")


def test_hidden_and_invalid_periods_are_told() -> None:
    told = fetched(objective("71"), cycle_status=2)
    told["cycles"].append({**cycle("50", "500", SPRING, 3), "objectives": []})
    rows = read(told, told)
    assert codes(rows) == ["feishu_period_invalid", "feishu_period_hidden"]
    assert len(rows.objectives) == 1


def test_what_only_an_id_is_shown_of_is_told_and_no_row() -> None:
    rows = read(old({"id": "71", "permission": 0}), old(permission=0))
    assert rows.objectives == ()
    assert codes(rows).count("feishu_id_only") == 2


@pytest.mark.parametrize(
    ("problem", "code"),
    [("user_unknown", "feishu_person_unknown"), ("forbidden", "feishu_person_not_shown")],
)
def test_somebody_without_answers_is_told(problem: str, code: str) -> None:
    told = {"person": LI, "version": 2, "fetched_at": int(NOW), "problem": problem, "cycles": []}
    assert codes(read(told)) == [code]


def test_names_of_periods_in_the_language_that_is_asked_for() -> None:
    rows = read(fetched(objective("71")), language="en")
    assert only(rows.cycles).name == "Q4 2026"
    rows = read(fetched(objective("71")), frame={})
    assert only(rows.cycles).name == "2026-10 – 2026-12"
    assert only(read(fetched(objective("71", category_id="2")), language="en").objectives).tags == (
        "Personal",
    )


@pytest.mark.parametrize(
    "zone", ["Asia/Shanghai", "UTC", "America/New_York", "Pacific/Auckland", "America/Los_Angeles"]
)
def test_periods_are_whole_months_in_every_zone(zone: str) -> None:
    """Told from Shanghai, also with the first moment of the last day."""
    here = ZoneInfo(zone)
    assert first_day(QUARTER[0], here) == date(2026, 10, 1)
    assert last_day(QUARTER[1], here) == date(2026, 12, 31)
    start_of_last = datetime(2026, 12, 31, tzinfo=SHANGHAI).timestamp() * 1000
    assert last_day(int(start_of_last), here) == date(2026, 12, 31)


def test_days_of_a_period_of_our_own_stay() -> None:
    def ms(*at: int) -> int:
        return int(datetime(*at, tzinfo=SHANGHAI).timestamp() * 1000)  # type: ignore[misc,arg-type]

    assert first_day(ms(2026, 10, 31), SHANGHAI) == date(2026, 10, 31)
    assert last_day(ms(2026, 12, 2) - 1, SHANGHAI) == date(2026, 12, 1)


def test_a_name_is_found_for_everybody() -> None:
    for told, name in (
        ({"open_id": "ou_1", "name": "", "email": "wang@cairn.test"}, "wang"),
        ({"open_id": "ou_1", "name": "", "email": ""}, "飞书用户 ou_1"),
        ({"open_id": "ou_250437355888241173", "name": ""}, "飞书用户 ou_250437355888241173"),
        (
            {"open_id": "ou_7dab8a3d3cdcc9da365777c7ad535d62", "name": "", "email": ""},
            "飞书用户 ou_7dab8a3d…",
        ),
    ):
        rows = read({**fetched(), "person": told})
        assert only(rows.people).name == name


def test_a_title_is_needed_and_one_line() -> None:
    lines = {"blocks": [*text(" 甲 ")["blocks"], *text("乙")["blocks"]]}
    rows = read(
        fetched(
            objective("71", content=lines),
            objective("72", content={}),
            objective("", content=lines),
        )
    )
    assert only(rows.objectives).title == "甲 乙"
    assert [(one.code, one.warning) for one in rows.faults] == [("title_missing", False)]


# Hostile answers

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=12)
    | st.sampled_from(["71", "711", "ou_li", "1790784000000", "0.5", "2"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from([
            "id", "person", "version", "cycles", "okrs", "objectives", "key_results", "objective_list", "kr_list",
            "content", "blocks", "paragraph", "elements", "text_run", "text", "indicator", "progresses", "records",
            "progress_rate", "percent", "owner", "user_id", "start_time", "end_time", "weight", "score", "unit",
            "alignments", "seen", "mention", "gallery", "images", "style", "list", "position", "period_id",
        ]),
        inner, max_size=5,
    ),
    max_leaves=30,
)  # fmt: skip


@given(inside=JUNK, below=JUNK, said=JUNK)
def test_any_answer_becomes_rows(inside: Any, below: Any, said: Any) -> None:
    """What a hostile server tells of known shapes; the shell of a person is our own."""
    told = {**key_result("711", indicator(0, 10, 5)), "progresses": said, "seen": {}}
    for extra in (inside, below):
        if isinstance(extra, dict):
            told |= {name: one for name, one in extra.items() if name != "seen"}
    goal = objective(
        "71", told, content=inside, alignments=below, notes=said, score=below, weight=said
    )
    for people in (
        [fetched(goal)],
        [fetched(*[below] if isinstance(below, dict) else [])],
        [old(goal)],
    ):
        rows = read(*people, frame={"periods": inside, "categories": below, "departments": {}})
        assert unpack(pack(rows)) == rows
        shape(rows, (), date(2026, 11, 18))
