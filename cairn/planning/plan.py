"""How a planning round lies in time, and where each of its steps stands on a day; pure.

Kinds of steps go by the values of `StepKind`. Every span of days has both ends included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

ORDER: Final = ("collect", "choose", "hand_on", "confirm", "cascade", "individuals", "announce")
USUAL: Final = {
    "collect": 4,
    "choose": 1,
    "hand_on": 3,
    "confirm": 1,
    "cascade": 2,
    "individuals": 2,
    "announce": 1,
}
"""Days of each kind in a round of two weeks."""
WHOLE: Final = sum(USUAL.values())
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """When one kind of step is taken."""

    kind: str
    starts_on: date
    ends_on: date


class State(StrEnum):
    """Where a step stands. `LEFT` is one that the end of its round has overtaken."""

    WAITING = "waiting"
    RUNNING = "running"
    LATE = "late"
    DONE = "done"
    SKIPPED = "skipped"
    LEFT = "left"


def usual_span(today: date, cycle_starts_on: date) -> tuple[date, date]:
    """Two weeks that end on the eve of the cycle, fewer where it is near; two weeks from today on
    where the eve has passed."""
    eve = cycle_starts_on - DAY
    if eve < today:
        return today, today + (WHOLE - 1) * DAY
    return max(today, eve - (WHOLE - 1) * DAY), eve


def kinds_for(deepest: int) -> tuple[str, ...]:
    """The steps of a round whose team has teams so many levels below it."""
    absent = {"hand_on", "confirm", "cascade"} if deepest == 0 else {"cascade"}
    return ORDER if deepest > 1 else tuple(kind for kind in ORDER if kind not in absent)


def kind_of_team(depth: int) -> str:
    """The step that a team takes by itself, so many levels below the round's own."""
    return "hand_on" if depth == 1 else "cascade"


def lay_out(first: date, last: date, kinds: Sequence[str] = ORDER) -> tuple[Window, ...]:
    """The kinds one after the other, in proportion to what is usual, at least a day each; where there
    are fewer days than kinds, several on one day."""
    days = (last - first).days + 1
    if days < len(kinds):
        return tuple(
            _on(kind, first + place * days // len(kinds) * DAY) for place, kind in enumerate(kinds)
        )
    lengths = _lengths(days, kinds)
    windows, at = [], first
    for kind in kinds:
        windows.append(Window(kind, at, at + (lengths[kind] - 1) * DAY))
        at += lengths[kind] * DAY
    return tuple(windows)


def _on(kind: str, day: date) -> Window:
    return Window(kind, day, day)


def _lengths(days: int, kinds: Sequence[str]) -> dict[str, int]:
    """A day each, and every further day to the kind that has least of what is usual for it."""
    lengths = dict.fromkeys(kinds, 1)
    for _day in range(days - len(kinds)):
        shortest = min(kinds, key=lambda kind: lengths[kind] / USUAL[kind])
        lengths[shortest] += 1
    return lengths


def state_of(
    window: Window, on: date, *, begun: bool, done: bool, skipped: bool, is_open: bool = True
) -> State:
    """Where a step stands on a day, in a round that is open or has ended."""
    if skipped:
        return State.SKIPPED
    if done:
        return State.DONE
    if not is_open:
        return State.LEFT
    if on > window.ends_on:
        return State.LATE
    return State.RUNNING if begun or on >= window.starts_on else State.WAITING
