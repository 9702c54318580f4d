"""`make bench`: a table on the screen and the same figures as JSON."""

import argparse
import gzip
import json
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks.checkins import CONNECTIONS, CheckInFigures, measure_check_ins
from benchmarks.instance import call_cairn, environment_for, running, sign_in
from benchmarks.pages import PageFigures, captured, measure_page
from benchmarks.raw import (
    Target,
    postgresql_reads,
    postgresql_writes,
    sqlite_reads,
    sqlite_writes,
)
from benchmarks.subjects import Subjects, find_subjects
from tools.postgres import temporary_postgres

EMAIL = "admin@synthetic.example"
ASSETS = Path(__file__).parents[1] / "cairn" / "web" / "static" / "dist"
console = Console()


def main() -> None:
    asked = _arguments()
    figures: dict[str, Any] = {"machine": _machine(), "assets": _assets(), "runs": []}
    for kind in asked.databases.split(","):
        with temporary_postgres(durable=True) if kind == "postgresql" else nullcontext("") as url:
            for size in (int(one) for one in asked.sizes.split(",")):
                figures["runs"].append(_run(kind, url, size, asked.seconds))
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(figures, indent=2))
    console.print(f"written to {asked.json}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--sizes", default="40,1000,2000,10000", help="objectives")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--seconds", type=float, default=4.0, help="a measurement")
    parser.add_argument("--json", type=Path, default=Path("benchmarks/results/latest.json"))
    return parser.parse_args()


def _machine() -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "kernel": platform.release(),
    }


def _assets() -> dict[str, int]:
    """Compressed bytes of the scripts and styles that a page loads."""
    sizes: dict[str, int] = {}
    for name, file in json.loads((ASSETS / "manifest.json").read_text()).items():
        sizes[name] = len(gzip.compress((ASSETS / file).read_bytes(), 9))
    return sizes


@contextmanager
def _data(kind: str, url: str, size: int) -> Iterator[dict[str, str]]:
    """A fresh database with made-up data of a size: the environment that serves it."""
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        environment = environment_for(Path(folder), _fresh(url, size) if url else "")
        people = max(60, min(size // 2, 5_000))
        call_cairn(environment, "migrate")
        call_cairn(
            environment,
            *("synthesize", "--people", str(people), "--objectives", str(size), "--seed", "1"),
        )
        yield environment


def _fresh(url: str, size: int) -> str:
    """An empty database beside the one that the address names."""
    name = f"bench_{size}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _run(kind: str, url: str, size: int, seconds: float) -> dict[str, Any]:
    console.rule(f"{kind}, {size:,} objectives")
    with _data(kind, url, size) as environment, running(environment) as instance:
        headers = sign_in(environment, EMAIL) | {"Accept-Encoding": "gzip"}
        subjects = find_subjects(environment, EMAIL)
        database = Path(environment["CAIRN_DATA"]) / "cairn.sqlite3"
        address = environment["DATABASE_URL"]

        def reads(statements: list[str], long: float) -> Any:
            if kind == "sqlite":
                return sqlite_reads(database, statements, long)
            return postgresql_reads(address, statements, long)

        def writes(targets: list[Target], long: float) -> Any:
            if kind == "sqlite":
                return sqlite_writes(database, targets, long)
            return postgresql_writes(address, targets, long)

        memory = instance.memory_mb()
        pages = []
        for name, path in _paths(subjects):
            email = subjects.somebody if name == "home" else EMAIL
            theirs = sign_in(environment, email) | {"Accept-Encoding": "gzip"}
            asked = captured(environment, email, path)
            pages.append(measure_page(instance, theirs, name, path, asked, reads, seconds))
        check_ins = [
            measure_check_ins(instance, headers, subjects.targets, writes, seconds, connections)
            for connections in (1, CONNECTIONS)
        ]
        _show(pages, check_ins, memory, instance.first_page_s)
        return {
            "database": kind,
            "objectives": size,
            "memory_mb": memory,
            "first_page_s": instance.first_page_s,
            "pages": [one.as_json() for one in pages],
            "check_ins": [one.as_json() for one in check_ins],
        }


def _paths(subjects: Subjects) -> list[tuple[str, str]]:
    return [
        ("home", "/"),
        ("objective", f"/objectives/{subjects.objective}"),
        ("team", f"/teams/{subjects.team}"),
        ("objectives", "/objectives"),
        ("people", "/people"),
        ("search", f"/search?q={subjects.word}"),
    ]


def _show(
    pages: list[PageFigures], check_ins: list[CheckInFigures], memory: float, first: float
) -> None:
    table = Table("page", "p50 ms", "p95 ms", "CPU ms", "queries", "bytes", "raw p50 ms", "× raw")
    for one in pages:
        table.add_row(
            one.page,
            *(f"{value:.1f}" for value in (one.p50, one.p95, one.cpu)),
            str(one.queries),
            f"{one.bytes:,}",
            f"{one.raw_p50:.2f}",
            f"{one.times_raw:.1f}",
        )
    console.print(table)
    table = Table(
        "check-ins at", "a second", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "raw", "of raw"
    )
    for made in check_ins:
        table.add_row(
            str(made.connections),
            f"{made.per_second:.0f}",
            *(f"{value:.1f}" for value in (made.p50, made.p95, made.p99)),
            f"{made.cpu:.2f}",
            f"{made.raw_per_second:.0f}",
            f"{made.share_of_raw:.2f}" + (f" ({made.failures} failed)" if made.failures else ""),
        )
    console.print(table)
    console.print(f"memory {memory:.0f} MB, first page after {first:.1f} s")


if __name__ == "__main__":
    main()
