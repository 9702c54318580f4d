from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from cairn.exchange.reading import Choices, formats, write_template
from cairn.exchange.rows import Milestone, Place, Rows
from tests.exchange.reading.files import codes, csv_text, read_text, shown, workbook

HEAD = ["Reference", "Type", "Title", "Parent", "Owner", "Team", "Cycle"]
FULL = [
    [
        *HEAD,
        "Direction",
        "Unit",
        "Start",
        "Target",
        "Upper bound",
        "Current",
        "Milestones",
        "Weight",
    ],
    ["1", "Objective", "Win", "", "Li Na <li.na@example.com>; Omar", "Sales", "2026 Q1"],
    [
        *("2", "Key result", "Rate", "1", "Omar", "", ""),
        *("Increase", "%", "25%", "40%", "", "34.6", "", "60"),
    ],
    [
        "3",
        "Key result",
        "Time",
        "1",
        "",
        "",
        "",
        "Decrease",
        "h:mm",
        "3:45",
        "2:37",
        "",
        "",
        "",
        "40",
    ],
    ["4", "Key result", "Uptime", "1", "", "", "", "Keep", "Percent", "", "99", "100"],
    [
        *("5", "Key result", "Move", "1", "", "", "", "Milestones", "", "", "", "", ""),
        "Plan; 2; 2026-01-31\nPack",
    ],
    ["6", "Initiative", "Buy boxes", "5", "Omar"],
    ["7", "Objective", "Sell more", "1", "Omar", "", "2026 Q1", *[""] * 7, "20"],
]
SAID = [
    ["Reference", "Day", "Current", "Confidence", "Status", "By", "Note"],
    ["2", "2026-03-10", "34.6", "6", "Behind", "Omar", "Pilot; extended"],
    ["2", "2026-03-03", "30", "", "", "", ""],
]


def read_book(path: Path, **options: Any) -> Rows:
    assert formats.recognise(path) == "sheet"
    return formats.read(path, path.name, "sheet", options)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    path = tmp_path_factory.mktemp("sheet") / "filled.xlsx"
    return read_book(workbook(path, {"OKRs": FULL, "Check-ins": SAID}))


def test_objectives_stand_with_their_owners(full: Rows) -> None:
    win = full.objectives[0]
    assert (win.owners, win.teams, win.cycle) == (
        ("li.na@example.com", "omar"),
        ("Sales",),
        "2026 Q1",
    )
    assert [(one.name, one.email) for one in full.people] == [
        ("Li Na", "li.na@example.com"),
        ("Omar", ""),
    ]
    assert codes(full) == []


def test_key_results_hang_by_their_references(full: Rows) -> None:
    win = full.objectives[0].key
    rate, time, uptime, move = full.key_results
    assert {one.objective for one in full.key_results} == {win}
    assert shown(rate.unit, rate.start, rate.target, rate.current) == (
        "percent",
        25,
        40,
        Decimal("34.6"),
    )
    assert shown(rate.weight, time.weight) == (60, 40)
    assert shown(time.kind, time.unit, time.start, time.target) == (
        "decrease",
        "duration",
        225,
        157,
    )
    assert shown(uptime.kind, uptime.target, uptime.ceiling) == ("maintain", 99, 100)
    assert move.milestones == (Milestone("Plan", Decimal(2), date(2026, 1, 31)), Milestone("Pack"))


def test_initiatives_and_alignments(full: Rows) -> None:
    assert full.initiatives[0].under == full.key_results[3].key
    [link] = full.alignments
    assert shown(link.child, link.parent, link.weight) == (
        *(full.objectives[1].key, full.objectives[0].key, 20),
    )


def test_check_ins_have_a_sheet_of_their_own(full: Rows) -> None:
    first, _second = full.check_ins
    rate = full.key_results[0].key
    assert (first.on, first.value, first.confidence, first.status) == (
        *(rate, Decimal("34.6"), 6, "behind"),
    )
    assert (first.by, first.note) == ("omar", "Pilot; extended")
    assert len({one.key for one in full.check_ins}) == 2


def without_places(rows: Rows) -> Rows:
    def bare(things: Any) -> Any:
        return tuple(replace(one, place=Place()) for one in things)

    sorts = ("people", "teams", "cycles", "objectives", "key_results", "initiatives", "alignments")
    return replace(rows, **{sort: bare(getattr(rows, sort)) for sort in (*sorts, "check_ins")})


@pytest.mark.parametrize("locale", ["en", "zh-hans"])
def test_what_is_written_reads_back_equal(full: Rows, tmp_path: Path, locale: str) -> None:
    path = tmp_path / "again.xlsx"
    with translation.override(locale):
        path.write_bytes(write_template(Choices(), full))
    again = read_book(path)
    by_key = {one.key: one for one in again.key_results}
    assert set(by_key) == {one.key for one in full.key_results}
    assert without_places(again).key_results == without_places(full).key_results
    for sort in ("objectives", "initiatives", "alignments", "check_ins", "cycles", "teams"):
        here, there = (getattr(without_places(rows), sort) for rows in (full, again))
        assert sorted(here, key=lambda one: one.key) == sorted(there, key=lambda one: one.key)


def test_the_template_offers_names_and_explains_itself(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    choices = Choices(("2026 Q1",), ("=Sales",), (("Li Na", "li.na@example.com"),))
    path.write_bytes(write_template(choices))
    assert formats.recognise(path) == "sheet"
    rows = read_book(path)
    assert (rows.objectives, rows.faults) == ((), ())


def test_headings_are_known_in_both_languages(tmp_path: Path) -> None:
    rows = [
        ["行号", "类型 *", "标题*", "上级行号", "负责人", "周期", "单位", "目标值"],
        ["A", "目标", "让新人上手更快", "", "李娜", "2026 Q1"],
        ["B", "关键结果", "激活率", "A", "李娜；王伟", "", "百分比", "40"],
    ]
    read = read_text(tmp_path, csv_text(rows), "sheet")
    assert read.key_results[0].objective == read.objectives[0].key
    assert read.key_results[0].owners == ("李娜", "王伟")
    assert (read.key_results[0].unit, codes(read)) == ("percent", [])


def test_the_same_row_has_the_same_key_wherever_it_stands(tmp_path: Path) -> None:
    row = ["1", "Objective", "Win", "", "Omar", "Sales", "2026 Q1"]
    other = ["9", "Objective", "Lose", "", "Omar", "Sales", "2026 Q1"]
    first = read_text(tmp_path, csv_text([HEAD, row]), "sheet")
    moved = read_text(tmp_path, csv_text([HEAD, other, ["2", *row[1:]]]), "sheet")
    assert first.objectives[0].key == moved.objectives[1].key != moved.objectives[0].key


def test_a_reference_of_nothing_and_one_given_twice_are_named(tmp_path: Path) -> None:
    lines = [["1", "Objective", "A"], ["1", "Objective", "B"], ["2", "Key result", "C", "8"]]
    faults = read_text(tmp_path, csv_text([HEAD, *lines]), "sheet").faults
    assert [(one.code, one.place.row, one.place.column) for one in faults] == [
        ("reference_twice", 3, "Reference"),
        ("reference_unknown", 4, "Parent"),
    ]


def test_rows_that_hang_on_each_other_are_read(tmp_path: Path) -> None:
    lines = [["1", "Key result", "A", "2"], ["2", "Key result", "B", "1"], ["3", "KR", "C", "3"]]
    assert len(read_text(tmp_path, csv_text([HEAD, *lines]), "sheet").key_results) == 3


def test_a_check_in_needs_its_day_and_its_row(tmp_path: Path) -> None:
    said = [SAID[0], ["2", "soon"], ["99", "2026-03-10"]]
    rows = read_book(workbook(tmp_path / "a.xlsx", {"OKRs": FULL, "Check-ins": said}))
    assert codes(rows) == ["day_missing", "reference_unknown"]
    assert {one.place.sheet for one in rows.faults} == {"Check-ins"}


def test_unclear_cells_are_warned_of_and_left_empty(tmp_path: Path) -> None:
    head = [*HEAD, "Due on", "Status", "Commitment", "Target", "Weight"]
    row = ["1", "Key result", "A", "", "", "", "", "soon", "fine", "maybe", "many", "130"]
    rows = read_text(tmp_path, csv_text([head, row]), "sheet")
    assert sorted(codes(rows)) == [
        *("day_unclear", "status_unknown", "type_unknown", "value_unclear", "weight_unclear"),
    ]
    assert all(fault.warning and fault.place.row == 2 for fault in rows.faults)
