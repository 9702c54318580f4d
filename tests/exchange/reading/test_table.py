import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from cairn.exchange.reading import formats
from cairn.exchange.reading.previews import Preview
from cairn.goals import sentences
from tests.exchange.reading.files import codes, csv_text, read_text, shown, workbook


def look(folder: Path, rows: list[list[Any]], **options: Any) -> Preview:
    path = folder / "any.csv"
    path.write_text(csv_text(rows), encoding="utf-8")
    assert formats.recognise(path) == "table"
    return formats.preview(path, path.name, options)


BESIDE = [
    ["OKR of sales"],
    [],
    ["目标", "关键结果", "负责人", "权重", "起始值", "目标值", "当前值", "更新日期", "进展"],
    ["O1：让新人上手更快", "KR1: 激活率", "李娜", "60%", "25%", "40%", "30%", "2026-03-10", "不错"],
    ["", "KR2 访谈", "王伟、李娜", "40%", "0", "20", "5", "", "只有说明"],
    ["稳住老客户", "把续约率从 80% 提高到 90%", "李娜"],
]


def test_headings_are_found_and_columns_guessed(tmp_path: Path) -> None:
    seen = look(tmp_path, BESIDE)
    assert (seen.heading_row, seen.first_row, seen.row_count) == (3, 4, 3)
    assert seen.columns["objective"] == "目标"
    assert seen.columns["checked_in_on"] == "更新日期"
    assert seen.rows[1][1] == "KR2 访谈"
    assert seen.faults == ()


def test_an_objective_in_a_column_beside(tmp_path: Path) -> None:
    rows = read_text(tmp_path, csv_text(BESIDE), "table")
    fast, _keep = rows.objectives
    rate, talks, renewals = rows.key_results
    assert (fast.title, rate.title, talks.title) == ("让新人上手更快", "激活率", "访谈")
    assert (rate.objective, talks.objective) == (fast.key, fast.key)
    assert shown(rate.weight, rate.unit, rate.target) == (60, "percent", 40)
    assert (talks.owners, talks.description) == (("王伟", "李娜"), "只有说明")
    assert shown(renewals.start, renewals.target, renewals.unit) == (80, 90, "percent")
    assert [shown(one.day, one.value, one.note) for one in rows.check_ins] == [
        (date(2026, 3, 10), 30, "不错")
    ]


def test_a_type_in_every_line_and_no_parent(tmp_path: Path) -> None:
    lines = [
        ["序号", "类型", "内容", "责任人"],
        *(["1", "O1", "提升体验", "张三"], ["2", "KR1", "NPS 从 31 到 45", "张三"]),
        *(["3", "KR2", "体验上线", ""], ["4", "KT", "写指南", ""], ["5", "大石头", "其他", ""]),
    ]
    rows = read_text(tmp_path, csv_text(lines), "table")
    first, second = rows.key_results
    assert first.objective == second.objective == rows.objectives[0].key
    assert shown(first.start, second.kind) == (31, "milestones")
    assert rows.initiatives[0].under == second.key
    assert codes(rows) == ["label_objective"]
    seen = look(tmp_path, lines, labels={"大石头": "initiative"})
    assert seen.labels == {
        "O": "objective",
        "KR": "key_result",
        "KT": "initiative",
        "大石头": "initiative",
    }


def test_titles_that_say_what_they_are(tmp_path: Path) -> None:
    lines = [["Name", "Owner"], ["O1: Win", "Li"], ["KR1. Talk to 5 customers", "Li"]]
    rows = read_text(tmp_path, csv_text(lines), "table")
    assert rows.key_results[0].objective == rows.objectives[0].key
    assert rows.key_results[0].title == "Talk to 5 customers"


def test_a_parent_is_named_by_title_or_id(tmp_path: Path) -> None:
    lines = [
        ["Key", "Name", "Type", "Parent"],
        *(["K-1", "Win", "Objective", ""], ["K-2", "Rate", "KR", "K-1"]),
        *(["K-3", "Time", "KR", "win"], ["K-4", "Lost", "KR", "Nothing"]),
    ]
    rows = read_text(tmp_path, csv_text(lines), "table")
    win = rows.objectives[0].key
    assert [one.reference for one in rows.objectives] == ["K-1"]
    assert [one.reference for one in rows.key_results] == ["K-2", "K-3", "K-4"]
    assert [one.objective for one in rows.key_results] == [win, win, "Nothing"]
    assert codes(rows) == ["parent_not_here"]


def test_columns_as_somebody_mapped_them(tmp_path: Path) -> None:
    lines = [["Foo", "Bar", "Foo"], ["Win", "Li", "why"]]
    mapped = {"title": "Foo", "description": "Foo (C)", "owner": "Bar", "nonsense": "Bar"}
    seen = look(tmp_path, lines, columns=mapped)
    assert seen.headers == ("Foo", "Bar", "Foo (C)")
    rows = read_text(tmp_path, csv_text(lines), "table", columns=mapped)
    [win] = rows.objectives
    assert (win.title, win.description, win.owners) == ("Win", "why", ("li",))


def test_faults_of_the_shown_rows_name_row_and_column(tmp_path: Path) -> None:
    seen = look(tmp_path, [["Title", "Due date"], ["Win", "soon"]])
    [fault] = seen.faults
    assert (fault.code, fault.place.row, fault.place.column) == ("day_unclear", 2, "Due date")


def test_looking_at_a_sheet_reads_no_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two thousand of them would take seconds, while somebody waits for the page."""
    lines = [
        ["类型", "内容", "上级", "进度"],
        *(["O", "稳住老客户", "", ""], ["KR", "把续约率从 80% 提高到 90%", "稳住老客户", ""]),
        *(
            ["大石头", "NPS 从 31 到 45", "稳住老客户", ""],
            ["Rock", "Keep churn below 2%", "", "40%"],
        ),
    ]
    asked: list[str] = []

    understand = sentences.read_sentence

    def overhear(text: str) -> sentences.Sentence:
        asked.append(text)
        return understand(text)

    monkeypatch.setattr(sentences, "read_sentence", overhear)
    for rows in (lines, BESIDE):
        asked.clear()
        seen = look(tmp_path, rows)
        assert asked == []
        whole = read_text(tmp_path, csv_text(rows), "table")
        assert asked != []
        told = [one for one in seen.faults if one.code.startswith("label_")]
        assert told == [one for one in whole.faults if one.code.startswith("label_")]
    assert look(tmp_path, lines).labels["大石头"] == "initiative"


def test_several_sheets_and_the_one_that_is_asked_for(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        {"Cover": [["Our plan"]], "Plan": [["Objective", "Owner"], ["Win", "Li"]], "Empty": []},
    )
    seen = formats.preview(path, path.name, {})
    assert (seen.sheets, seen.sheet) == (("Cover", "Plan"), "Plan")
    assert formats.preview(path, path.name, {"sheet": "Cover"}).headers == ("Our plan",)


def test_merged_cells_dates_and_percentages_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet("计划")
    share = book.add_format({"num_format": "0%"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range(0, 0, 0, 4, "2026 年 OKR")
    sheet.write_row(1, 0, ["目标", "关键结果", "权重", "目标值", "截止日期"])
    sheet.merge_range(2, 0, 3, 0, "赢下市场")
    for row, (title, weight) in enumerate([("激活率", 0.6), ("留存率", 0.4)], start=2):
        sheet.write(row, 1, title)
        sheet.write(row, 2, weight, share)
        sheet.write(row, 3, 0.5, share)
        sheet.write_datetime(row, 4, datetime(2026, 3, 31), day)  # noqa: DTZ001
    book.close()
    rows = formats.read(path, path.name, "table", {})
    first, second = rows.key_results
    assert first.objective == second.objective == rows.objectives[0].key
    assert shown(first.weight, second.weight) == (60, 40)
    assert shown(first.unit, first.target, first.due_on) == ("percent", 50, date(2026, 3, 31))


def test_an_open_document_is_read_like_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "plan.ods"
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    rows = "".join(
        '<table:table-row><table:table-cell office:value-type="string">'
        f"<text:p>{word}</text:p></table:table-cell></table:table-row>"
        for word in ("目标", "赢下市场")
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        packed.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Plan">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    assert formats.read(path, path.name, "table", {}).objectives[0].title == "赢下市场"


def test_progress_alone_is_percent_complete(tmp_path: Path) -> None:
    rows = read_text(tmp_path, "O,KR,完成度\nWin,写完指南,0.5\n", "table")
    [guide] = rows.key_results
    assert shown(guide.unit, guide.target, guide.current) == ("percent", 100, Decimal("0.5"))


def test_the_same_key_result_twice_is_kept_and_told(tmp_path: Path) -> None:
    rows = read_text(tmp_path, "Objective,Key result\nWin,Rate\nWin,Rate\n", "table")
    assert len({one.key for one in rows.key_results}) == 2
    assert codes(rows) == ["same_twice"]
