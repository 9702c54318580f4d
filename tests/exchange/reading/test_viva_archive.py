from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cairn.exchange.reading import formats
from cairn.exchange.reading.refusals import Unreadable
from tests.exchange.reading.files import archive, codes, read_archive, shown

LI_NA = {"ID": 11, "Name": "Li Na", "Email": "Li.Na@example.com"}
OMAR = {"ID": 12, "Name": "Omar Haddad", "Email": "omar@example.com"}
ROOT: dict[str, Any] = {
    "ID": 3100399,
    "Title": "Win the mid-market",
    "Type": "Objective",
    "Owner": [LI_NA, OMAR],
    "Teams": [{"ID": 7, "Name": "Customer Success"}],
    "Time Period": {"ID": 3, "Name": "Q1 2026"},
    "Goal Type": "Aspirational",
    "Permissions": {"View": "Everybody", "Edit": {}, "Align": "Everybody"},
    "Tags": [{"ID": 5, "Tag Name": "Growth"}],
}
RATE: dict[str, Any] = {
    "ID": 3100417,
    "Title": "Activation rate",
    "Type": "Key result",
    "Owner": [LI_NA],
    "Start Date": "2026-01-01",
    "End Date": "2026-03-31",
    "Alignment": [{"ID": 3100399, "Title": "Win the mid-market", "Weight": "33.33%"}],
    "Parent IDs": [3100399],
    "Progress": 64.0,
    "Status": "On Track",
    "Outcome": {
        "Outcome Type": "Metric",
        "Metric Name": "Activation rate",
        "Metric Unit": "%",
        "Start": 25.0,
        "Target": 40.0,
        "Target Type": "Increase From",
    },
}
SAID: dict[str, Any] = {
    "ID": 9001,
    "OKR ID": 3100417,
    "CheckIn Date": "2026-03-10 00:00:00",
    "Check In Owner": LI_NA,
    "Check In Note": {"Check In Note": "Pilot extended", "Check In Note HTML": "<div>no</div>"},
    "Status": "On Track",
    "Current Value": 34.6,
    "Activity Date": "2026-03-10",
}


def outcome(**more: Any) -> dict[str, Any]:
    changes = {name.replace("_", " "): value for name, value in more.items()}
    return {**RATE, "Outcome": {**RATE["Outcome"], "Metric Unit": "", **changes}}


def test_all_parts_of_an_archive_are_read(tmp_path: Path) -> None:
    manager = {**OMAR, "Manager": None, "Teams": None, "Status": "Inactive"}
    team = {"ID": 7, "Team Name": "Customer Success", "Parent Team": "All Company"}
    rows = read_archive(
        tmp_path,
        objectives=[ROOT, RATE],
        checkins=[SAID],
        comments=[{"ID": 1, "OKR ID": 3100417, "Comment": "Well done", "Created By": OMAR}],
        Teams=[{**team, "Team Owners": [LI_NA], "Team Type": "Classic", "Status": "Archived"}],
        Tags=[{"ID": 5, "Tag Name": "Growth"}],
        TimePeriods=[{"ID": 3, "Time Period Name": "Q1 2026", "Start Date": "2026-01-01"}],
        Users=[
            {**LI_NA, "Manager": OMAR, "Teams": [{"ID": 7, "Name": "Customer Success"}]},
            manager,
        ],
    )
    assert codes(rows) == []
    people = {one.key: one for one in rows.people}
    assert (people["11"].email, people["11"].manager) == ("li.na@example.com", "12")
    assert people["12"].has_left
    success = next(one for one in rows.teams if one.key == "7")
    assert (success.lead, success.members, success.is_archived) == ("11", ("11",), True)
    assert {one.key: one.name for one in rows.teams}[success.parent] == "All Company"
    assert rows.cycles[0].starts_on == date(2026, 1, 1)
    assert (rows.comments[0].on, rows.comments[0].by) == ("3100417", "12")
    [said] = rows.check_ins
    assert (said.key, said.note, said.by) == ("9001", "Pilot extended", "11")
    assert said.value == Decimal("34.6")


def test_an_objective_and_a_key_result(tmp_path: Path) -> None:
    rows = read_archive(tmp_path, objectives=[RATE, ROOT])
    [objective], [rate] = rows.objectives, rows.key_results
    assert (objective.type, objective.cycle, objective.teams) == ("aspirational", "3", ("7",))
    assert objective.owners == ("11", "12")
    assert objective.only_for is None
    assert (rate.objective, rate.weight) == ("3100399", Decimal("33.33"))
    assert rate.current == Decimal("34.6")


def test_nulls_are_nothing(tmp_path: Path) -> None:
    bare = dict.fromkeys((*ROOT, *RATE), None)
    rows = read_archive(tmp_path, objectives=[{**bare, "ID": 1, "Title": "Alone"}], checkins=[])
    things: list[Any] = [*rows.objectives, *rows.key_results]
    [alone] = things
    assert (alone.title, alone.owners) == ("Alone", ())


def test_numbers_may_be_texts_with_separators(tmp_path: Path) -> None:
    [line] = read_archive(
        tmp_path, objectives=[ROOT, outcome(Start="1,200", Target="3,600")]
    ).key_results
    assert shown(line.start, line.target) == (1200, 3600)


@pytest.mark.parametrize(
    "phases",
    [
        "Disabled",
        [],
        None,
        {"Interval": "monthly", "Phased Targets": []},
    ],
)
def test_no_phased_targets_however_they_are_spelled(tmp_path: Path, phases: Any) -> None:
    assert (
        codes(read_archive(tmp_path, objectives=[ROOT, {**RATE, "Phased Targets": phases}])) == []
    )


def test_phased_targets_stand_in_the_description(tmp_path: Path) -> None:
    steps = [{"Target Value": 30.0, "Target Date": "2026-01-31"}]
    for phases in (steps, {"Interval": "monthly", "Phased Targets": steps}):
        rows = read_archive(tmp_path, objectives=[ROOT, {**RATE, "Phased Targets": phases}])
        assert rows.key_results[0].description == "2026-01-31: 30"
        assert codes(rows) == ["phased_targets"]


@pytest.mark.parametrize(
    ("progress", "current", "warned"),
    [(64.0, "2496", True), (1300, "1300", True), (2000, "2000", False), (None, None, False)],
)
def test_progress_is_a_percentage_or_a_raw_value(
    tmp_path: Path, progress: float | None, current: str | None, warned: bool
) -> None:
    line = outcome(Start=1500 if progress != 64.0 else 0, Target=3900)
    rows = read_archive(tmp_path, objectives=[ROOT, {**line, "Progress": progress}])
    assert rows.key_results[0].current == (current and Decimal(current))
    assert (codes(rows) != []) is warned


def test_a_keeping_target_is_a_band(tmp_path: Path) -> None:
    rows = read_archive(
        tmp_path,
        objectives=[
            ROOT,
            outcome(Target=5, Target_Type="Keep Below"),
            {**outcome(Target=95, Target_Type="Stay above"), "ID": 8},
        ],
    )
    assert [(one.kind, one.target, one.ceiling) for one in rows.key_results] == [
        ("maintain", None, 5),
        ("maintain", 95, None),
    ]


@pytest.mark.parametrize("word", ["Aspirational", "Aspirational Goal", "aspirational goal"])
def test_goal_type_with_and_without_the_word(tmp_path: Path, word: str) -> None:
    rows = read_archive(tmp_path, objectives=[{**ROOT, "Goal Type": word}])
    assert rows.objectives[0].type == "aspirational"


def test_an_objective_that_some_may_see_is_limited(tmp_path: Path) -> None:
    secret = {**ROOT, "Owner": [LI_NA], "Permissions": {"View": {"Users": [OMAR]}}}
    rows = read_archive(tmp_path, objectives=[secret])
    assert rows.objectives[0].only_for == ("11", "12")
    owners = {**secret, "Permissions": {"View": "Owners only"}}
    assert read_archive(tmp_path, objectives=[owners]).objectives[0].only_for == ("11",)


def test_check_ins_of_what_is_gone_are_told(tmp_path: Path) -> None:
    rows = read_archive(tmp_path, objectives=[ROOT], checkins=[SAID])
    assert rows.check_ins == ()
    assert codes(rows) == ["check_in_on_nothing"]


def test_a_source_of_data_is_told(tmp_path: Path) -> None:
    settings = {"Progress": "Data source", "Data Source": {"Name": "Jira"}}
    line = {**RATE, "Progress and Status Configuration": settings}
    assert codes(read_archive(tmp_path, objectives=[ROOT, line])) == ["has_source"]


def test_what_is_no_object_is_named_by_file_and_row(tmp_path: Path) -> None:
    [fault] = read_archive(tmp_path, objectives=[ROOT, "what?"]).faults
    assert (fault.code, fault.place.row) == ("row_unclear", 2)
    assert fault.place.sheet.startswith("objectives_export_file_77")


@pytest.mark.parametrize(
    "content", ["{not json", "[" * 100_000, "[1e400]", '{"an": "object"}', b"\xff\xfe["]
)
def test_what_is_no_array_is_named(tmp_path: Path, content: Any) -> None:
    with pytest.raises(Unreadable, match="json_broken") as refused:
        read_archive(tmp_path, objectives=content)
    assert refused.value.fault.place.sheet.startswith("objectives_")


@pytest.mark.parametrize("value", ["9" * 300, '"1e999999"', "true", "{}", "[[1]]"])
def test_absurd_numbers_are_left_out(tmp_path: Path, value: str) -> None:
    content = f'[{{"ID": 1, "Title": "A", "Type": "Key result", "Progress": {value}}}]'
    assert read_archive(tmp_path, objectives=content).key_results[0].current is None


def test_an_archive_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    assert formats.recognise(archive(tmp_path / "a.xlsx", {"objectives": []})) == "viva_archive"
    assert formats.recognise(archive(tmp_path / "b.zip", {"manifest.json": "{}"})) == "cairn"
    with pytest.raises(Unreadable, match="file_unknown"):
        formats.recognise(archive(tmp_path / "c.zip", {"photo.png": b"?"}))
