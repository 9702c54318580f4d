"""`make bench`: a table on the screen and the same figures as JSON."""

import argparse
import gzip
import json
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks.announcing import measure_announcing, show_announcing
from benchmarks.checkins import CONNECTIONS, CheckInFigures, Writes, measure_check_ins
from benchmarks.coach import measure_coach, show_coach
from benchmarks.exporting import measure_exporting, show_exporting
from benchmarks.importing import measure_importing, show_importing
from benchmarks.instance import (
    Instance,
    call_cairn,
    environment_for,
    keep_bytecode,
    running,
    sign_in,
)
from benchmarks.map import MapFigures, measure_map, show_map
from benchmarks.pages import PageFigures, Reads, captured, measure_page
from benchmarks.raw import (
    postgresql_reads,
    postgresql_writes,
    sqlite_reads,
    sqlite_writes,
)
from benchmarks.room import RoomFigures, measure_room, show_room
from benchmarks.room_stream import measure_stream, show_stream
from benchmarks.subjects import Subjects, find_subjects
from tools.postgres import temporary_postgres

EMAIL = "admin@synthetic.example"
FEWEST_ON_A_MAP, LONGEST_ON_A_MAP = 1000, 2.0
ASSETS = Path(__file__).parents[1] / "cairn" / "web" / "static" / "dist"
console = Console()


def main() -> None:
    asked = _arguments()
    keep_bytecode()
    figures: dict[str, Any] = {"machine": _machine(), "assets": _assets(), "runs": []}
    if asked.existing:
        figures["runs"].append(_run(_there(asked.existing), asked))
    if "coach" in asked.what:
        coach = measure_coach()
        show_coach(coach, console)
        figures["coach"] = coach.as_json()
    for kind in [] if asked.existing else filter(None, asked.databases.split(",")):
        with temporary_postgres(durable=True) if kind == "postgresql" else nullcontext("") as url:
            for size in (int(one) for one in asked.sizes.split(",")):
                console.rule(f"{kind}, {size:,} objectives")
                with _data(url, size, asked.checkins) as environment:
                    has_map = size >= FEWEST_ON_A_MAP
                    run = _run(environment, asked, has_map=has_map)
                    figures["runs"].append(run | {"objectives": size})
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(figures, indent=2))
    console.print(f"written to {asked.json}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--sizes", default="40,1000,2000,10000", help="objectives")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--what", default="pages,map,room,coach")
    parser.add_argument("--seconds", type=float, default=4.0, help="a measurement")
    parser.add_argument("--checkins", type=int, default=12, help="of each key result")
    parser.add_argument("--frames", action="store_true", help="also move the map in a browser")
    parser.add_argument(
        "--existing",
        default="",
        help="measure what `cairn synthesize` left: a folder or an address",
    )
    parser.add_argument("--json", type=Path, default=Path("benchmarks/results/latest.json"))
    return parser.parse_args()


def _there(existing: str) -> dict[str, str]:
    """The environment of made-up data that is kept; measuring adds to it."""
    is_address = "://" in existing
    folder = Path(tempfile.mkdtemp(prefix="cairn-bench-")) if is_address else Path(existing)
    return environment_for(folder, existing if is_address else "")


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
def _data(url: str, size: int, checkins: int) -> Iterator[dict[str, str]]:
    """A fresh database with made-up data of a size: the environment that serves it."""
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as folder:
        environment = environment_for(Path(folder), _fresh(url, size) if url else "")
        people = max(60, min(size // 2, 50_000))
        call_cairn(environment, "migrate")
        call_cairn(
            environment,
            *("synthesize", "--people", str(people), "--objectives", str(size), "--seed", "1"),
            *("--checkins", str(checkins)),
        )
        yield environment


def _fresh(url: str, size: int) -> str:
    """An empty database beside the one that the address names."""
    name = f"bench_{size}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _run(
    environment: dict[str, str], asked: argparse.Namespace, *, has_map: bool = True
) -> dict[str, Any]:
    # Before it is served: a server's own worker would do it
    brought = measure_importing(environment, EMAIL) if "import" in asked.what else None
    with running(environment) as instance:
        instance.settle()
        figures: dict[str, Any] = {
            "database": "postgresql" if environment["DATABASE_URL"] else "sqlite",
            "memory_mb": instance.memory_mb(),
            "first_page_s": instance.first_page_s,
        }
        subjects = find_subjects(environment, EMAIL)
        if "pages" in asked.what:
            figures |= _measure_pages(instance, environment, subjects, asked.seconds)
        if "map" in asked.what and has_map:
            figures["map"] = _measure_map(instance, environment, subjects, asked).as_json()
        if "room" in asked.what:
            figures["room"] = _measure_room(instance, environment, asked.seconds).as_json()
            streamed = measure_stream(instance, environment)
            show_stream(streamed, console)
            figures["stream"] = streamed.as_json()
        if "announcing" in asked.what:
            announced = measure_announcing(instance, environment, sign_in(environment, EMAIL))
            show_announcing(announced, console)
            figures["announcing"] = [one.as_json() for one in announced]
        if "exporting" in asked.what:
            exported = measure_exporting(instance, sign_in(environment, EMAIL), asked.seconds)
            show_exporting(exported, console)
            figures["exporting"] = exported.as_json()
        if brought:
            show_importing(brought, console)
            figures["import"] = [one.as_json() for one in brought]
    console.print(
        f"memory {figures['memory_mb']:.0f} MB, first page after {figures['first_page_s']:.1f} s"
    )
    return figures


def _measure_map(
    instance: Instance, environment: dict[str, str], subjects: Subjects, asked: argparse.Namespace
) -> MapFigures:
    found = measure_map(
        *(instance, environment, _raw_reads(environment)),
        reader=subjects.somebody,
        admin=EMAIL,
        seconds=min(asked.seconds, LONGEST_ON_A_MAP),
        with_frames=asked.frames,
    )
    _show_pages(found.answers)
    show_map(found, console)
    return found


def _measure_room(instance: Instance, environment: dict[str, str], seconds: float) -> RoomFigures:
    found = measure_room(instance, environment, _raw_reads(environment), EMAIL, seconds)
    show_room(found, console)
    return found


def _measure_pages(
    instance: Instance, environment: dict[str, str], subjects: Subjects, seconds: float
) -> dict[str, Any]:
    headers, reads = sign_in(environment, EMAIL), _raw_reads(environment)
    pages = []
    for name, path in _paths(subjects):
        email = subjects.somebody if name == "home" else EMAIL
        theirs = sign_in(environment, email) | {"Accept-Encoding": "gzip"}
        [asked] = captured(environment, email, [path])
        pages.append(measure_page(instance, theirs, name, path, asked, reads, seconds))
    writes, headers = _raw_writes(environment), headers | {"Accept-Encoding": "gzip"}
    check_ins = [
        measure_check_ins(instance, headers, subjects.targets, writes, seconds, connections)
        for connections in (1, CONNECTIONS)
    ]
    _show_pages(pages)
    _show_check_ins(check_ins)
    return {
        "pages": [one.as_json() for one in pages],
        "check_ins": [one.as_json() for one in check_ins],
    }


def _raw_reads(environment: dict[str, str]) -> Reads:
    if url := environment["DATABASE_URL"]:
        return partial(postgresql_reads, url)
    return partial(sqlite_reads, _database(environment))


def _raw_writes(environment: dict[str, str]) -> Writes:
    if url := environment["DATABASE_URL"]:
        return partial(postgresql_writes, url)
    return partial(sqlite_writes, _database(environment))


def _database(environment: dict[str, str]) -> Path:
    return Path(environment["CAIRN_DATA"]) / "cairn.sqlite3"


def _paths(subjects: Subjects) -> list[tuple[str, str]]:
    return [
        ("home", "/"),
        ("objective", f"/objectives/{subjects.objective}"),
        ("team", f"/teams/{subjects.team}"),
        ("objectives", "/objectives"),
        ("people", "/people"),
        ("search", f"/search?q={subjects.word}"),
    ]


def _show_pages(pages: list[PageFigures]) -> None:
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


def _show_check_ins(check_ins: list[CheckInFigures]) -> None:
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


if __name__ == "__main__":
    main()
