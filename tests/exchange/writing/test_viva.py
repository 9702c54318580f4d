"""Our objectives as Viva's file, read back by what reads Viva's files."""

import csv
from decimal import Decimal
from pathlib import Path

from cairn.checkins.commands.checkins import check_in
from cairn.exchange.reading import read_file
from cairn.exchange.tables.viva import COLUMNS
from cairn.exchange.writing.exports import make_export
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.initiatives import add_initiative
from cairn.goals.models import KeyResult
from cairn.intake import Intake
from cairn.organization.actor import Actor
from tests.cast import TODAY, WriteKeyResult, WriteObjective, again

NOTE = '第一行；"引号", 逗号; Status: 不是状态;\n第二行'


def viva_file(viewer: Actor, folder: Path) -> Path:
    made = make_export(viewer, "objectives", Intake({"format": "viva"}))
    path = folder / "viva.csv"
    path.write_bytes(made.file.read())
    made.file.close()
    return path


def test_what_reads_vivas_files_reads_ours(
    tmp_path: Path,
    employee: Actor,
    lead: Actor,
    checked_in: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    above = write_objective(lead, title="进入新市场 (beta)", type="aspirational")
    request_alignment(lead, checked_in.objective_id, target=above.id)
    add_initiative(employee, checked_in.id, title="每周回访, 写总结", due_on=TODAY)
    cut = write_key_result(
        employee,
        checked_in.objective,
        title="首次响应时间从 120 分钟降到 30 分钟",
        kind="decrease",
        start=Decimal(120),
        target=Decimal(30),
        unit="分钟",
    )
    check_in(employee, cut.id, value=Decimal("75.5"), note=NOTE)
    check_in(employee, cut.id, value=Decimal(60), note="好转")

    path = viva_file(again(employee), tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = next(csv.reader(file))
    assert head == [*COLUMNS, ""]

    rows = read_file(path, name="viva.csv", format="viva_table", options={})
    assert not [one for one in rows.faults if not one.warning]
    assert {one.title for one in rows.objectives} == {"让老客户愿意留下来", above.title}
    read = {one.title: one for one in rows.key_results}
    back = read[cut.title]
    assert (back.kind, back.start, back.target, back.current, back.unit) == (
        *("decrease", Decimal(120), Decimal(30), Decimal(60), "分钟"),
    )
    assert read[checked_in.title].current == Decimal(66)
    assert (read[checked_in.title].unit, read[checked_in.title].weight) == (
        *("percent", Decimal(50)),
    )
    said = {one.note: one for one in rows.check_ins if one.on == back.key}
    assert said[NOTE].value == Decimal("75.5")
    assert said[NOTE].by
    assert [one.title for one in rows.initiatives] == ["每周回访, 写总结"]
