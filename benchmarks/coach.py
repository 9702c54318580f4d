"""The writing coach: milliseconds an OKR and to load, beside the least that could be done."""

import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table

from cairn.coach.draft import Draft, make_draft
from cairn.coach.review import review_draft

SHIPPED = Path(__file__).parents[1] / "cairn" / "okr_templates" / "shipped"
LOADED = "cairn.coach.review"
TIMES_LOADED = 7
_WORD = re.compile(r"[a-z]+|[0-9.]+|[一-鿿]")


@dataclass(frozen=True, slots=True)
class CoachFigures:
    """Milliseconds of the processor. `raw` cuts the same texts into words and does no more;
    `bare_ms` is Python starting with nothing to load."""

    okrs: int
    p50: float
    p95: float
    raw_p50: float
    import_ms: float
    bare_ms: float

    @property
    def times_raw(self) -> float:
        return self.p50 / self.raw_p50

    @property
    def times_bare(self) -> float:
        return (self.bare_ms + self.import_ms) / self.bare_ms

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"times_raw": self.times_raw, "times_bare": self.times_bare}


def measure_coach() -> CoachFigures:
    """Over all templates that ship, in both languages, and each bad example of their pairs."""
    drafts = _drafts()
    for draft in drafts[:40]:
        review_draft(draft)
    found, raw = _timed(review_draft, drafts), _timed(_cut_into_words, drafts)
    bare, loaded = _seconds("pass"), _seconds(f"import {LOADED}")
    return CoachFigures(
        len(drafts),
        median(found),
        quantiles(found, n=20)[-1],
        median(raw),
        (loaded - bare) * 1000,
        bare * 1000,
    )


def _drafts() -> list[Draft]:
    drafts = list[Draft]()
    for path in sorted(SHIPPED.glob("*.toml")):
        file = tomllib.loads(path.read_text("utf-8"))
        for language in ("zh", "en"):
            for one in file["template"]:
                drafts.append(make_draft(one[language], *(k[language] for k in one["key_result"])))
            bad = [one[f"bad_{language}"] for one in file.get("pair", ())]
            drafts.append(make_draft(None, *bad[:5]))
    return drafts


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
    table.add_row(
        f"an OKR, of {found.okrs}",
        *(f"{one:.2f}" for one in (found.p50, found.p95, found.raw_p50)),
        f"{found.times_raw:.0f}",
    )
    loading = (f"{found.import_ms:.0f}", "", f"{found.bare_ms:.0f}", f"{found.times_bare:.1f}")
    table.add_row("loading it", *loading)
    console.print(table)
