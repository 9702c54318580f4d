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
    "(SELECT SUM(DISTINCT CAST(1 AS BIGINT) << {at}) FROM checkins_checkin c "
    "WHERE c.key_result_id = k.id AND c.effective_on <= {last}{known}) AS checked FROM {theirs}) "
    "SELECT began, ended, cadence, checked, COUNT(*) FROM lives GROUP BY 1, 2, 3, 4"
)
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
    before as its cadence spans. Key results that are gone by the day are left out.
    """
    weeks = weeks_of(frame.cycle.starts_on, min(frame.on, frame.cycle.ends_on), _weekday(frame))
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
    """`checked` has a bit for each round in which there was a check-in."""
    return bool(checked >> max(n - span + 1, 0) & ((1 << min(span, n + 1)) - 1))


def _lives(frame: Frame, weeks: Sequence[Week]) -> Piece:
    """How many key results have the same first round, round of their end, cadence and bits."""
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
        at=_round_of(weeks, 0, len(weeks) - 1),
        last=min(weeks[-1].ends_on, frame.on),
        known=weave(" AND c.recorded_at < {until}", until=frame.scope.until)
        if frame.scope.past
        else Piece(""),
        theirs=theirs(frame),
    )


def _round_of(weeks: Sequence[Week], first: int, last: int) -> Piece:
    """The number of the round that a check-in `c` lies in, by halves."""
    if first == last:
        return Piece(str(first))
    middle = (first + last) // 2
    return weave(
        "CASE WHEN c.effective_on <= {day} THEN {before} ELSE {after} END",
        day=weeks[middle].ends_on,
        before=_round_of(weeks, first, middle),
        after=_round_of(weeks, middle + 1, last),
    )


def week_of(frame: Frame, ends_on: date | None) -> Week | None:
    """The round of the cycle that ends on a day."""
    weeks = weeks_of(frame.cycle.starts_on, min(frame.on, frame.cycle.ends_on), _weekday(frame))
    return next((one for one in weeks if one.ends_on == ends_on), None)


def _weekday(frame: Frame) -> int:
    return frame.organization.checkin_weekday


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
