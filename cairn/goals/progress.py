"""The arithmetic of progress, pace, status and score. Pure: no Django, no clock, no I/O.

Progress is an unclamped fraction with six places (1.3 is 130 %), or None: undefined.
Every rounding is half up and happens once, at the end, on exact fractions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Protocol

from cairn.measures.silence import outdated_from

PLACES = Decimal("0.000001")
ONE_PLACE = Decimal("0.1")
_NIL, _WHOLE = Decimal(0), Decimal(1)
_EXACT_PLACES = 24


def _round(value: Fraction, places: int) -> Decimal:
    """Half up, which is away from zero, as ROUND_HALF_UP does."""
    whole = value.denominator
    scaled = (abs(value.numerator) * 10**places * 2 + whole) // (2 * whole)
    return Decimal(scaled if value >= 0 else -scaled).scaleb(-places)


def progress_of(
    kind: str, start: Decimal | None, target: Decimal | None, current: Decimal | None
) -> Decimal | None:
    """Of an increase or a decrease; None where a value is missing or the start is the target."""
    if kind not in ("increase", "decrease"):
        return None
    if start is None or target is None or current is None or start == target:
        return None
    return _round(Fraction(current - start) / Fraction(target - start), 6)


def band_progress(
    values: Sequence[Decimal], lower: Decimal | None, upper: Decimal | None
) -> Decimal | None:
    """The share of readings inside the band, its bounds included; None before the first."""
    if not values:
        return None
    inside = sum(
        (lower is None or value >= lower) and (upper is None or value <= upper) for value in values
    )
    return _round(Fraction(inside, len(values)), 6)


def milestone_progress(milestones: Sequence[tuple[Decimal, bool]]) -> Decimal | None:
    """The share of weight reached, from (weight, reached); all count alike if every weight is 0."""
    if not milestones:
        return None
    whole = sum((Fraction(weight) for weight, _ in milestones), Fraction(0))
    if not whole:
        return _round(Fraction(sum(reached for _, reached in milestones), len(milestones)), 6)
    done = sum((Fraction(weight) for weight, reached in milestones if reached), Fraction(0))
    return _round(done / whole, 6)


def clamp(p: Decimal) -> Decimal:
    """Between 0 and 1."""
    return min(max(p, _NIL), _WHOLE)


class Weighed(Protocol):
    """Something with a weight in percent and a progress."""

    @property
    def weight(self) -> Decimal: ...
    @property
    def progress(self) -> Decimal | None: ...


@dataclass(frozen=True, slots=True)
class Part:
    """A key result or a contributing alignment: its weight in percent, its progress, the day of its
    last check-in, the confidence said then, and its cadence where that is not the objective's."""

    weight: Decimal
    progress: Decimal | None
    checked_in_on: date | None = None
    confidence: int | None = None
    cadence_days: int | None = None


@dataclass(frozen=True, slots=True)
class RollUp:
    """`counted` parts have a weight above 0, `measured` of those have a progress."""

    progress: Decimal | None
    measured: int
    counted: int


def _mean(pairs: Iterable[tuple[Decimal, Decimal]]) -> Fraction | None:
    """The weighted mean of (weight, value); None where nothing weighs anything.

    Sums and products are exact: weights have five digits and values seven, of 28 that there are.
    """
    heavy = [(weight, value) for weight, value in pairs if weight > 0]
    whole = sum((weight for weight, _ in heavy), _NIL)
    parts = sum((weight * value for weight, value in heavy), _NIL)
    return Fraction(parts) / Fraction(whole) if whole else None


def _measured(parts: Sequence[Part]) -> list[tuple[Decimal, Decimal]]:
    return [(p.weight, clamp(p.progress)) for p in parts if p.weight > 0 and p.progress is not None]


def roll_up(parts: Sequence[Part]) -> RollUp:
    """The weighted mean of clamped progress; parts without one are left out, the rest rescaled."""
    measured = _measured(parts)
    mean = _mean(measured)
    counted = sum(part.weight > 0 for part in parts)
    return RollUp(None if mean is None else _round(mean, 6), len(measured), counted)


def fed_progress(own: Decimal | None, feeds: Iterable[Weighed]) -> Decimal | None:
    """A key result's: its own measure has what the objectives that feed it leave of 100 %."""
    parts = [Part(one.weight, one.progress) for one in feeds]
    if not parts:
        return own
    left = 100 - sum((one.weight for one in parts), _NIL)
    return roll_up([Part(left, own), *parts]).progress


def shortest_cadence(parts: Iterable[Part], usual: int) -> int:
    """In how many days an objective is to be heard of: the shortest of what was ever checked in, so
    that it is not outdated before one of them is due."""
    said = [one.cadence_days or usual for one in parts if one.checked_in_on is not None]
    return min(said, default=usual)


def mean_confidence(said: Sequence[int]) -> int | None:
    """Of 0–10, rounded half up; None where nobody has said one."""
    return (2 * sum(said) + len(said)) // (2 * len(said)) if said else None


def contributions(parts: Sequence[Part]) -> list[Decimal | None]:
    """What each part adds to the roll-up, in order; None for those that add nothing by rule.

    Each is its rescaled weight × its clamped progress, to 24 places; the last takes what is lost
    there, so that the sum rounded to six places is the roll-up's progress.
    """
    measured = _measured(parts)
    mean = _mean(measured)
    if mean is None:
        return [None] * len(parts)
    whole = sum(Fraction(weight) for weight, _ in measured)
    added = [_round(Fraction(w) * Fraction(p) / whole, _EXACT_PLACES) for w, p in measured[:-1]]
    added.append(_round(mean, _EXACT_PLACES) - sum(added, _NIL))
    supply = iter(added)
    return [next(supply) if p.weight > 0 and p.progress is not None else None for p in parts]


def expected(start_on: date, due_on: date, on: date) -> Decimal:
    """Linear: 0 up to the start, 1 from the due date on (also where both are the same day)."""
    if on >= due_on:
        return _WHOLE
    if on <= start_on:
        return _NIL
    return _round(Fraction((on - start_on).days, (due_on - start_on).days), 6)


def gap(expected: Decimal, progress: Decimal) -> Decimal:
    """How far behind the pace, as a fraction; negative is ahead."""
    return expected - progress


@dataclass(frozen=True, slots=True)
class Turns:
    """The first days on which a key result counts as such; None where that day never comes."""

    behind_on: date | None
    at_risk_on: date | None
    outdated_on: date | None


def _passes_on(level: Fraction, start_on: date, due_on: date) -> date | None:
    """The first day, from the start on, whose expected() is above the level."""
    above = level * 10**6 // 1 + 1  # the least millionth above it
    if above > 10**6:
        return None
    days = (due_on - start_on).days
    if days <= 0:
        return due_on
    elapsed = -((1 - 2 * above) * days // (2 * 10**6))
    return start_on + timedelta(days=max(0, elapsed))


def turning_days(
    progress: Decimal | None,
    start_on: date,
    due_on: date,
    behind_points: Decimal,
    last_checkin_on: date | None,
    cadence_days: int,
) -> Turns:
    """When the status will turn if nothing else happens: the days of gap > 0 and > behind_points.

    The same as asking gap(expected(…), progress) day by day; so what shows as no gap is none, and
    a third done after a third of the time is on track. Nothing is expected before the start, so
    negative progress turns on start_on. `behind_points` are percentage points (25).
    """
    outdated_on = None
    if last_checkin_on is not None:
        outdated_on = outdated_from(last_checkin_on, cadence_days)
    if progress is None:
        return Turns(None, None, outdated_on)
    level = Fraction(progress)
    return Turns(
        _passes_on(level, start_on, due_on),
        _passes_on(level + Fraction(behind_points) / 100, start_on, due_on),
        outdated_on,
    )


def derived_status(
    turns: Turns, progress: Decimal | None, checked_in: bool, on: date, outdated_too: bool = True
) -> str:
    """The status on a day. Without a check-in, or a measured progress, it has not started.

    `outdated_too=False` gives the status that outdated stands before.
    """
    if not checked_in or progress is None:
        return "not_started"
    if outdated_too and turns.outdated_on is not None and on >= turns.outdated_on:
        return "outdated"
    if turns.at_risk_on is not None and on >= turns.at_risk_on:
        return "at_risk"
    if turns.behind_on is not None and on >= turns.behind_on:
        return "behind"
    return "on_track"


def suggested_score(progress: Decimal | None) -> Decimal | None:
    """Clamped progress, rounded half up to one decimal."""
    return None if progress is None else _round(Fraction(clamp(progress)), 1)


def objective_score(parts: Sequence[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """The weighted mean of (weight, score) over those scored, rescaled; one decimal, half up."""
    mean = _mean((weight, score) for weight, score in parts if score is not None)
    return None if mean is None else _round(mean, 1)


def score_band(score: Decimal) -> str:
    """`low` 0.0–0.3, `middle` 0.4–0.6, `high` 0.7–1.0."""
    rounded = score.quantize(ONE_PLACE, ROUND_HALF_UP)
    if rounded < Decimal("0.4"):
        return "low"
    return "middle" if rounded < Decimal("0.7") else "high"


def direction_fault(kind: str, start: Decimal | None, target: Decimal | None) -> str | None:
    """`start_is_target`, `is_decrease` or `is_increase` (what it truly is); None if it is sound."""
    if kind not in ("increase", "decrease") or start is None or target is None:
        return None
    if start == target:
        return "start_is_target"
    if kind == "increase" and target < start:
        return "is_decrease"
    if kind == "decrease" and target > start:
        return "is_increase"
    return None
