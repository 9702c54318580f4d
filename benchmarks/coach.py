"""The writing coach: milliseconds an OKR and to load, beside the least that could be done."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table

from cairn.coach.draft import Draft, make_draft
from cairn.coach.review import review_draft

EXAMPLES = Path(__file__).parents[1] / "tests" / "coach" / "examples"
LOADED = "cairn.coach.review"
FIRST = (
    "from cairn.coach.draft import make_draft; draft = make_draft('Be the first choice', 'Raise "
    "the renewal rate from 60% to 75%'); cairn.coach.review.review_draft(draft)"
)
TIMES_LOADED = 7
_WORD = re.compile(r"[a-z]+|[0-9.]+|[一-鿿]")


@dataclass(frozen=True, slots=True)
class OkrFigures:
    """Milliseconds of the processor; `raw` cuts the same texts into words and does no more."""

    language: str
    okrs: int
    p50: float
    p95: float
    raw_p50: float

    @property
    def times_raw(self) -> float:
        return self.p50 / self.raw_p50


@dataclass(frozen=True, slots=True)
class CoachFigures:
    """Milliseconds of the processor: `import_ms` to load the coach and `first_ms` for its first
    OKR besides, when word lists, weights and expressions are made ready; `bare_ms` is Python
    starting with nothing to load.
    """

    okrs: tuple[OkrFigures, ...]
    import_ms: float
    first_ms: float
    bare_ms: float

    @property
    def times_bare(self) -> float:
        return (self.bare_ms + self.import_ms) / self.bare_ms

    def as_json(self) -> dict[str, object]:
        okrs = [asdict(one) | {"times_raw": one.times_raw} for one in self.okrs]
        return asdict(self) | {"okrs": okrs, "times_bare": self.times_bare}


def measure_coach() -> CoachFigures:
    """Over all OKRs that people wrote for the coach to learn from, in both languages."""
    bare, loaded = _seconds("pass"), _seconds(f"import {LOADED}")
    first = _seconds(f"import {LOADED}; {FIRST}")
    return CoachFigures(
        tuple(_measure_okrs(language) for language in ("zh", "en")),
        (loaded - bare) * 1000,
        (first - loaded) * 1000,
        bare * 1000,
    )


def _measure_okrs(language: str) -> OkrFigures:
    drafts = _drafts(language)
    for draft in drafts[:40]:
        review_draft(draft)
    found, raw = _timed(review_draft, drafts), _timed(_cut_into_words, drafts)
    return OkrFigures(language, len(drafts), median(found), quantiles(found, n=20)[-1], median(raw))


def _drafts(language: str) -> list[Draft]:
    lines = (
        json.loads(line)
        for path in sorted(EXAMPLES.glob("practice_*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    )
    return [
        make_draft(one["objective"], *one["key_results"])
        for one in lines
        if one["lang"] == language and one["objective"]
    ]


def _timed(act: Callable[[Draft], object], drafts: Sequence[Draft]) -> list[float]:
    """Milliseconds of the processor for each."""
    found = list[float]()
    for draft in drafts:
        begin = time.process_time()
        act(draft)
        found.append((time.process_time() - begin) * 1000)
    return found


def _cut_into_words(draft: Draft) -> int:
    texts = (draft.objective or "", *(one.text for one in draft.key_results))
    return sum(len(_WORD.findall(text.lower())) for text in texts)


def _seconds(statement: str) -> float:
    """The processor time of a process that does only that; the quickest of several."""
    script = f"{statement}\nimport time; print(time.process_time())"
    command = [sys.executable, "-c", script]
    return min(
        float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(TIMES_LOADED)
    )


def show_coach(found: CoachFigures, console: Console) -> None:
    table = Table("coach", "p50 ms", "p95 ms", "raw p50 ms", "× raw")
    for one in found.okrs:
        table.add_row(
            f"an OKR, of {one.okrs} in {one.language}",
            *(f"{ms:.2f}" for ms in (one.p50, one.p95, one.raw_p50)),
            f"{one.times_raw:.0f}",
        )
    loading = (f"{found.import_ms:.0f}", "", f"{found.bare_ms:.0f}", f"{found.times_bare:.1f}")
    table.add_row("loading it", *loading)
    table.add_row("its first OKR", f"{found.first_ms:.0f}", "", "", "")
    console.print(table)
