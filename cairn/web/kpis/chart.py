"""Geometry of a KPI's drawings: the chart on its page and the small line in lists.

Pure: days and numbers in, coordinates out. Across it is in percent of the drawing's width, so that
one drawing fits a phone and a projector with letters of the same size; down it is in pixels.
"""

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cairn.kpis.health import side_of

type Series = Sequence[tuple[date, Decimal]]
type Down = Callable[[Decimal | float], float]

TOP, BOTTOM = 14.0, 196.0
LEFT, RIGHT = 9.0, 98.0
TICKS = 4
SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 88.0, 28.0, 4.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A reading. `side` is "below", "inside" or "above"."""

    x: str
    y: str
    day: date
    value: Decimal
    side: str

    @property
    def is_outside(self) -> bool:
        return self.side != "inside"


@dataclass(frozen=True, slots=True)
class Line:
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Tick:
    at: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class DayTick:
    at: str
    day: date
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`silence` leads from the latest reading to the day on which the page is made."""

    band_y: str
    band_height: str
    edges: tuple[Tick, ...]
    ticks: tuple[Tick, ...]
    days: tuple[DayTick, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    silence: Line | None


@dataclass(frozen=True, slots=True)
class Spark:
    """In an 88 × 28 box, with the band behind it and where it ends."""

    path: str
    band_y: str
    band_height: str
    x: str
    y: str
    side: str


def chart(
    series: Series, lower: Decimal | None, upper: Decimal | None, unit: str, on: date
) -> Chart | None:
    """Oldest first; None before the first reading."""
    if not series:
        return None
    low, high = _range([value for _day, value in series], lower, upper)
    first, last = series[0][0], max(on, series[-1][0])
    across, down = _across(first, last), _down(low, high)
    dots = tuple(
        Dot(across(day), _short(down(value)), day, value, side_of(value, lower, upper))
        for day, value in series
    )
    top, bottom = _band(down, lower, upper, TOP, BOTTOM)
    return Chart(
        band_y=_short(top),
        band_height=_short(bottom - top),
        edges=tuple(Tick(_short(down(end)), end) for end in (lower, upper) if end is not None),
        ticks=tuple(Tick(_short(down(value)), value) for value in _steps(low, high, unit)),
        days=_days(first, last, across),
        lines=tuple(Line(a.x, a.y, b.x, b.y) for a, b in itertools.pairwise(dots)),
        dots=dots,
        silence=_silence(dots[-1], last, across),
    )


def spark(series: Series, lower: Decimal | None, upper: Decimal | None) -> Spark | None:
    """Oldest first, evenly spaced; None before the first reading."""
    if not series:
        return None
    values = [value for _day, value in series]
    low, high = _range(values, lower, upper)
    down = _down(low, high, SPARK_EDGE, SPARK_HEIGHT - SPARK_EDGE)
    step = (SPARK_WIDTH - 2 * SPARK_EDGE) / max(len(values) - 1, 1)
    left = SPARK_EDGE if len(values) > 1 else SPARK_WIDTH - SPARK_EDGE
    points = [f"{_short(left + i * step)} {_short(down(value))}" for i, value in enumerate(values)]
    x, y = points[-1].split(" ")
    top, bottom = _band(down, lower, upper, 0.0, SPARK_HEIGHT)
    return Spark(
        path="M" + " L".join(points),
        band_y=_short(top),
        band_height=_short(bottom - top),
        x=x,
        y=y,
        side=side_of(values[-1], lower, upper),
    )


def _range(
    values: Sequence[Decimal], lower: Decimal | None, upper: Decimal | None
) -> tuple[float, float]:
    """What the drawing has to hold, with some air above and below."""
    shown = [float(one) for one in (*values, lower, upper) if one is not None]
    low, high = min(shown), max(shown)
    air = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    return low - air, high + air


def _across(first: date, last: date) -> Callable[[date], str]:
    days = max((last - first).days, 1)
    return lambda day: _short(LEFT + (RIGHT - LEFT) * (day - first).days / days)


def _down(low: float, high: float, top: float = TOP, bottom: float = BOTTOM) -> Down:
    return lambda value: bottom - (bottom - top) * (float(value) - low) / (high - low)


def _band(
    down: Down, lower: Decimal | None, upper: Decimal | None, top: float, bottom: float
) -> tuple[float, float]:
    """Where the band begins and ends; an open side runs to the end of the drawing."""
    begins = top if upper is None else down(upper)
    ends = bottom if lower is None else down(lower)
    return begins, ends


def _silence(latest: Dot, last: date, across: Callable[[date], str]) -> Line | None:
    if latest.day >= last:
        return None
    return Line(latest.x, latest.y, across(last), latest.y)


def _steps(low: float, high: float, unit: str) -> list[Decimal]:
    """Round values to write beside the chart, three to five of them."""
    step = _step((high - low) / TICKS, unit)
    first = math.ceil(low / float(step))
    last = math.floor(high / float(step))
    return [step * n for n in range(first, last + 1)]


def _step(wanted: float, unit: str) -> Decimal:
    """1, 2 or 5 times a power of ten; whole minutes and hours for durations."""
    if unit == "duration" and wanted <= SECONDS[-1]:
        return Decimal(next(one for one in SECONDS if one >= wanted))
    power = Decimal(10) ** math.floor(math.log10(wanted))
    return next(power * n for n in (1, 2, 5, 10) if float(power * n) >= wanted)


def _days(first: date, last: date, across: Callable[[date], str]) -> tuple[DayTick, ...]:
    """The ends and two days between, fewer where they would stand on each other."""
    days = (last - first).days
    if days < 3:
        return tuple(
            DayTick(across(day), day, anchor)
            for day, anchor in ((first, "start"), (last, "end"))[: 1 + (days > 0)]
        )
    between = [first + timedelta(days=round(days * n / 3)) for n in (1, 2)]
    return (
        DayTick(across(first), first, "start"),
        *(DayTick(across(day), day, "middle") for day in between),
        DayTick(across(last), last, "end"),
    )


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
