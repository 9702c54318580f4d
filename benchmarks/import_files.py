"""Files of ten thousand rows to bring in, made up: a table of Viva's, and a sheet with its targets in sentences."""

import csv
import io
from datetime import date, timedelta
from typing import Final

import xlsxwriter

ROWS: Final = 10_000
OBJECTIVES: Final = 2_500
CHECK_INS: Final = 3
HEADINGS: Final = (
    *("Id", "Title", "Team", "Creator", "Owner", "Period", "Start Date", "End Date", "Description"),
    *("Aligned To (weight, Objective ID)", "Metric Name", "Unit", "Target", "Object Type"),
    *("Goal Type", "Start", "Created At", "Last Check-in", "Progress %", "Actual Progress"),
    *("Status", "Last Check-in Note", "Score", "Checkins"),
)
COLUMNS: Final = {
    "objective": "目标",
    "key_result": "关键结果",
    "owner": "负责人",
    "team": "部门",
    "cycle": "周期",
}
"""Of the sheet: field → heading."""
AIMS: Final = (
    "让第 {group} 组的客户愿意推荐我们",
    "Win back the customers that group {group} lost",
    "把第 {group} 条产品线做成行业标杆",
    "Make line {group} the one that people recommend",
)
SENTENCES: Final = (
    "把客户满意度从 {low}% 提升到 {high}%",
    "Cut checkout time from {late} s to {soon} s by June",
    "6 月 30 日前将第 {number} 号站点的续约率提高到 {high}%",
    "Sign {count} new customers in region {number}, {soon} of them abroad",
    "将平均交付周期由 {late} 天缩短至 {soon} 天",
    "Keep the error rate of service {number} below {share}%",
    "新增付费客户 {count} 家，其中制造业不少于 {soon} 家",
    "Raise weekly active users from {count} to {many} without more spend",
    "每月活跃门店数保持在 {count} 家以上，投诉率不高于 {share}%",
    "Launch plan {number} in three cities and publish what we learned from it",
    "上线第 {number} 版结算流程并完成全员培训",
    "NPS of product {number} goes from {low} to {high}",
)


def table() -> bytes:
    """Viva's: a quarter objectives, key results with three check-ins each."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for row in range(ROWS):
        writer.writerow(_row(row))
    return text.getvalue().encode("utf-8-sig")


def sheet() -> bytes:
    """A workbook with a line for each key result and its objective beside it, four to an objective; the
    target of most stands in the sentence, in Chinese or English."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("OKR")
    page.write_row(0, 0, list(COLUMNS.values()))
    for number in range(ROWS):
        page.write_row(number + 1, 0, _line(number))
    book.close()
    return file.getvalue()


def _line(number: int) -> list[str]:
    group = number // (ROWS // OBJECTIVES)
    said = SENTENCES[number % len(SENTENCES)].format(
        number=number,
        low=40 + number % 31,
        high=75 + number % 24,
        late=30 + number % 60,
        soon=3 + number % 17,
        count=20 + number % 7_000,
        many=f"{8_000 + number:,}",
        share=f"0.{1 + number % 9}",
    )
    aim = AIMS[group % len(AIMS)].format(group=group)
    today = date.today()  # noqa: DTZ011
    quarter = f"{today.year} Q{(today.month + 2) // 3}"
    return [aim, said, f"员工 {group % 400}", f"部门 {group % 60}", quarter]


def _row(number: int) -> list[object]:
    """Every fourth is an objective; of those each second supports one before it."""
    group, place = divmod(number, ROWS // OBJECTIVES)
    id, above = 3_000_000 + number, 3_000_000 + number - place
    owner = f"Person {group % 400}"
    begin, end = date.today() - timedelta(60), date.today() + timedelta(30)  # noqa: DTZ011
    if not place:
        parent = 3_000_000 + (group // 2) * (ROWS // OBJECTIVES)
        aligned = f"Objective {group // 2}(weight: 20%, Id: {parent})" if group % 2 else ""
        kind, numbers = "Objective", ["", "", "", ""]
    else:
        aligned = f"Objective {group}(weight: 33.33%, Id: {above})"
        kind, numbers = "Key result", ["Rate", "%", "90", "10"]
    metric, unit, target, start = numbers
    said = [_check_in(begin, one, owner) for one in range(CHECK_INS)] if place else [""]
    return [
        *(id, f"{kind} {group} {place or ''}", f"Team {group % 60}", owner, owner, "Measured"),
        *(begin, end, "", aligned, metric, unit, target, kind, "Committed Goal", start),
        *("2025-12-09 14:36:20 UTC", "2026-03-10", "40", "", "On Track", "", "", *said),
    ]


def _check_in(begin: date, turn: int, owner: str) -> str:
    day = begin + timedelta(days=14 * (turn + 1))
    return (
        f"Checkin Date: {day}; User: {owner}; Note: week {turn}; Metric Name: Rate; "
        f"Status: On Track; Current Value: {20 + 10 * turn}%; Activity Date: {day} 20:57:08 UTC;"
    )
