"""Check-ins through HTTP at 16 connections and at one, against bare transactions."""

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from benchmarks.client import Answers, post, run_load
from benchmarks.instance import Instance
from benchmarks.raw import Target

CONNECTIONS = 16
ROUNDS = 5

type Writes = Callable[[list[Target], float], Answers]


@dataclass(frozen=True, slots=True)
class CheckInFigures:
    """Rates a second, times in milliseconds, `cpu` in milliseconds of the server a request."""

    connections: int
    per_second: float
    p50: float
    p95: float
    p99: float
    cpu: float
    failures: int
    raw_per_second: float

    @property
    def share_of_raw(self) -> float:
        return self.per_second / self.raw_per_second if self.raw_per_second else float("nan")

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"share_of_raw": self.share_of_raw}


def check_in_requests(headers: dict[str, str], targets: list[Target]) -> Iterator[bytes]:
    """One check-in after another, each on the next key result, with a value and a confidence.

    They are written before the clock starts, since client and server share the machine.
    """
    choose = random.Random(1)
    several = (target for _time in range(ROUNDS) for target in targets)
    return itertools.cycle([_check_in(headers, target, choose) for target in several])


def _check_in(headers: dict[str, str], target: Target, choose: random.Random) -> bytes:
    form = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
    said = {"value": choose.randrange(1, 100), "confidence": choose.randrange(11), "note": "a word"}
    body = urlencode(said).encode()
    return post(f"/check-in/{target.key_result}", headers | form, body)


def measure_check_ins(
    instance: Instance,
    headers: dict[str, str],
    targets: list[Target],
    writes: Writes,
    seconds: float,
    connections: int,
) -> CheckInFigures:
    requests = check_in_requests(headers, targets)
    run_load(instance.port, requests, connections=connections, seconds=1)
    before = instance.cpu_seconds()
    answers = run_load(instance.port, requests, connections=connections, seconds=seconds)
    cpu = instance.cpu_seconds() - before
    raw = writes(targets, seconds)
    return CheckInFigures(
        connections=connections,
        per_second=answers.per_second,
        p50=answers.percentile(0.50),
        p95=answers.percentile(0.95),
        p99=answers.percentile(0.99),
        cpu=cpu / max(1, len(answers.seconds)) * 1000,
        failures=answers.failures,
        raw_per_second=raw.per_second,
    )
