"""Bringing a file of ten thousand rows in, taking it back: each piece of the worker's work, with the memory it
took and for how long it kept everybody else from writing. Runs in a process of its own, prints JSON.

The file is a table of Viva's made up here: a quarter objectives, key results with three check-ins each.
"""

import csv
import io
import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.instance import said_inside

ROWS, OBJECTIVES, CHECK_INS = 10_000, 2_500, 3
HEADINGS = (
    *("Id", "Title", "Team", "Creator", "Owner", "Period", "Start Date", "End Date", "Description"),
    *("Aligned To (weight, Objective ID)", "Metric Name", "Unit", "Target", "Object Type"),
    *("Goal Type", "Start", "Created At", "Last Check-in", "Progress %", "Actual Progress"),
    *("Status", "Last Check-in Note", "Score", "Checkins"),
)


@dataclass(frozen=True, slots=True)
class ImportFigures:
    """Of a file with so many rows: seconds of each piece; the longest time in one transaction, with
    SQLite's write gate held, and the processor's time of applying, which others on the machine do not
    lengthen; the most memory of the worker and of the child that reads."""

    rows: int
    read_s: float
    plan_s: float
    apply_s: float
    held_s: float
    apply_cpu_s: float
    undo_s: float
    memory_mb: float
    reader_mb: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def measure_importing(environment: dict[str, str], email: str) -> ImportFigures:
    said = said_inside(environment, __file__, email)
    return ImportFigures(**json.loads(said.splitlines()[-1]))


def show_importing(one: ImportFigures, console: Console) -> None:
    table = Table(
        *("rows", "read s", "plan s", "apply s", "of it held s", "CPU s", "undo s"),
        *("worker MB", "reader MB"),
    )
    table.add_row(
        f"{one.rows:,}",
        *(f"{value:.1f}" for value in (one.read_s, one.plan_s, one.apply_s, one.held_s)),
        *(f"{value:.1f}" for value in (one.apply_cpu_s, one.undo_s)),
        *(f"{value:.0f}" for value in (one.memory_mb, one.reader_mb)),
    )
    console.print(table)


def main(email: str) -> None:
    import django

    django.setup()
    from cairn.exchange.commands.deciding import apply_import, undo_import
    from cairn.exchange.commands.preparing import plan_import, start_import
    from cairn.exchange.models import Import, State
    from cairn.organization.actor import Face
    from cairn.organization.models import Member
    from cairn.organization.signing import actor_for

    member = Member.objects.select_related("organization").get(user__email=email)
    actor = actor_for(member, Face.WEB)
    made = start_import(actor, file_name="VivaGoals_1_All_2026.csv", content=_file())
    took, held, now = {}, 0.0, made
    acts = (
        ("read", None, State.MAPPING),
        ("plan", plan_import, State.PLANNED),
        ("apply", apply_import, State.APPLIED),
        ("undo", undo_import, State.UNDONE),
    )
    for name, act, state in acts:
        if name == "apply" and now.counts["objective"] != {"create": OBJECTIVES}:
            raise RuntimeError(f"nothing to measure: {now.counts}")
        if act:
            act(actor, made.id)
        with _transactions() as lasted:
            started, before = time.perf_counter(), time.process_time()
            _work()
            took[name] = time.perf_counter() - started
        now = Import.objects.defer("content", "rows").get(id=made.id)
        if now.state != state:
            raise RuntimeError(f"{name}: {now.state}, {now.error}")
        if name == "apply":
            held, cpu = max(lasted), time.process_time() - before
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    figures = ImportFigures(
        *(ROWS, took["read"], took["plan"], took["apply"], held, cpu, took["undo"]),
        memory,
        reader,
    )
    print(json.dumps(figures.as_json()))


def _work() -> None:
    from cairn.jobs.worker import Worker
    from cairn.schedule import HANDLERS

    worker = Worker({kind: one for kind, one in HANDLERS.items() if kind.startswith("import.")}, {})
    while worker.work_once():
        pass


@contextmanager
def _transactions() -> Iterator[list[float]]:
    """How long each outermost transaction lasted."""
    from django.db.transaction import Atomic

    lasted, began = [0.0], [0.0]
    enter, leave = Atomic.__enter__, Atomic.__exit__
    depth = [0]

    def entering(self: Any) -> None:
        if not depth[0]:
            began[0] = time.perf_counter()
        depth[0] += 1
        enter(self)

    def leaving(self: Any, *fault: Any) -> None:
        leave(self, *fault)
        depth[0] -= 1
        if not depth[0]:
            lasted.append(time.perf_counter() - began[0])

    Atomic.__enter__, Atomic.__exit__ = entering, leaving  # type: ignore[method-assign]
    try:
        yield lasted
    finally:
        Atomic.__enter__, Atomic.__exit__ = enter, leave  # type: ignore[method-assign]


def _file() -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for row in range(ROWS):
        writer.writerow(_row(row))
    return text.getvalue().encode("utf-8-sig")


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


if __name__ == "__main__":
    main(sys.argv[1])
