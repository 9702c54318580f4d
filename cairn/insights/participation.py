"""Who takes part: how many people have objectives, and how many of those checked in lately. By
team, never by person."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from cairn.insights.discipline import key_results_there
from cairn.insights.frame import Counts, Frame, counts_of, groups_piece
from cairn.insights.subject import NO_TEAM, ORGANIZATION
from cairn.storage.pieces import Piece, weave

LATELY_DAYS: Final = 14
PEOPLE: Final = "people"
WITH: Final = "with"
WITHOUT: Final = "without"
ANSWERING: Final = "answering"
CHECKED_IN: Final = "checked_in"
QUIET: Final = "quiet"
FLAGS: Final = (PEOPLE, WITH, WITHOUT, ANSWERING, CHECKED_IN, QUIET)
TABLES = (
    "{groups}, measures AS MATERIALIZED (SELECT k.owner_id AS owner, {row}.owner_id AS above, "
    "CASE WHEN {going} THEN 1 ELSE 0 END AS goes_on, CASE WHEN {lately} THEN 1 ELSE 0 END AS said "
    "FROM {theirs}), "
    "marks AS (SELECT m.id AS id, 1 AS here, 0 AS has, 0 AS answers, 0 AS said "
    "FROM organization_member m WHERE m.organization_id = {organization} AND {here} "
    "UNION ALL SELECT owner, 0, 1, 0, 0 FROM measures GROUP BY owner "
    "UNION ALL SELECT {row}.owner_id, 0, 1, 0, 0 FROM {these} "
    "UNION ALL SELECT COALESCE(owner, above), 0, 0, 1, MAX(said) FROM measures "
    "WHERE goes_on = 1 GROUP BY 1), "
    "found AS MATERIALIZED (SELECT id, MAX(has) AS has, MAX(answers) AS answers, MAX(said) AS said "
    "FROM marks GROUP BY id HAVING MAX(here) = 1), "
    "folk AS MATERIALIZED (SELECT m.id, m.name, w.has, w.answers, w.said "
    "FROM found w CROSS JOIN organization_member m WHERE m.id = w.id) "
)
SUMS = (
    "COUNT(*), COALESCE(SUM(f.has), 0), COALESCE(SUM(1 - f.has), 0), COALESCE(SUM(f.answers), 0), "
    "COALESCE(SUM(f.answers * f.said), 0), COALESCE(SUM(f.answers * (1 - f.said)), 0)"
)
COUNTED = (
    "WITH RECURSIVE {tables}, placed AS (SELECT DISTINCT e.member_id, p.child "
    "FROM organization_teammember e JOIN places p ON p.id = e.team_id) "
    "SELECT NULL, {sums} FROM folk f WHERE {all_of} "
    "UNION ALL SELECT p.child, {sums} FROM placed p JOIN folk f ON f.id = p.member_id GROUP BY p.child"
    "{rest}"
)
REST = (
    " UNION ALL SELECT 0, {sums} FROM folk f WHERE NOT EXISTS "
    "(SELECT 1 FROM organization_teammember e WHERE e.member_id = f.id)"
)
OF_FLAG: Final = {
    PEOPLE: "1 = 1",
    WITH: "f.has = 1",
    WITHOUT: "f.has = 0",
    ANSWERING: "f.answers = 1",
    CHECKED_IN: "f.answers = 1 AND f.said = 1",
    QUIET: "f.answers = 1 AND f.said = 0",
}


@dataclass(frozen=True, slots=True)
class Takers:
    """How many people there are, `with_objectives` or key results of the cycle that the viewer
    sees, `answering` for key results that go on, and of these `checked_in` in the last fourteen
    days."""

    people: int
    with_objectives: int
    answering: int
    checked_in: int


@dataclass(frozen=True, slots=True)
class Participation:
    """Who is in two teams counts in both, and once in the whole."""

    whole: Takers
    groups: Mapping[int, Takers]


def participation_of(frame: Frame) -> Participation:
    """Of the organization or a team. One statement."""
    counts = counts_of(
        weave(
            COUNTED,
            tables=_tables(frame),
            sums=Piece(SUMS),
            all_of=_members(frame, None),
            rest=weave(REST, sums=Piece(SUMS)) if frame.subject.kind == ORGANIZATION else Piece(""),
        ),
        FLAGS,
    )
    return _participation(counts)


def _participation(counts: Counts) -> Participation:
    return Participation(
        _takers(counts.whole), {group: _takers(found) for group, found in counts.groups.items()}
    )


def _takers(found: Mapping[str, int]) -> Takers:
    return Takers(found[PEOPLE], found[WITH], found[ANSWERING], found[CHECKED_IN])


def takers(
    frame: Frame, flag: str, group: int | None, after: tuple[str, int] | None, most: int
) -> list[tuple[int, str]]:
    """The people behind a number, as (id, name), by name. One statement."""
    behind = Piece("1 = 1")
    if after:
        behind = weave(
            "(f.name > {name} OR f.name = {name} AND f.id > {id})", name=after[0], id=after[1]
        )
    rows = weave(
        "WITH RECURSIVE {tables} SELECT f.id, f.name FROM folk f WHERE {flag} AND {all_of} "
        "AND {behind} ORDER BY f.name, f.id LIMIT {most}",
        tables=_tables(frame),
        flag=Piece(OF_FLAG[flag]),
        all_of=_members(frame, group),
        behind=behind,
        most=most,
    ).rows()
    return [(id, name) for id, name in rows]


def _tables(frame: Frame) -> Piece:
    whole = _whole(frame)
    return weave(
        TABLES,
        groups=groups_piece(frame.subject),
        row=frame.scope.row("o"),
        going=frame.going(),
        lately=_lately(frame),
        theirs=key_results_there(whole),
        these=whole.these(),
        organization=frame.subject.organization_id,
        here=_here(frame),
    )


def _whole(frame: Frame) -> Frame:
    """People of a team may have objectives elsewhere: those of the whole organization count."""
    subject = frame.subject
    return replace(frame, subject=replace(subject, kind=ORGANIZATION))


def _lately(frame: Frame) -> Piece:
    """A key result `k` was checked in in the last fourteen days."""
    first = frame.on - timedelta(days=LATELY_DAYS - 1)
    if not frame.scope.past:
        return weave("k.checked_in_on >= {first}", first=first)
    return weave(
        "EXISTS (SELECT 1 FROM checkins_checkin c WHERE c.key_result_id = k.id "
        "AND c.effective_on BETWEEN {first} AND {on} AND c.recorded_at < {until} LIMIT 1 OFFSET 0)",
        first=first,
        on=frame.on,
        until=frame.scope.until,
    )


def _here(frame: Frame) -> Piece:
    """Who had come by the day and had not left."""
    if not frame.scope.past:
        return Piece("m.left_at IS NULL")
    return weave(
        "m.joined_at < {until} AND (m.left_at IS NULL OR m.left_at >= {until})",
        until=frame.scope.until,
    )


def _members(frame: Frame, group: int | None) -> Piece:
    """Who is in a group, or in the subject."""
    subject = frame.subject
    if group is None and subject.kind == ORGANIZATION:
        return Piece("1 = 1")
    if group == NO_TEAM:
        return Piece(
            "NOT EXISTS (SELECT 1 FROM organization_teammember e WHERE e.member_id = f.id)"
        )
    if group == subject.id and subject.groups:
        return weave(
            "EXISTS (SELECT 1 FROM organization_teammember e WHERE e.member_id = f.id "
            "AND e.team_id = {team})",
            team=group,
        )
    return weave(
        "EXISTS (SELECT 1 FROM organization_teammember e JOIN organization_team u "
        "ON u.id = e.team_id WHERE e.member_id = f.id AND u.path LIKE {path})",
        path=f"%.{group or subject.id}.%",
    )
