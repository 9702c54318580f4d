"""Geometry of the small drawings: bar, sparkline, cairn and the climb of a cycle.

Pure: numbers in, coordinates out. Templates write the SVG, styles give it colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

Fraction = Decimal | None

GOAL = Decimal(90)  # 100 % of progress lies at 90 % of the bar; the rest is room to overshoot
END = Decimal(99)
DROP = 3  # a fall of confidence that is drawn in red


@dataclass(frozen=True, slots=True)
class Bar:
    """Widths and places in percent of the drawing's width; None where there is nothing to draw."""

    fill: Decimal
    pace: Fraction
    goal: Fraction
    forecast: tuple[Decimal, Decimal] | None


@dataclass(frozen=True, slots=True)
class Spark:
    """A path in a 60 × 28 box, its falls of three or more, and where it ends."""

    path: str
    drops: tuple[str, ...]
    x: str
    y: str
    falling: bool


@dataclass(frozen=True, slots=True)
class Stone:
    """One stone in a 46 × 46 box; `filled` is the width of its filled part, None when undefined."""

    path: str
    x: str
    y: str
    height: str
    filled: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    reached: bool
    outer: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """The climb in a 560 × 76 box."""

    walked: str
    ahead: str
    under: str
    ticks: tuple[Tick, ...]
    flag: str
    summit: str
    stones: tuple[str, ...]
    label_x: str
    label_y: str
    label_before: bool


def _along(fraction: Decimal) -> Decimal:
    return round(min(max(fraction, Decimal(0)) * GOAL, END), 1)


@lru_cache(maxsize=8192)
def bar(
    progress: Fraction,
    expected: Fraction = None,
    forecast: tuple[Decimal, Decimal] | None = None,
) -> Bar:
    """Fractions in; progress below 0 draws nothing, above 1 runs past the goal to the end."""
    low_high = None
    if forecast:
        low, high = _along(forecast[0]), _along(forecast[1])
        low_high = (low, max(high - low, Decimal(1)))
    return Bar(
        fill=_along(progress or Decimal(0)),
        pace=None if expected is None else _along(min(expected, Decimal(1))),
        goal=GOAL if progress is not None and progress > 1 else None,
        forecast=low_high,
    )


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _confidence_y(value: int) -> float:
    return 25 - 2.2 * value


@lru_cache(maxsize=4096)
def _spark(values: tuple[int, ...]) -> Spark:
    step = 52 / max(len(values) - 1, 1)
    left = 4.0 if len(values) > 1 else 56.0
    points = [
        f"{_short(left + i * step)} {_short(_confidence_y(value))}"
        for i, value in enumerate(values)
    ]
    falls = [i for i in range(1, len(values)) if values[i - 1] - values[i] >= DROP]
    x, y = points[-1].split(" ")
    return Spark(
        path="M" + " L".join(points),
        drops=tuple(f"M{points[i - 1]} L{points[i]}" for i in falls),
        x=x,
        y=y,
        falling=bool(falls) and falls[-1] == len(values) - 1,
    )


def spark(values: Sequence[int]) -> Spark | None:
    """Confidences 0–10, oldest first; one value is a dot; none at all gives None."""
    return _spark(tuple(values)) if values else None


CENTRES = (23.0, 21.0, 24.5, 22.0, 23.5, 22.5, 23.5)
LEANS = (2.0, -2.0, 1.0, 0.0, 0.0, 0.5, 0.0)
MOST_STONES = 7


def _stone_path(left: float, top: float, width: float, height: float, lean: float) -> str:
    """A pebble: flat below, rounder above, its crown a little to one side."""
    right, bottom, middle = left + width, top + height, left + width / 2
    numbers = (
        (left, top + 0.6 * height),
        (left, top + 0.12 * height, left + 0.18 * width, top, middle + lean, top),
        (right - 0.2 * width, top, right, top + 0.18 * height, right, top + 0.55 * height),
        (right, bottom, right - 0.15 * width, bottom, middle, bottom),
        (left + 0.12 * width, bottom, left, bottom, left, top + 0.6 * height),
    )
    start, *curves = (" ".join(_short(n) for n in part) for part in numbers)
    return "M" + start + "".join("C" + curve for curve in curves) + "Z"


@lru_cache(maxsize=16)
def _stack(count: int) -> tuple[tuple[str, float, float, float, float], ...]:
    """Path, left, top, width and height of each stone, from the ground up."""
    if count == 0:
        return ()
    tallest = (18.0, 15.5, 14.0, 11.0, 9.0, 7.6, 6.6)[count - 1]
    taper = 0.29 / max(count - 1, 1) if count < 4 else 0.36 / (count - 1)
    heights = [tallest * (1 - taper * i) for i in range(count)]
    widths = [42 - i * (22 if count < 4 else 28) / max(count - 1, 1) for i in range(count)]
    squeeze = min(1.0, (42 - 1.2 * (count - 1)) / sum(heights))
    heights = [height * squeeze for height in heights]
    floor = min(42.0, 23 + (sum(heights) + 1.2 * (count - 1)) / 2)
    stones = []
    for i, (height, width) in enumerate(zip(heights, widths, strict=True)):
        left, top = CENTRES[i] - width / 2, floor - height
        stones.append((_stone_path(left, top, width, height, LEANS[i]), left, top, width, height))
        floor = top - 1.2
    return tuple(stones)


@lru_cache(maxsize=8192)
def _cairn(stones: tuple[tuple[Fraction, str], ...]) -> tuple[Stone, ...]:
    drawn = []
    for (progress, status), place in zip(stones, _stack(len(stones)), strict=True):
        path, left, top, width, height = place
        filled = None
        if progress is not None:
            filled = _short(width * float(min(max(progress, Decimal(0)), Decimal(1))))
        drawn.append(Stone(path, _short(left), _short(top), _short(height), filled, status))
    return tuple(drawn)


def cairn(stones: Sequence[tuple[Fraction, str]]) -> tuple[Stone, ...]:
    """One stone a key result, (progress, status) from the ground up; seven at most."""
    return _cairn(tuple((progress, status) for progress, status in stones[:MOST_STONES]))


FOOT, SUMMIT = 6.0, 538.0


def _smooth(part: float) -> float:
    part = min(max(part, 0.0), 1.0)
    return part * part * (3 - 2 * part)


def _climb(part: float) -> float:
    """Height of the path: a first rise, a level stretch, the long rise to the flag."""
    return 58 - 44 * (0.28 * _smooth(part / 0.45) + 0.72 * _smooth((part - 0.38) / 0.66))


def _points(first: float, last: float) -> list[str]:
    steps = max(round((last - first) * 80), 1)
    parts = [first + (last - first) * i / steps for i in range(steps + 1)]
    return [f"{_short(FOOT + (SUMMIT - FOOT) * p)} {_short(_climb(p))}" for p in parts]


def _ticks(day: int, days: int) -> tuple[Tick, ...]:
    """One a week; one every four weeks where the cycle is longer than half a year."""
    step = 7 if days <= 190 else 28
    at = [*range(0, days - step // 2, step), days]
    width = SUMMIT - FOOT
    return tuple(Tick(_short(FOOT + width * d / days), d <= day, d in (0, days)) for d in at)


@lru_cache(maxsize=512)
def trail(day: int, days: int) -> Trail:
    """Day `day` of `days`; before the start is 0, after the end is the summit."""
    days = max(days, 1)
    day = min(max(day, 0), days)
    part = day / days
    x, y = FOOT + (SUMMIT - FOOT) * part, _climb(part)
    walked, ahead = _points(0, part), _points(part, 1)
    before = part > 0.74
    return Trail(
        walked="M" + " L".join(walked),
        ahead="M" + " L".join(ahead),
        under=f"M{' L'.join(walked)} L{_short(x)} 66 L6 66Z",
        ticks=_ticks(day, days),
        flag=f"M538 {_short(_climb(1) - 17)}l12 4-12 4.5z",
        summit=_short(_climb(1)),
        stones=(
            _stone_path(x - 10, y - 7, 20, 8, 1),
            _stone_path(x - 7.5, y - 13.5, 13, 6.5, -1),
            _stone_path(x - 3.5, y - 18.5, 8, 5, 0),
        ),
        label_x=_short(x - 14 if before else x + 14),
        label_y=_short(min(y + 15, 61)),
        label_before=before,
    )
