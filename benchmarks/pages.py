"""Pages, one request at a time, against the same rows read by the bare driver."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import repeat
from pathlib import Path

from benchmarks.client import Answers, fetch, get, run_load
from benchmarks.instance import Instance, said_inside

READS = ("SELECT", "WITH")

type Reads = Callable[[list[str], float], Answers]


@dataclass(frozen=True, slots=True)
class PageFigures:
    """Times in milliseconds; `bytes` as sent, compressed where the server compresses."""

    page: str
    p50: float
    p95: float
    cpu: float
    queries: int
    bytes: int
    raw_p50: float
    failures: int

    @property
    def times_raw(self) -> float:
        return self.p50 / self.raw_p50 if self.raw_p50 else float("nan")

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"times_raw": self.times_raw}


def captured(environment: dict[str, str], email: str, paths: list[str]) -> list[list[str]]:
    """The statements that each page runs, with their values."""
    script = Path(__file__).with_name("capture.py")
    found = json.loads(said_inside(environment, str(script), email, *paths))
    for one in found:
        if one["status"] != 200:
            raise RuntimeError(f"{one['path']} answered {one['status']}")
    return [list(one["queries"]) for one in found]


def measure_page(
    instance: Instance,
    headers: dict[str, str],
    name: str,
    path: str,
    statements: list[str],
    reads: Reads,
    seconds: float,
) -> PageFigures:
    """One page at one connection; the first answers are thrown away."""
    request = get(path, headers)
    run_load(instance.port, repeat(request), connections=2, seconds=0.5)
    before = instance.cpu_seconds()
    answers = run_load(instance.port, repeat(request), connections=1, seconds=seconds)
    cpu = instance.cpu_seconds() - before
    raw = reads([one for one in statements if one.lstrip().upper().startswith(READS)], 0.5)
    return PageFigures(
        page=name,
        p50=answers.percentile(0.50),
        p95=answers.percentile(0.95),
        cpu=cpu / max(1, len(answers.seconds)) * 1000,
        queries=len(statements),
        bytes=len(fetch(instance.port, request)),
        raw_p50=raw.percentile(0.50),
        failures=answers.failures,
    )
