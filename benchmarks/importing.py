"""Bringing a file of ten thousand rows in, taking it back: each piece of the worker's work, with the memory it
took and for how long it kept everybody else from writing. Runs in a process of its own, prints JSON.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.import_files import COLUMNS, OBJECTIVES, ROWS, sheet, table
from benchmarks.instance import said_inside

FILES = ("table", "sentences")
"""Of Viva's; a sheet whose targets stand in sentences."""


@dataclass(frozen=True, slots=True)
class ImportFigures:
    """Of a file with so many rows: seconds of each piece; the longest time in one transaction, with
    SQLite's write gate held, and the processor's time of reading, planning and applying, its
    children's too, which others on the machine do not lengthen; the most memory of the worker and of
    the child that reads."""

    file: str
    rows: int
    read_s: float
    plan_s: float
    apply_s: float
    held_s: float
    read_cpu_s: float
    plan_cpu_s: float
    apply_cpu_s: float
    undo_s: float
    memory_mb: float
    reader_mb: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def measure_importing(environment: dict[str, str], email: str) -> list[ImportFigures]:
    """Of each file."""
    said = (said_inside(environment, __file__, email, file) for file in FILES)
    return [ImportFigures(**json.loads(one.splitlines()[-1])) for one in said]


def show_importing(brought: list[ImportFigures], console: Console) -> None:
    shown = Table(
        *("file", "read s", "plan s", "apply s", "of it held", "processor s", "undo s"),
        *("worker MB", "reader MB"),
    )
    for one in brought:
        processor = one.read_cpu_s + one.plan_cpu_s + one.apply_cpu_s
        times = (one.read_s, one.plan_s, one.apply_s, one.held_s, processor, one.undo_s)
        shown.add_row(
            one.file,
            *(f"{value:.1f}" for value in times),
            *(f"{value:.0f}" for value in (one.memory_mb, one.reader_mb)),
        )
    console.print(shown)


def main(email: str, file: str) -> None:
    import django

    django.setup()
    from cairn.exchange.commands.deciding import apply_import, undo_import
    from cairn.exchange.commands.preparing import map_import, plan_import, start_import
    from cairn.exchange.models import Import, State
    from cairn.organization.actor import Face
    from cairn.organization.models import Member
    from cairn.organization.signing import actor_for

    member = Member.objects.select_related("organization").get(user__email=email)
    actor = actor_for(member, Face.WEB)
    name, content = {"table": ("Viva.csv", table), "sentences": ("OKR.xlsx", sheet)}[file]
    now = made = start_import(actor, file_name=name, content=content())
    columns = partial(map_import, columns=COLUMNS)
    reading: dict[str, Any] = {
        "table": [("read", None, State.MAPPING)],
        "sentences": [("look", None, State.COLUMNS), ("read", columns, State.MAPPING)],
    }
    acts = (
        *reading[file],
        ("plan", plan_import, State.PLANNED),
        ("apply", apply_import, State.APPLIED),
        ("undo", undo_import, State.UNDONE),
    )
    took, cpu, held, memory = {"look": 0.0}, {"look": 0.0}, 0.0, 0.0
    for act, begin, state in acts:
        if act == "apply" and now.counts["objective"] != {"create": OBJECTIVES}:
            raise RuntimeError(f"nothing to measure: {now.counts}")
        if begin:
            begin(actor, made.id)
        with _transactions() as lasted:
            started, before = time.perf_counter(), _processor()
            _work()
            took[act], cpu[act] = time.perf_counter() - started, _processor() - before
        now = Import.objects.defer("content", "rows").get(id=made.id)
        if now.state != state:
            raise RuntimeError(f"{act}: {now.state}, {now.error}")
        if act == "apply":
            held = max(lasted)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    figures = ImportFigures(
        *(file, ROWS, took["look"] + took["read"], took["plan"], took["apply"], held),
        *(cpu["look"] + cpu["read"], cpu["plan"], cpu["apply"], took["undo"], memory),
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000,
    )
    print(json.dumps(figures.as_json()))


def _processor() -> float:
    """Seconds of this process, and of its children that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


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


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
