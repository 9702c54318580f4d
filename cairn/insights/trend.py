"""Progress, pace and confidence over the weeks of a cycle, from how objectives stood."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from cairn.goals import progress
from cairn.goals.seeing import visible
from cairn.insights.frame import Frame
from cairn.insights.weeks import days_of_points
from cairn.storage.pieces import Piece, every, joined, weave
from cairn.storage.rows import kept_day, on_postgresql

MILLION = Decimal(1_000_000)
POINTS = (
    "WITH w(i, day) AS (VALUES {days}) SELECT w.i, os.due_on, COUNT({progress}), "
    "SUM({millionths}), COUNT({confidence}), SUM({confidence}) FROM goals_objective o "
    "CROSS JOIN w CROSS JOIN {then} WHERE {stood} AND o.cycle_id = {cycle} AND {mine} "
    "AND NOT os.is_deleted AND os.cycle_id = {cycle} AND NOT {draft} AND {owned} "
    "AND os.closed_as {given_up} GROUP BY w.i, os.due_on"
)
GIVEN_UP = "NOT IN ('postponed', 'abandoned')"
LATERAL = (
    "LATERAL (SELECT * FROM goals_standing n WHERE n.objective_id = o.id "
    "AND n.stood_on <= w.day ORDER BY n.stood_on DESC LIMIT 1) os"
)
LATEST = (
    "os.rowid = (SELECT n.rowid FROM goals_standing n WHERE n.objective_id = o.id "
    "AND n.stood_on <= w.day ORDER BY n.stood_on DESC LIMIT 1)"
)
"""By SQLite's own number of a row, which its index holds: one search less than by the day."""
CLAMPED = (
    "CAST(ROUND(CASE WHEN CAST({done} AS NUMERIC) < 0 THEN 0 WHEN CAST({done} AS NUMERIC) > 1 "
    "THEN 1 ELSE CAST({done} AS NUMERIC) END * 1000000) AS BIGINT)"
)


@dataclass(frozen=True, slots=True)
class Point:
    """A day: the means over `measured` objectives; None where there is none. Fractions.

    `expected` is the mean of what was expected of the same ones. `confidence` is the mean of 0–10,
    with one decimal, over `sure` objectives.
    """

    on: date
    progress: Decimal | None
    expected: Decimal | None
    measured: int
    confidence: Decimal | None
    sure: int

    @property
    def gap(self) -> Decimal | None:
        """How far behind, as a fraction; negative is ahead."""
        if self.progress is None or self.expected is None:
            return None
        return self.expected - self.progress


@dataclass(slots=True)
class _Sums:
    measured: int = 0
    millionths: int = 0
    expected: Decimal = Decimal(0)
    sure: int = 0
    confidence: int = 0


def trend_of(frame: Frame) -> list[Point]:
    """Oldest first, a point at the end of every round and one for the day itself. One statement.

    The progress of each is clamped as in a roll-up; what was postponed or abandoned is left out.
    What has moved to another cycle since is not found on the days before. Each number counts for
    those alone who could see it then.
    """
    days = _days(frame)
    sums: dict[int, _Sums] = defaultdict(_Sums)
    if not days:
        return []
    for i, due_on, *numbers in _statement(frame, days).rows():
        _add(sums[i], frame, days[i], kept_day(due_on), numbers)
    return [_point(day, sums[i]) for i, day in enumerate(days)]


def _days(frame: Frame) -> list[date]:
    weekday = frame.organization.checkin_weekday
    return days_of_points(frame.cycle.starts_on, min(frame.on, frame.cycle.ends_on), weekday)


def _statement(frame: Frame, days: Sequence[date]) -> Piece:
    then = frame.as_of(frame.on).scope
    known = then.known("o")
    return weave(
        POINTS,
        days=joined(
            *(
                weave(
                    "{comma}({i}, {day})",
                    comma=Piece(", " if i else ""),
                    i=Piece(str(i)),
                    day=_day(one),
                )
                for i, one in enumerate(days)
            )
        ),
        progress=_known(known, Piece("os.progress")),
        millionths=_known(known, weave(CLAMPED, done=Piece("os.progress"))),
        confidence=_known(known, Piece("os.confidence")),
        then=Piece(LATERAL if on_postgresql() else "goals_standing os"),
        stood=Piece("1 = 1" if on_postgresql() else LATEST),
        cycle=frame.cycle.id,
        mine=visible(frame.scope.viewer, "o"),
        draft=then.draft("o"),
        owned=frame.subject.owns(Piece("os.team_id"), Piece("os.owner_id")),
        given_up=Piece(GIVEN_UP),
    )


def at_point(frame: Frame, day: date | None) -> Frame | None:
    """The same at the end of a day of the chart; None where it has no such day."""
    if day not in _days(frame):
        return None
    return frame if day == frame.on else frame.as_of(day)


def is_measured(frame: Frame) -> Piece:
    """Its progress is in the mean of the frame's day, as a condition on an objective `o`."""
    return _counts(frame, weave("{done} IS NOT NULL", done=frame.scope.shown_progress("o")))


def is_sure(frame: Frame) -> Piece:
    """The same of its confidence."""
    said = weave("{row}.confidence IS NOT NULL", row=frame.scope.row("o"))
    return _counts(frame, every(said, frame.scope.known("o")))


def _counts(frame: Frame, has_number: Piece) -> Piece:
    return weave(
        "(o.cycle_id = {cycle} AND {row}.closed_as {given_up} AND {has_number})",
        cycle=frame.cycle.id,
        row=frame.scope.row("o"),
        given_up=Piece(GIVEN_UP),
        has_number=has_number,
    )


def _day(day: date) -> Piece:
    return Piece("CAST(%s AS DATE)" if on_postgresql() else "%s", (day,))


def _known(known: Piece, value: Piece) -> Piece:
    if known.text == "1 = 1":
        return value
    return weave("CASE WHEN {known} THEN {value} END", known=known, value=value)


def _add(sums: _Sums, frame: Frame, day: date, due_on: date | None, numbers: list[Any]) -> None:
    measured, millionths, sure, confidence = (int(one or 0) for one in numbers)
    sums.measured += measured
    sums.millionths += millionths
    sums.sure += sure
    sums.confidence += confidence
    if due_on is not None:
        sums.expected += measured * progress.expected(frame.cycle.starts_on, due_on, day)


def _point(day: date, sums: _Sums) -> Point:
    measured, sure = sums.measured, sums.sure
    return Point(
        on=day,
        progress=_mean(Decimal(sums.millionths) / MILLION, measured, "0.0001"),
        expected=_mean(sums.expected, measured, "0.0001"),
        measured=measured,
        confidence=_mean(Decimal(sums.confidence), sure, "0.1"),
        sure=sure,
    )


def _mean(whole: Decimal, count: int, places: str) -> Decimal | None:
    return (whole / count).quantize(Decimal(places), ROUND_HALF_UP) if count else None
