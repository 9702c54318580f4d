"""What was fetched becomes neutral rows: both versions, and the traps of the format."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.exchange.feishu.answers import read_answers, source_of
from cairn.exchange.feishu.instants import first_day, last_day
from cairn.exchange.feishu.measuring import Measure, measure_of, number, value_at
from cairn.exchange.feishu.walk import Wanted, fetch_frame, fetch_person
from cairn.exchange.matching import Directory, names_of
from cairn.exchange.packing import pack, unpack
from cairn.exchange.rows import Rows
from cairn.exchange.shaping import shape
from tests.exchange.feishu.server import APP, Clock, Feishu, client_of
from tests.exchange.feishu.tenant import (
    LI,
    MARCH_31,
    NOW,
    OCTOBER_9,
    PERIODS,
    QUARTER,
    SPRING,
    Tenant,
    cycle,
    indicator,
    person,
    progress,
    text,
)

D = Decimal
SHANGHAI = ZoneInfo("Asia/Shanghai")
FRAME: dict[str, Any] = {
    "periods": PERIODS,
    "categories": [
        {"id": "1", "name": {"zh": "承诺型", "en": "Committed"}},
        {"id": "2", "name": {"zh": "个人", "en": "Personal"}},
        {"id": "3", "name": {"zh": "挑战型"}},
    ],
    "departments": {
        "od-1": {"name": "山岚", "parent": "", "leader": "ou_li"},
        "od-2": {"name": "增长部", "parent": "od-1", "leader": "ou_nobody"},
    },
}


def read(*people: dict[str, Any], frame: dict[str, Any] | None = None, **how: Any) -> Rows:
    how = {"zone": SHANGHAI, "app_id": APP, **how}
    return read_answers(FRAME if frame is None else frame, people, **how)


def fetched(
    *objectives: dict[str, Any], days: tuple[str, str] = QUARTER, **more: Any
) -> dict[str, Any]:
    """One person's answer in version 2 with one cycle."""
    tenant_id = "700" if days == QUARTER else "600"
    copy = {**cycle("70", tenant_id, days), "objectives": list(objectives), **more}
    return {"person": LI, "version": 2, "fetched_at": int(NOW), "problem": "", "cycles": [copy]}


def objective(id: str = "71", *key_results: dict[str, Any], **more: Any) -> dict[str, Any]:
    told = {"id": id, "owner": person(), "content": text("目标"), "position": 1}
    return {**told, "key_results": list(key_results), "progresses": [], "alignments": [], **more}


def key_result(
    id: str = "711", measured: Any = None, *said: dict[str, Any], **more: Any
) -> dict[str, Any]:
    told = {"id": id, "owner": person(), "content": text("结果"), "position": 1, "weight": 1}
    indicated = (measured or {"indicator": {}})["indicator"]
    return {**told, "indicator": indicated, "progresses": list(said), **more}


def old(*objectives: dict[str, Any], **more: Any) -> dict[str, Any]:
    okr = {
        "id": "7001",
        "permission": 1,
        "period_id": "700",
        "objective_list": list(objectives),
        **more,
    }
    return {"person": LI, "version": 1, "fetched_at": int(NOW), "problem": "", "okrs": [okr]}


def codes(rows: Rows) -> list[str]:
    return [one.code for one in rows.faults]


def only[Row](rows: tuple[Row, ...]) -> Row:
    (row,) = rows
    return row


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
    assert (only(rows.people).name, only(rows.people).email) == ("李娜", "li@cairn.test")
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
        "**重**@李娜\n[图片](https://a.cn/1.png)",
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
        "ou_other": "ou_other",
        "ou_new": "ou_new",
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
        ({"open_id": "ou_1", "name": "", "email": ""}, "ou_1"),
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
