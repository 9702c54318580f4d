"""Pages while a worker writes a long table as Excel, beside the same pages before."""

import itertools
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table

from benchmarks.client import Answers, Connection, connect, fetch, get, post, receive, send
from benchmarks.instance import Instance

PAGES = ("/", "/objectives", "/teams", "/people", "/kpis")
LONG = "/exports/check-ins?format=xlsx"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
READERS = 8
WINDOW_S = 1.0
PATIENCE_S = 600.0


@dataclass(frozen=True, slots=True)
class ExportingFigures:
    """Milliseconds of a page before and meanwhile; seconds until the file is there."""

    before: tuple[float, float, float]
    meanwhile: tuple[float, float, float]
    file_s: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def measure_exporting(
    instance: Instance, headers: dict[str, str], seconds: float
) -> ExportingFigures:
    lines = itertools.cycle([Connection(connect(instance.port)) for _ in range(READERS)])
    requests = itertools.cycle([get(path, headers) for path in PAGES])
    _ask(lines, requests, seconds / 4)
    before = _ask(lines, requests, seconds)
    body = f"submission={secrets.token_hex(8)}".encode()
    asked = fetch(instance.port, post(LONG, headers | FORM, body))
    if asked[9:12] != b"303":
        raise RuntimeError(asked[:300].decode(errors="replace"))
    started, meanwhile = time.perf_counter(), Answers()
    while b"<progress" in fetch(instance.port, get("/exports", headers)):
        meanwhile.seconds += _ask(lines, requests, WINDOW_S).seconds
        if time.perf_counter() - started > PATIENCE_S:
            raise TimeoutError("nobody made the file")
    took = time.perf_counter() - started
    if not meanwhile.seconds:
        raise RuntimeError("the file was refused: delete what was asked for before")
    return ExportingFigures(_told(before), _told(meanwhile), took)


def _ask(lines: Iterator[Connection], requests: Iterator[bytes], seconds: float) -> Answers:
    """One after another, over the connections in turn: each stays with the process that took it, and
    only one of them writes."""
    answers, until = Answers(), time.perf_counter() + seconds
    while time.perf_counter() < until:
        line = next(lines)
        send(line, next(requests))
        while not receive(line, answers):
            pass
    if answers.failures:
        raise RuntimeError("a page was refused")
    return answers


def _told(answers: Answers) -> tuple[float, float, float]:
    return answers.percentile(0.5), answers.percentile(0.95), answers.percentile(0.99)


def show_exporting(found: ExportingFigures, console: Console) -> None:
    table = Table("pages", "p50 ms", "p95", "p99", "file after, s")
    table.add_row("before", *(f"{one:.1f}" for one in found.before), "")
    after = f"{found.file_s:.1f}"
    table.add_row("while it is written", *(f"{one:.1f}" for one in found.meanwhile), after)
    console.print(table)
