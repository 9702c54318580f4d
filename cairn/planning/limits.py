"""When the time of a planning round runs out: what must be dropped to be done in time; pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from cairn.planning.plan import DAY

SATURDAY: Final = 5


class Drop(StrEnum):
    """What can be dropped, in this order; choosing and announcing cannot."""

    DEEP = "deep"
    INDIVIDUALS = "individuals"
    HAND_ON = "hand_on"
    CASCADE = "cascade"
    CONFIRM = "confirm"
    COLLECT = "collect"


@dataclass(frozen=True, slots=True)
class Part:
    """A step as the time sees it; its team is `depth` levels below the round's own."""

    kind: str
    depth: int = 0
    has_begun: bool = False
    is_over: bool = False

    @property
    def unit(self) -> str:
        """What is done at one time: all departments hand on at once, a deeper level cascades last."""
        return Drop.DEEP if self.kind == "cascade" and self.depth > 2 else self.kind


@dataclass(frozen=True, slots=True)
class Advice:
    """So many working days are left, and so many steps; `drop` these, in this order. Where that does
    not suffice (`fits`), the end has to move as well."""

    days: int
    steps: int
    drop: tuple[Drop, ...]
    fits: bool


def working_days(first: date, last: date) -> int:
    """From Monday to Friday, both ends included."""
    days = max(0, (last - first).days + 1)
    return sum((first + place * DAY).weekday() < SATURDAY for place in range(days))


def falls(drop: Drop, part: Part) -> bool:
    """Whether a step goes where this is dropped."""
    if part.is_over:
        return False
    return part.unit == drop and not (drop is Drop.HAND_ON and part.has_begun)


def advise(parts: Collection[Part], on: date, starts_on: date, ends_on: date) -> Advice | None:
    """What to drop of a round that goes from one day to another; None while there is time.

    A step needs a working day; where the plan itself has more steps than days, it needs as much as
    it was given.
    """
    planned = working_days(starts_on, ends_on) or (ends_on - starts_on).days + 1
    pace = _Pace(planned, _units(parts))
    days = working_days(max(on, starts_on), ends_on)
    if not days and starts_on <= on <= ends_on:
        days = 1
    left = [part for part in parts if not part.is_over]
    if pace.needs(left) <= days:
        return None
    dropped: list[Drop] = []
    steps = _units(left)
    for drop in Drop:
        if pace.needs(left) <= days:
            break
        kept = [part for part in left if not falls(drop, part)]
        if len(kept) < len(left):
            dropped.append(drop)
        left = kept
    return Advice(days, steps, tuple(dropped), pace.needs(left) <= days)


def _units(parts: Iterable[Part]) -> int:
    return len({part.unit for part in parts})


@dataclass(frozen=True, slots=True)
class _Pace:
    """So many days were planned for so many steps."""

    days: int
    units: int

    def needs(self, left: Iterable[Part]) -> int:
        """Working days, rounded up."""
        if self.days >= self.units:
            return _units(left)
        return -(-_units(left) * self.days // self.units)
