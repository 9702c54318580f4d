"""Geometry of the charts of insights. Pure: numbers in, coordinates out.

Across it is in percent of the drawing's width, so that letters keep their size on every screen; down
it is in pixels.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cairn.goals.tallies import Tally

TOP, BOTTOM = 12.0, 168.0
LEFT, RIGHT = 8.0, 98.0
MOST_DAY_TICKS = 4
ROOM = 24.0
"""What two days need side by side on a phone, in percent."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar, in percent of its width."""

    status: str
    count: int
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str
    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A series; `strokes` join neighbours, and leave a gap where a day has no value."""

    name: str
    dots: tuple[Dot, ...]
    strokes: tuple[tuple[Dot, Dot], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    at: str
    words: str


@dataclass(frozen=True, slots=True)
class DayTick:
    at: str
    day: date
    anchor: str


@dataclass(frozen=True, slots=True)
class Lines:
    lines: tuple[Line, ...]
    days: tuple[DayTick, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A bar that stands; `label` is where its number is written."""

    x: str
    width: str
    y: str
    height: str
    middle: str
    label: str


def stack(tally: Tally) -> tuple[Segment, ...]:
    """One bar of all that is counted, in the order of the statuses."""
    total, at, made = tally.total, 0, []
    for status, count in tally.counts:
        x, width = 100 * at / total, 100 * count / total
        made.append(Segment(status, count, _short(x), _short(max(width - 0.3, 0.3))))
        at += count
    return tuple(made)


def lines(
    days: Sequence[date],
    series: Sequence[tuple[str, Sequence[Decimal | None]]],
    high: Decimal,
    ticks: Sequence[tuple[Decimal, str]],
) -> Lines | None:
    """Values from 0 to `high` over days; None where there is nothing to draw."""
    if not any(value is not None for _, values in series for value in values):
        return None
    span = max((days[-1] - days[0]).days, 1)
    places = {day: LEFT + (RIGHT - LEFT) * (day - days[0]).days / span for day in days}
    made = [_line(name, days, values, places, high) for name, values in series]
    return Lines(
        tuple(made),
        _day_ticks(days, places),
        tuple(Tick(_short(_down(at, high)), words) for at, words in ticks),
    )


def _line(
    name: str,
    days: Sequence[date],
    values: Sequence[Decimal | None],
    places: dict[date, float],
    high: Decimal,
) -> Line:
    dots = [
        None if value is None else Dot(_short(places[day]), _short(_down(value, high)), day, value)
        for day, value in zip(days, values, strict=True)
    ]
    strokes = ((one, two) for one, two in itertools.pairwise(dots) if one and two)
    return Line(name, tuple(one for one in dots if one), tuple(strokes))


def _down(value: Decimal, high: Decimal) -> float:
    return BOTTOM - (BOTTOM - TOP) * float(min(max(value, Decimal(0)), high) / high)


def _day_ticks(days: Sequence[date], places: dict[date, float]) -> tuple[DayTick, ...]:
    """The ends and some days between."""
    if len(days) == 1:
        return (DayTick(_short(places[days[0]]), days[0], "start"),)
    step = -(-(len(days) - 1) // (MOST_DAY_TICKS - 1))
    between = [day for day in days[step:-1:step] if places[day] < RIGHT - ROOM]
    return (
        DayTick(_short(places[days[0]]), days[0], "start"),
        *(DayTick(_short(places[day]), day, "middle") for day in between),
        DayTick(_short(places[days[-1]]), days[-1], "end"),
    )


def columns(values: Sequence[Decimal | None], high: Decimal) -> tuple[Column, ...]:
    """One column a value, side by side; None stands at nothing."""
    count = max(len(values), 1)
    slot = (RIGHT - LEFT) / count
    made = []
    for n, value in enumerate(values):
        y = _down(value or Decimal(0), high)
        x = LEFT + slot * n
        made.append(
            Column(
                x=_short(x + slot * 0.14),
                width=_short(slot * 0.72),
                y=_short(y),
                height=_short(BOTTOM - y),
                middle=_short(x + slot / 2),
                label=_short(y - 5),
            )
        )
    return tuple(made)


def meter(share: Decimal | None) -> str:
    """The width of a filled part, in percent."""
    return _short(float(min(max(share or Decimal(0), Decimal(0)), Decimal(1))) * 100)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
