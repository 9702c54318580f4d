"""The small pictures in a text: a few typed values, drawn by the product's own components.

What they show is computed as everywhere else, so that no picture can say something else than the
pages: a key result's sentence is read, its progress and its status are worked out from it.

`measures`: `sentence | value now | expected in percent | confidences` a line, below an objective.
`steps`: `who | words | progress | expected` a line, the one above supported by the one below.
`statuses`: `status | words` a line. `scores`: `committed` or `aspirational` a line.
`kpi`: `name | at least | at most | unit | readings` a line. `climb`: `week weeks`, no lines.
A line that begins with `>` is what stands below the picture.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from cairn.goals.progress import derived_status, progress_of, turning_days
from cairn.goals.sentences import read_sentence
from cairn.kpis.health import side_of
from cairn.measures.amounts import format_amount, read_amount
from cairn.reviews.judging import verdict
from cairn.web.kpis.chart import Spark, spark

BEHIND_POINTS: Final = Decimal(25)
FIRST: Final = date(2026, 1, 1)
TENTHS: Final = tuple(Decimal(tenth).scaleb(-1) for tenth in range(11))


@dataclass(frozen=True, slots=True)
class Measure:
    """A key result, as far as a picture shows it."""

    title: str
    now: str
    progress: Decimal | None
    expected: Decimal
    status: str
    confidences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    who: str
    words: str
    progress: Decimal
    expected: Decimal
    status: str


@dataclass(frozen=True, slots=True)
class Band:
    """Neighbouring scores with one meaning."""

    verdict: str
    first: Decimal
    last: Decimal


@dataclass(frozen=True, slots=True)
class Bands:
    is_committed: bool
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Health:
    name: str
    now: str
    band: str
    side: str
    shape: Spark | None


@dataclass(frozen=True, slots=True)
class Climb:
    """What the drawing of a cycle asks for."""

    day: int
    days: int
    week: int
    weeks: int
    expected: Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    kind: str
    words: str
    caption: str
    rows: tuple[Any, ...]


def draw(kind: str, words: str, lines: Sequence[str], language: str) -> Figure:
    """From the lines of a block. What cannot be read is a mistake in our own text: it raises."""
    caption = " ".join(line.removeprefix(">").strip() for line in lines if line.startswith(">"))
    cells = [_cells(line) for line in lines if line.strip() and not line.startswith(">")]
    if kind == "climb":
        return Figure(kind, "", caption, (_climb(*words.split()),))
    return Figure(kind, words, caption, tuple(READERS[kind](row, language) for row in cells))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _percent(text: str) -> Decimal:
    return Decimal(text.removesuffix("%")) / 100


def status_at(progress: Decimal | None, expected: Decimal) -> str:
    """The status of what was checked in today, where so much of the time has passed."""
    on = FIRST + timedelta(days=int(expected * 100))
    turns = turning_days(progress, FIRST, FIRST + timedelta(days=100), BEHIND_POINTS, on, 7)
    return derived_status(turns, progress, progress is not None, on)


def _measure(cells: list[str], language: str) -> Measure:
    sentence, value, expected, said = cells
    read = read_sentence(sentence)
    unit = read.unit or "number"
    now = read_amount(value, unit) if value else None
    done = progress_of(read.kind or "", read.start, read.target, now)
    assert done is not None or now is None, sentence
    return Measure(
        title=sentence,
        now="" if now is None else format_amount(now, unit, language),
        progress=done,
        expected=_percent(expected),
        status=status_at(done, _percent(expected)),
        confidences=tuple(int(one) for one in said.split()),
    )


def _step(cells: list[str], _language: str) -> Step:
    who, words, done, expected = cells
    progress, pace = _percent(done), _percent(expected)
    return Step(who, words, progress, pace, status_at(progress, pace))


def _status(cells: list[str], _language: str) -> tuple[str, str]:
    return cells[0], cells[1]


def _bands(cells: list[str], _language: str) -> Bands:
    is_committed = cells[0] == "committed"
    bands: list[Band] = []
    for tenth in TENTHS:
        meant = verdict(is_committed, tenth)
        first = bands.pop().first if bands and bands[-1].verdict == meant else tenth
        bands.append(Band(meant, first, tenth))
    return Bands(is_committed, tuple(bands))


def _health(cells: list[str], language: str) -> Health:
    name, lowest, highest, unit, readings = cells
    lower = read_amount(lowest, unit) if lowest else None
    upper = read_amount(highest, unit) if highest else None
    values = [read_amount(one, unit) for one in readings.split()]
    ends = [format_amount(end, unit, language) for end in (lower, upper) if end is not None]
    band = " – ".join(ends) if len(ends) > 1 else f"{'≥' if lower is not None else '≤'} {ends[0]}"
    shape = spark([(FIRST, value) for value in values], lower, upper)
    now = format_amount(values[-1], unit, language)
    return Health(name, now, band, side_of(values[-1], lower, upper), shape)


def _climb(week: str, weeks: str) -> Climb:
    at, of = int(week), int(weeks)
    return Climb(7 * at - 3, 7 * of, at, of, Decimal(7 * at - 3) / (7 * of))


READERS: Final[dict[str, Callable[[list[str], str], Any]]] = {
    "measures": _measure,
    "steps": _step,
    "statuses": _status,
    "scores": _bands,
    "kpi": _health,
}
