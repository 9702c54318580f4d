"""The statements of a check-in, by hand; see `goals/sql.py`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.goals.models import KeyResult, Objective
from cairn.goals.seeing import visible
from cairn.organization.actor import Actor, Role
from cairn.storage.pieces import Piece, any_of, weave
from cairn.storage.rows import Answer, Columns, ask, kept_day

KEY_RESULT = Columns(KeyResult, "k")
TIMES = Columns(KeyResult, "k", "id", *("checked_in_on", "cadence_days", "starts_on", "created_at"))
ABOVE = Columns(Objective, "o", "id", "cadence_days", "published_at", "closed_as")
FROM = (
    " FROM goals_keyresult k JOIN goals_objective o ON o.id = k.objective_id "
    "JOIN cycles_cycle c ON c.id = o.cycle_id "
)
GOING = (
    "k.organization_id = {organization} AND k.deleted_at IS NULL AND o.deleted_at IS NULL "
    "AND o.published_at IS NOT NULL AND o.closed_as = '' AND c.phase = 'running'"
)
DUTIES = (
    "SELECT {columns}, {above}, h.name, h.measured_on, m.name, z.until_on"
    + FROM
    + "LEFT JOIN kpis_kpi h ON h.id = k.kpi_id LEFT JOIN organization_member m "
    "ON m.id = k.owner_id LEFT JOIN checkins_snooze z ON z.key_result_id = k.id "
    "AND z.member_id = {me} WHERE {which} ORDER BY o.position, k.objective_id, k.position, k.id"
)

type Said = tuple[int, str, date]


def ask_latest_words(key_result_id: int, most: int) -> Answer[list[Said]]:
    """(confidence, status said, day) of the check-ins that nobody corrected, the latest first."""
    rows = ask(
        "SELECT c.confidence, c.status, c.effective_on FROM checkins_checkin c "
        "WHERE c.key_result_id = %s AND NOT EXISTS "
        "(SELECT 1 FROM checkins_checkin n WHERE n.corrects_id = c.id) "
        "ORDER BY c.effective_on DESC, c.recorded_at DESC, c.id DESC LIMIT %s",
        [key_result_id, most],
    )
    return lambda: [
        (confidence, status, date.fromisoformat(day) if isinstance(day, str) else day)
        for confidence, status, day in rows()
    ]


@dataclass(frozen=True, slots=True)
class Duty:
    """A key result that somebody checks in, its objective's columns of `ABOVE` and their own snooze."""

    key_result: dict[str, Any]
    above: dict[str, Any]
    snoozed_until: date | None


def duties_of(viewer: Actor) -> list[Duty]:
    """What the viewer answers for in running cycles, themselves or for somebody who is away, in the
    order of the objectives. One query."""
    return _duties(viewer, weave(f"{{mine}} AND {GOING}", mine=_mine(viewer), **_of(viewer)))


def duties_at(viewer: Actor, objective_id: int) -> list[Duty]:
    """All the key results of an objective that the viewer sees. One query."""
    which = "k.objective_id = {objective} AND k.deleted_at IS NULL"
    return _duties(viewer, weave(which, objective=objective_id))


def times_of(viewer: Actor) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The times of the same duties: (of the key result, of its objective). One query."""
    return times_beside(viewer, Piece("0"))[1]


def times_beside(
    viewer: Actor, number: Piece
) -> tuple[int, list[tuple[dict[str, Any], dict[str, Any]]]]:
    """The same, and a number that the same statement finds out. One query."""
    statement = weave(
        "SELECT n.number, t.* FROM (SELECT {number} AS number) n LEFT JOIN "
        "(SELECT {columns}, {above}" + FROM + "WHERE {mine} AND " + GOING + ") t ON 1 = 1",
        number=number,
        columns=Piece(TIMES.text),
        above=Piece(ABOVE.text),
        mine=_mine(viewer),
        **_of(viewer),
    )
    rows = statement.rows()
    end = TIMES.width + 1
    times = [
        (TIMES.as_values(row[1:end]), ABOVE.as_values(row[end:]))
        for row in rows
        if row[1] is not None
    ]
    return int(rows[0][0]), times


BATCH = 1000
WATCHED = Columns(
    KeyResult,
    "k",
    *("id", "objective_id", "owner_id"),
    *("checked_in_on", "cadence_days", "starts_on", "created_at"),
)
WATCHED_ABOVE = Columns(
    Objective,
    "o",
    *("id", "cadence_days", "published_at", "owner_id", "team_id", "visibility"),
)
UNSAID = (
    "SELECT {columns}, {above}" + FROM + "WHERE k.id > {last} AND " + GOING + " AND "
    "(k.checked_in_on IS NULL OR k.checked_in_on < {on}) ORDER BY k.id LIMIT {most}"
)


def unsaid_since(organization_id: int, on: date) -> Iterator[list[dict[str, Any]]]:
    """Everything of an organization that nobody has checked in on a day or later, a thousand at a
    time: columns of the key result, and under `above` of its objective."""
    last = 0
    while True:
        rows = weave(
            UNSAID,
            columns=Piece(WATCHED.text),
            above=Piece(WATCHED_ABOVE.text),
            last=last,
            organization=organization_id,
            on=on,
            most=BATCH,
        ).rows()
        if not rows:
            return
        yield [
            WATCHED.as_values(row[: WATCHED.width])
            | {"above": WATCHED_ABOVE.as_values(row[WATCHED.width :])}
            for row in rows
        ]
        last = rows[-1][0]


def _of(viewer: Actor) -> dict[str, Any]:
    return {"organization": viewer.organization_id}


def _mine(viewer: Actor) -> Piece:
    """Theirs, and of those for whom they stand in what they see; viewers answer for nothing."""
    if viewer.role is Role.VIEWER:
        return Piece("1 = 0")
    own = weave("k.owner_id = {me}", me=viewer.member_id)
    if not viewer.stands_in_for:
        return own
    others = weave(
        "k.owner_id IN {away} AND {seen}",
        away=sorted(viewer.stands_in_for),
        seen=visible(viewer, "o"),
    )
    return any_of(own, others)


def _duties(viewer: Actor, which: Piece) -> list[Duty]:
    statement = weave(
        DUTIES,
        columns=Piece(KEY_RESULT.text),
        above=Piece(ABOVE.text),
        me=viewer.member_id,
        which=which,
    )
    return [
        Duty(
            KEY_RESULT.as_values(row[: KEY_RESULT.width])
            | {"kpi__name": row[-4], "kpi__measured_on": kept_day(row[-3]), "owner__name": row[-2]},
            ABOVE.as_values(row[KEY_RESULT.width : -4]),
            kept_day(row[-1]),
        )
        for row in statement.rows()
    ]
