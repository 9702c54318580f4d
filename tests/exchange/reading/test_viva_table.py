from decimal import Decimal
from pathlib import Path

import pytest

from cairn.exchange.reading import formats
from cairn.exchange.reading.refusals import Unreadable
from cairn.exchange.rows import Rows
from tests.exchange.reading.files import (
    VIVA_2022,
    codes,
    csv_text,
    read_text,
    read_viva,
    shown,
    viva_rows,
    workbook,
)
from tests.exchange.reading.test_viva_cells import SAMPLE

ROOT = {
    "Id": "3100399",
    "Title": "Win the mid-market",
    "Object Type": "Objective",
    "Goal Type": "Aspirational Goal",
    "Owner": "Li Na, Omar Haddad",
    "Creator": "Li Na",
    "Team": "Sales; Support",
    "Period": "Q1 2026",
    "Start Date": "2026-01-01",
    "End Date": "2026-03-31",
    "Created At": "2025-12-09 14:36:20 UTC",
}
RATE = {
    "Id": "3100417",
    "Title": "Activation rate from 25 to 40 (beta)",
    "Object Type": "Key result",
    "Owner": "Li Na",
    "Aligned To (weight, Objective ID)": "Win the mid-market(weight: 33.33%, Id: 3100399)",
    "Metric Name": "Activation rate",
    "Unit": "%",
    "Start": "25",
    "Target": "40",
    "Progress %": "64",
}


def changed(line: dict[str, str], **more: str) -> dict[str, str]:
    return {**line, **{name.replace("_", " "): value for name, value in more.items()}}


def test_an_objective_is_read_with_all_that_it_has(tmp_path: Path) -> None:
    rows = read_viva(tmp_path, ROOT, RATE)
    [objective] = rows.objectives
    assert (objective.key, objective.type, objective.cycle) == (
        "3100399",
        "aspirational",
        "Q1 2026",
    )
    assert objective.owners == ("li na", "omar haddad")
    assert objective.teams == ("Sales", "Support")
    assert objective.created_at is not None
    assert rows.source == "viva"
    assert codes(rows) == []


def test_a_key_result_hangs_on_its_parent_with_its_weight(tmp_path: Path) -> None:
    [rate] = read_viva(tmp_path, ROOT, RATE).key_results
    assert (rate.objective, rate.weight) == ("3100399", Decimal("33.33"))
    assert shown(rate.kind, rate.unit, rate.start, rate.target) == ("increase", "percent", 25, 40)
    assert rate.title == "Activation rate from 25 to 40 (beta)"
    assert rate.place.row == 3


def test_an_objective_with_weight_0_is_aligned_only(tmp_path: Path) -> None:
    above = {"Aligned To (weight, Objective ID)": "Win the mid-market(weight: 0%, Id: 3100399)"}
    [link] = read_viva(tmp_path, ROOT, {**ROOT, "Id": "5", **above}).alignments
    assert shown(link.child, link.parent, link.weight) == ("5", "3100399", 0)


def test_columns_are_found_by_name_in_any_order(tmp_path: Path) -> None:
    rows = viva_rows([ROOT, RATE])
    turned = csv_text([list(reversed(row)) for row in rows])
    assert read_text(tmp_path, turned, "viva_table").objectives[0].key == "3100399"


def test_the_headings_of_2022_are_read_too(tmp_path: Path) -> None:
    line = {**ROOT, "Tag": "Growth, EMEA", "OKR type": "Team", "Type name": "Customer Success"}
    rows = read_text(tmp_path, csv_text(viva_rows([line], VIVA_2022)), "viva_table")
    assert rows.objectives[0].tags == ("Growth", "EMEA")
    assert rows.objectives[0].teams == ("Customer Success",)


def test_check_ins_stand_in_the_nameless_cells(tmp_path: Path) -> None:
    later = SAMPLE.replace("2026-03-10", "2026-03-17").replace("34.6", "36")
    line = {**RATE, "Checkins": later, "more": [SAMPLE, ""]}
    rows = read_viva(tmp_path, ROOT, line)
    assert [(one.key, one.value) for one in rows.check_ins] == [
        ("3100417@2026-03-10", Decimal("34.6")),
        ("3100417@2026-03-17", Decimal(36)),
    ]
    assert rows.check_ins[0].note == "Pilot; extended"
    assert rows.check_ins[0].status == "on_track"
    assert rows.key_results[0].current == 36


def test_a_note_with_a_line_break_stays_one_cell(tmp_path: Path) -> None:
    line = {**RATE, "Checkins": SAMPLE.replace("Pilot; extended", "One;\ntwo, “three”")}
    [said] = read_viva(tmp_path, ROOT, line).check_ins
    assert said.note == "One;\ntwo, “three”"


def test_a_view_without_check_ins_has_the_last_one(tmp_path: Path) -> None:
    line = {**RATE, "Last Check-in": "2026-03-10", "Last Check-in Note": "Fine", "Status": "Behind"}
    [said] = read_viva(tmp_path, ROOT, line).check_ins
    assert (said.key, said.note, said.status) == ("3100417@2026-03-10", "Fine", "behind")
    assert said.value == Decimal("34.6")


@pytest.mark.parametrize(
    ("actual", "progress", "current", "warned"),
    [
        ("34.6", "64", "34.6", False),
        ("64", "64", "34.6", False),
        ("", "64", "34.6", False),
        ("50", "10", "50", True),
    ],
)
def test_actual_progress_is_a_value_or_a_percentage(
    tmp_path: Path, actual: str, progress: str, current: str, warned: bool
) -> None:
    line = {**RATE, "Actual Progress": actual, "Progress %": progress}
    rows = read_viva(tmp_path, ROOT, line)
    assert rows.key_results[0].current == Decimal(current)
    assert codes(rows) == (["progress_as_value"] if warned else [])


def test_a_decrease_is_known_by_its_numbers(tmp_path: Path) -> None:
    line = changed(RATE, Unit="", Start="120", Target="30", Metric_Name="Days")
    [days] = read_viva(
        tmp_path, ROOT, {**line, "Actual Progress": "75", "Progress %": "50"}
    ).key_results
    assert shown(days.kind, days.unit, days.current) == ("decrease", "number", 75)


def test_money_and_its_thousands(tmp_path: Path) -> None:
    line = changed(RATE, Unit="CNY", Start="0", Target="1,200,000", Metric_Name="Revenue")
    [money] = read_viva(tmp_path, ROOT, line).key_results
    assert shown(money.unit, money.target) == ("CNY", 1_200_000)


def test_a_unit_that_cannot_be_kept_is_a_number(tmp_path: Path) -> None:
    rows = read_viva(tmp_path, ROOT, changed(RATE, Unit="a very long unit of somebody's own"))
    assert rows.key_results[0].unit == "number"
    assert codes(rows) == ["unit_unclear"]


def test_start_and_target_may_be_equal(tmp_path: Path) -> None:
    [same] = read_viva(tmp_path, ROOT, changed(RATE, Start="40", Target="40")).key_results
    assert shown(same.start, same.target) == (40, 40)


def test_what_is_closed_has_its_score_and_what_is_postponed_none(tmp_path: Path) -> None:
    closed = changed(RATE, Status="Closed", Score="1.0")
    postponed = changed(RATE, Id="6", Status="Postponed")
    first, second = read_viva(tmp_path, ROOT, closed, postponed).key_results
    assert first.ending is not None
    assert shown(first.ending.outcome, first.ending.score) == ("closed", 1)
    assert second.ending is not None
    assert second.ending.outcome == "postponed"


def test_a_project_becomes_an_initiative(tmp_path: Path) -> None:
    project = {**RATE, "Id": "9", "Object Type": "Project", "Status": "Closed", "Checkins": SAMPLE}
    rows = read_viva(tmp_path, ROOT, project)
    assert (rows.initiatives[0].under, rows.initiatives[0].is_done) == ("3100399", True)
    assert rows.check_ins[0].on == "9"


def test_what_hangs_on_a_project_goes_above_it(tmp_path: Path) -> None:
    project = {**RATE, "Id": "9", "Object Type": "Project"}
    below = changed(RATE, Id="10")
    below["Aligned To (weight, Objective ID)"] = "P(weight: 100%, Id: 9)"
    rows = read_viva(tmp_path, ROOT, project, below)
    assert rows.key_results[0].objective == "3100399"
    assert "under_initiative" in codes(rows)


def test_a_project_alone_is_an_objective(tmp_path: Path) -> None:
    rows = read_viva(tmp_path, {"Id": "9", "Title": "Move house", "Object Type": "Project"})
    assert [one.key for one in rows.objectives] == ["9"]
    assert codes(rows) == ["initiative_alone"]


def test_projects_that_hang_on_each_other_hang_on_nothing(tmp_path: Path) -> None:
    first = {"Id": "1", "Title": "A", "Object Type": "Project"}
    second = {"Id": "2", "Title": "B", "Object Type": "Project"}
    first["Aligned To (weight, Objective ID)"] = "B(weight: 1%, Id: 2)"
    second["Aligned To (weight, Objective ID)"] = "A(weight: 1%, Id: 1)"
    assert [one.under for one in read_viva(tmp_path, first, second).initiatives] == ["", ""]


def test_a_parent_that_is_not_there_stays_a_reference(tmp_path: Path) -> None:
    rows = read_viva(tmp_path, RATE)
    assert rows.key_results[0].objective == "3100399"
    [fault] = rows.faults
    assert (fault.code, fault.values["parent"]) == ("parent_not_here", "Win the mid-market")
    assert fault.warning


def test_several_parents_are_kept(tmp_path: Path) -> None:
    two = "A(weight: 50%, Id: 3100399); B, C(weight: 0%, Id: 77)"
    rows = read_viva(tmp_path, ROOT, {**RATE, "Aligned To (weight, Objective ID)": two})
    assert rows.key_results[0].objective == "3100399"
    assert [shown(one.parent, one.weight) for one in rows.alignments] == [("77", 0)]


def test_a_metric_of_an_objective_becomes_a_key_result(tmp_path: Path) -> None:
    line = {**ROOT, "Metric Name": "Revenue", "Unit": "CNY", "Start": "0", "Target": "500"}
    rows = read_viva(tmp_path, {**line, "Checkins": SAMPLE.replace("34.6%", "120")}, RATE)
    own = next(one for one in rows.key_results if one.key == "3100399#measure")
    assert shown(own.title, own.current, own.weight, own.objective) == (
        "Revenue",
        120,
        0,
        "3100399",
    )
    assert rows.check_ins[0].on == own.key
    assert codes(rows) == ["objective_has_metric"]


def test_progress_of_an_objective_that_nothing_else_measures_is_not_lost(tmp_path: Path) -> None:
    rows = read_viva(tmp_path, {**ROOT, "Progress %": "30", "Target": "100", "Start": "0"})
    [own] = rows.key_results
    assert shown(own.unit, own.current, own.title) == ("percent", 30, "Win the mid-market")
    assert codes(rows) == ["objective_has_progress"]


def test_progress_that_rolled_up_is_no_value(tmp_path: Path) -> None:
    rows = read_viva(tmp_path, {**ROOT, "Progress %": "30", "Checkins": SAMPLE}, RATE)
    assert [(one.on, one.value) for one in rows.check_ins] == [("3100399", None)]


def test_labels_of_the_tenant_are_guessed_and_told(tmp_path: Path) -> None:
    rock, kpi = changed(ROOT, Object_Type="Big rock"), changed(RATE, Object_Type="Kpi")
    rows = read_viva(tmp_path, rock, kpi)
    assert codes(rows) == ["label_objective", "label_key_result"]
    assert (rows.objectives[0].label, rows.key_results[0].label) == ("Big rock", "Kpi")


def test_labels_are_what_somebody_said(tmp_path: Path) -> None:
    kpi = changed(RATE, Object_Type="Kpi")
    rows = read_viva(tmp_path, ROOT, kpi, labels={"kpi": "initiative"})
    assert [one.label for one in rows.initiatives] == ["Kpi"]
    assert codes(rows) == []


def test_without_ids_the_same_line_has_the_same_key(tmp_path: Path) -> None:
    line = {**ROOT, "Id": ""}
    first, again = read_viva(tmp_path, line), read_viva(tmp_path, {**line, "Progress %": "0"})
    assert first.objectives[0].key == again.objectives[0].key
    twice = read_viva(tmp_path, line, line)
    assert len({one.key for one in twice.objectives}) == 2
    assert codes(twice) == ["same_twice"]


def test_the_same_id_twice_counts_once(tmp_path: Path) -> None:
    rows = read_viva(tmp_path, ROOT, ROOT)
    assert len(rows.objectives) == 1
    assert codes(rows) == ["id_twice"]


def test_a_name_with_a_comma_is_one_person(tmp_path: Path) -> None:
    line = {**ROOT, "Creator": "Doe, Jane", "Owner": "Doe, Jane, Li Na"}
    assert read_viva(tmp_path, line).objectives[0].owners == ("doe, jane", "li na")


def test_ragged_lines_and_empty_ones_are_no_fault(tmp_path: Path) -> None:
    text = csv_text(viva_rows([ROOT, RATE])).replace("\r\n", "\r\n\r\n") + "3,Short\r\n"
    rows = read_text(tmp_path, text, "viva_table")
    assert [one.title for one in rows.objectives] == ["Win the mid-market", "Short"]


def test_a_line_without_a_title_is_named_by_its_row(tmp_path: Path) -> None:
    rows = read_viva(tmp_path, ROOT, {"Id": "7", "Object Type": "Objective"})
    [fault] = rows.faults
    assert (fault.code, fault.place.row, fault.place.column) == ("title_missing", 3, "Title")
    assert not fault.warning


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_chinese_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    line = {**ROOT, "Title": "让新客户轻松上手", "Owner": "李娜"}
    text = csv_text(viva_rows([line])).encode(encoding)
    rows = read_text(tmp_path, text, "viva_table")
    assert rows.objectives[0].title == "让新客户轻松上手"
    assert codes(rows) == (["encoding_guessed"] if encoding == "gb18030" else [])


def book_of(folder: Path, lines: list[dict[str, str]]) -> Rows:
    path = workbook(folder / "view.xlsx", {"Objectives": viva_rows(lines)})
    assert formats.recognise(path) == "viva_table"
    return formats.read(path, path.name, "viva_table", {})


def test_ids_are_links_in_workbooks(tmp_path: Path) -> None:
    link = '=HYPERLINK("https://goals.example/3100399","3100399")'
    rows = book_of(tmp_path, [{**ROOT, "Id": link}, RATE])
    assert (rows.objectives[0].key, rows.key_results[0].objective) == ("3100399", "3100399")
    assert read_viva(tmp_path, {**ROOT, "Id": link}).objectives[0].key == "3100399"


def test_what_is_no_view_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="file_other_format"):
        read_text(tmp_path, "a,b\n1,2\n", "viva_table")
