"""The readings of a measure: when they are taken and what they say. Pure and repeatable."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from cairn.demo.story import Measure
from cairn.measures.amounts import read_amount, read_unit

FRIDAY, DAYS = 4, 7


@dataclass(frozen=True, slots=True)
class Sitting:
    """One check-in to be made. `value` is None for milestones, `reached` for everything else."""

    day: date
    value: Decimal | None
    reached: int | None
    confidence: int
    note: str = ""
    blockers: str = ""
    status: str = ""


def draw(*words: object) -> int:
    """A number that looks like chance and is always the same for the same words."""
    return zlib.crc32("|".join(map(str, words)).encode()) >> 4


def sittings(measure: Measure, starts_on: date, until: date, expected: Decimal) -> list[Sitting]:
    """The check-ins of a measure up to a day; `expected` is the pace there, as a fraction."""
    days = checkin_days(measure, starts_on, until)
    remarks = {remark.at: remark for remark in measure.remarks}
    made = []
    for at, day in enumerate(days):
        remark = remarks.get(at - len(days))
        said = (remark.note, remark.blockers, remark.status) if remark else ()
        made.append(
            Sitting(
                day,
                _value(measure, at, len(days), expected),
                _reached(measure, at, len(days)),
                _step(measure.confidence, at, len(days)),
                *said,
            )
        )
    return made


def checkin_days(measure: Measure, starts_on: date, until: date) -> list[date]:
    """One day a round, before its Friday; the round that `until` lies in comes only if it is made."""
    some_do = draw(measure.title, "fresh") % 10 < 6
    fresh = some_do if measure.fresh is None else measure.fresh
    deadline = until + timedelta(days=(FRIDAY - until.weekday()) % DAYS)
    last_heard = until - timedelta(days=measure.silent_days)
    days = []
    while deadline - timedelta(days=2) > starts_on:
        opens = deadline - timedelta(days=DAYS - 1)
        day = deadline - timedelta(days=draw(measure.title, deadline.toordinal()) % 3)
        is_this_round = deadline >= until
        if is_this_round:
            day = min(day, until - timedelta(days=1))
        if (fresh or not is_this_round) and max(opens, starts_on) <= day <= last_heard:
            days.append(day)
        deadline -= timedelta(days=DAYS * (1 if is_this_round else measure.every_weeks))
    return days[::-1]


def _value(measure: Measure, at: int, count: int, expected: Decimal) -> Decimal | None:
    unit = read_unit(measure.unit)
    if measure.milestones:
        return None
    if measure.values:
        return read_amount(measure.values[(at - count) % len(measure.values)], unit)
    start, target = read_amount(measure.start, unit), read_amount(measure.target, unit)
    reach = measure.pace * float(expected) if measure.reach is None else measure.reach
    share = _along(measure.course, (at + 1) / count) * reach
    if at < count - 1:
        share += (draw(measure.title, at) % 5 - 2) / 130 * abs(reach)
    exact = start + (target - start) * Decimal(str(round(share, 4)))
    return _rounded(exact, _grain(unit, start, target))


def _along(course: Sequence[float], at: float) -> float:
    """The course between its points."""
    place = at * (len(course) - 1)
    before = min(int(place), len(course) - 2)
    return course[before] + (course[before + 1] - course[before]) * (place - before)


def _step(levels: Sequence[int], at: int, count: int) -> int:
    """The level in force at one of the check-ins; the last is the last level."""
    return levels[-1] if at + 1 == count else levels[at * len(levels) // count]


def _reached(measure: Measure, at: int, count: int) -> int | None:
    if not measure.milestones:
        return None
    return round(measure.reached * (at + 1) / count)


def _grain(unit: str, start: Decimal, target: Decimal) -> Decimal:
    """What people round to: counts are whole, durations fall on minutes where they are long."""
    span = abs(target - start)
    fine = Decimal(10) ** (span / 25).adjusted()
    if unit == "duration":
        return Decimal(60) if span > 1200 else Decimal(1) if span > 20 else Decimal("0.01")
    if unit == "rating":
        return Decimal("0.1")
    whole = start == start.to_integral_value() and target == target.to_integral_value()
    return max(fine, Decimal(1)) if whole and unit != "percent" else fine


def _rounded(value: Decimal, grain: Decimal) -> Decimal:
    return (value / grain).quantize(Decimal(1), ROUND_HALF_UP) * grain
