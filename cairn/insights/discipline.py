"""Whether key results are checked in when they should be, round by round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cairn.insights.cover import Part
from cairn.insights.frame import Frame
from cairn.insights.weeks import WEEK, Week, rounds_in, weeks_of
from cairn.storage.pieces import Piece, joined, weave
from cairn.storage.rows import on_postgresql

MOST_ROUNDS = rounds_in(92)
BEFORE = MOST_ROUNDS - 1
"""Rounds before the first whose check-ins may still count."""
MOST_SHOWN = 63 - BEFORE
"""A bit for each round, in a number of 63."""
CADENCE = "COALESCE(k.cadence_days, o.cadence_days, {usual})"
CHECKED = (
    "EXISTS (SELECT 1 FROM checkins_checkin c WHERE c.key_result_id = k.id "
    "AND c.effective_on <= {last} AND c.effective_on > {after} AND c.recorded_at < {until} "
    "LIMIT 1 OFFSET 0)"
)
DUE = (
    "k.starts_on <= {last} AND k.created_at < {end} AND o.published_at < {end} "
    "AND (z.closed_at IS NULL OR z.closed_at >= {end})"
)
LIVES = (
    "WITH lives AS MATERIALIZED (SELECT {began} AS began, {ended} AS ended, {cadence} AS cadence, "
    "(SELECT {bits} FROM checkins_checkin c WHERE c.key_result_id = k.id "
    "AND c.effective_on <= {last} AND c.effective_on >= {first}{known}) AS checked FROM {theirs}) "
    "SELECT began, ended, cadence, checked, COUNT(*) FROM lives GROUP BY 1, 2, 3, 4"
)
SQLITE_BITS = (
    "SUM(DISTINCT 1 << CAST((julianday(c.effective_on) - julianday({first})) / {week} AS INTEGER))"
)
POSTGRESQL_BITS = "BIT_OR(CAST(1 AS BIGINT) << ((c.effective_on - {first}) / {week}))"
KEY_RESULTS = " CROSS JOIN goals_keyresult k"
CLOSURES = " LEFT JOIN goals_closure z ON z.objective_id = o.id AND z.reopened_at IS NULL"


@dataclass(frozen=True, slots=True)
class Round:
    """Of the key results that were due in a round, those that were checked in within their
    cadence. The round that goes on is not over."""

    week: Week
    kept: Part
    is_over: bool


def discipline_of(frame: Frame) -> list[Round]:
    """Oldest first. One statement.

    A key result is due in every round from the one in which it began (published, and started) until
    its objective is closed. It has kept up if it was checked in during the round, or as many rounds
    before as its cadence spans, those before the cycle too. Key results that are gone by the day are
    left out, and so are the first rounds of more than fifty.
    """
    weeks = _weeks(frame)
    if not weeks:
        return []
    due, kept = [0] * len(weeks), [0] * len(weeks)
    for began, ended, cadence, checked, count in _lives(frame, weeks).rows():
        span = rounds_in(cadence)
        for n in range(began, min(ended, len(weeks))):
            due[n] += count
            kept[n] += count if _is_kept(int(checked or 0), n, span) else 0
    return [
        Round(week, Part(kept[n], due[n]), week.is_over(frame.on)) for n, week in enumerate(weeks)
    ]


def _is_kept(checked: int, n: int, span: int) -> bool:
    """`checked` has a bit for each round in which there was a check-in, from `BEFORE` the first."""
    return bool(checked >> (BEFORE + n - span + 1) & ((1 << span) - 1))


def _lives(frame: Frame, weeks: Sequence[Week]) -> Piece:
    """How many key results have the same first round, round of their end, cadence and bits."""
    first = weeks[0].starts_on - timedelta(days=WEEK * BEFORE)
    began = joined(
        Piece("CASE "),
        *(
            weave(
                "WHEN k.starts_on <= {last} AND k.created_at < {end} AND o.published_at < {end} "
                "THEN {n} ",
                last=one.ends_on,
                end=_end(frame, one),
                n=Piece(str(n)),
            )
            for n, one in enumerate(weeks)
        ),
        Piece(f"ELSE {len(weeks)} END"),
    )
    ended = joined(
        Piece(f"CASE WHEN z.closed_at IS NULL THEN {len(weeks)} "),
        *(
            weave("WHEN z.closed_at < {end} THEN {n} ", end=_end(frame, one), n=Piece(str(n)))
            for n, one in enumerate(weeks)
        ),
        Piece(f"ELSE {len(weeks)} END"),
    )
    return weave(
        LIVES,
        began=began,
        ended=ended,
        cadence=weave(CADENCE, usual=frame.organization.cadence_days),
        bits=_bits(first),
        first=first,
        last=min(weeks[-1].ends_on, frame.on),
        known=weave(" AND c.recorded_at < {until}", until=frame.scope.until)
        if frame.scope.past
        else Piece(""),
        theirs=theirs(frame),
    )


def _bits(first: date) -> Piece:
    """A bit for each round with a check-in `c`, the round that begins on `first` the lowest."""
    if on_postgresql():
        return weave(POSTGRESQL_BITS, first=_day(first), week=Piece(str(WEEK)))
    return weave(SQLITE_BITS, first=first, week=Piece(str(WEEK)))


def week_of(frame: Frame, ends_on: date | None) -> Week | None:
    """The round of the cycle that ends on a day."""
    return next((one for one in _weeks(frame) if one.ends_on == ends_on), None)


def _weeks(frame: Frame) -> list[Week]:
    weekday = frame.organization.checkin_weekday
    until = min(frame.on, frame.cycle.ends_on)
    return weeks_of(frame.cycle.starts_on, until, weekday)[-MOST_SHOWN:]


def key_results_there(frame: Frame, *more: Piece, beside: str = "") -> Piece:
    """The tables and the condition of all key results `k` that are there on the day."""
    there = weave("k.objective_id = o.id AND {there}", there=frame.scope.there("k"))
    return frame.these(there, *more, beside=f"{KEY_RESULTS}{beside}")


def theirs(frame: Frame, *more: Piece, beside: str = "") -> Piece:
    """The same with the closure `z` of the objective, if there is one."""
    return key_results_there(frame, *more, beside=f"{CLOSURES}{beside}")


def was_due(frame: Frame, week: Week) -> Piece:
    """A key result `k` was due in a round."""
    return weave(DUE, last=week.ends_on, end=_end(frame, week))


def _end(frame: Frame, week: Week) -> datetime:
    """The instant at which a round is over, or the day of the frame, if that comes first."""
    zone = frame.scope.viewer.time_zone
    end = datetime.combine(week.ends_on + timedelta(days=1), time.min, zone)
    return min(end, frame.scope.until)


def was_checked_in(frame: Frame, week: Week) -> Piece:
    """A key result `k` was checked in within its cadence by the end of a round."""
    return weave(
        CHECKED,
        last=min(week.ends_on, frame.on),
        after=_after(frame, week),
        until=frame.scope.until,
    )


def _after(frame: Frame, week: Week) -> Piece:
    """The last day on which a check-in would have come too early for the round."""
    cadence = weave(CADENCE, usual=frame.organization.cadence_days)
    whens = [
        weave(
            "WHEN {cadence} <= {days} THEN {day} ",
            cadence=cadence,
            days=Piece(str(WEEK * rounds)),
            day=_day(week.ends_on - timedelta(days=WEEK * rounds)),
        )
        for rounds in range(1, MOST_ROUNDS)
    ]
    last = week.ends_on - timedelta(days=WEEK * MOST_ROUNDS)
    return weave("CASE {whens}ELSE {last} END", whens=joined(*whens), last=_day(last))


def _day(day: date) -> Piece:
    return Piece("CAST(%s AS DATE)", (day,)) if on_postgresql() else Piece("%s", (day,))
