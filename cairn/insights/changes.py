"""What changed between two days: by how objectives stood on each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from cairn.goals.map.filters import ENDED
from cairn.goals.models import Status
from cairn.insights.frame import Frame, status_piece
from cairn.insights.subject import PERSON
from cairn.insights.weeks import WEEK
from cairn.storage.pieces import Piece, joined, weave


class Change(StrEnum):
    """What happened to an objective; each to one of them only."""

    WORSE = "worse"
    BETTER = "better"
    SILENT = "silent"
    ENDED = "ended"
    NEW = "new"


RANKS: Final = {Status.ON_TRACK: 3, Status.BEHIND: 2, Status.AT_RISK: 1}
MOST_NAMED = 8
BOTH = (
    "WITH now AS MATERIALIZED (SELECT o.id, {now_status} AS status FROM {now}), "
    "past AS MATERIALIZED (SELECT o.id, {past_status} AS status FROM {past}), "
    "moved AS MATERIALIZED (SELECT n.id, {change} AS change, p.status AS was, n.status AS is_now "
    "FROM now n LEFT JOIN past p ON p.id = n.id) "
)
COUNTED = (
    "SELECT change, COUNT(*), NULL, NULL, NULL FROM moved WHERE change IS NOT NULL GROUP BY change "
)
NAMED = (
    "UNION ALL SELECT * FROM (SELECT change, CAST(NULL AS BIGINT), id, was, is_now FROM moved "
    "WHERE change IS NOT NULL ORDER BY CASE change {order}END, id DESC LIMIT {most}) named"
)


@dataclass(frozen=True, slots=True)
class Moved:
    """An objective that changed; `was` is empty for a new one."""

    id: int
    change: Change
    was: str
    status: str


@dataclass(frozen=True, slots=True)
class Changes:
    """`since` is the end of that day. `first` are the first of those that changed, the worst news
    before the good."""

    since: date
    counts: Mapping[Change, int]
    first: tuple[Moved, ...]


def changes_of(frame: Frame, since: date) -> Changes:
    """One statement. What was seen by the viewer on one of the days alone has not changed."""
    order = joined(*(Piece(f"WHEN '{one}' THEN {n} ") for n, one in enumerate(Change)))
    counts: dict[Change, int] = {}
    named = []
    for change, count, id, was, status in joined(
        _both(frame, since), Piece(COUNTED), weave(NAMED, order=order, most=MOST_NAMED)
    ).rows():
        if id is None:
            counts[Change(change)] = count
        else:
            named.append(Moved(id, Change(change), was or "", status))
    return Changes(since, counts, tuple(named))


def may_count_from(frame: Frame, day: date) -> bool:
    """Changes count from a day before the frame's, at most a week before the cycle."""
    return frame.cycle.starts_on - timedelta(days=WEEK) <= day < frame.on


def changed(frame: Frame, since: date, change: Change, after: int | None, most: int) -> list[int]:
    """The ids of the objectives that changed like that, newest first. One statement."""
    behind = Piece("1 = 1") if after is None else weave("id < {after}", after=after)
    rows = joined(
        _both(frame, since),
        weave(
            "SELECT id FROM moved WHERE change = {change} AND {behind} ORDER BY id DESC LIMIT {most}",
            change=change.value,
            behind=behind,
            most=most,
        ),
    ).rows()
    return [id for (id,) in rows]


def _both(frame: Frame, since: date) -> Piece:
    then = frame.as_of(since)
    return weave(
        BOTH,
        now_status=status_piece(frame),
        now=frame.these(),
        past_status=status_piece(then),
        past=then.these(),
        change=_change(),
    )


def _change() -> Piece:
    """The name of what happened, of a row `n` of now and its row `p` of then."""
    ended = ", ".join(f"'{one}'" for one in ENDED)
    ranks = " ".join(f"WHEN '{one}' THEN {rank}" for one, rank in RANKS.items())
    was, now = (f"CASE {at}.status {ranks} END" for at in ("p", "n"))
    return Piece(
        f"CASE WHEN n.status = 'withheld' OR p.status = 'withheld' THEN NULL "
        f"WHEN p.id IS NULL THEN 'new' "
        f"WHEN n.status IN ({ended}) AND p.status NOT IN ({ended}) THEN 'ended' "
        f"WHEN n.status = 'outdated' AND p.status <> 'outdated' THEN 'silent' "
        f"WHEN {now} < {was} THEN 'worse' WHEN {now} > {was} THEN 'better' END"
    )


def since_of(frame: Frame, asked: date | None) -> tuple[date, bool]:
    """The day from which changes count, and whether a meeting or a look back was on it: the one that
    is asked for if changes may count from it, else the last of those, else a week before. One query
    at most."""
    if asked is not None and may_count_from(frame, asked):
        return asked, False
    if frame.subject.kind != PERSON:
        talked_on = last_talk(frame, frame.scope.until)
        if talked_on is not None and may_count_from(frame, talked_on):
            return talked_on, True
    return frame.on - timedelta(days=WEEK), False


def last_talk(frame: Frame, until: datetime) -> date | None:
    """The day of the latest meeting of the team, or of the company, that had ended by then, or of
    the look back at its cycle that was finished last. One statement."""
    team = frame.subject.id
    (row,) = weave(
        "SELECT MAX(at) FROM (SELECT MAX(m.ended_at) AS at FROM meetings_meeting m "
        "WHERE m.team_id = {team} AND m.ended_at < {until} UNION ALL "
        "SELECT MAX(r.finished_at) FROM reviews_retrospective r "
        "WHERE r.team_id = {team} AND r.finished_at < {until}) t",
        team=team,
        until=until,
    ).rows()
    at = row[0]
    if at is None:
        return None
    if isinstance(at, str):
        at = datetime.fromisoformat(at)
        at = at.replace(tzinfo=at.tzinfo or UTC)
    zone = frame.scope.viewer.time_zone
    day: date = at.astimezone(zone).date()
    return day
