"""Objectives that stand on no line of the map: not the company's, and with nothing on it above them.

They are more than the unaligned of `goals.gaps`: drafts, personal growth and what is over stand here
as well, and what supports an objective of another cycle, so that the map leaves nothing out.
"""

from cairn.goals.map.scope import Scope
from cairn.storage.pieces import Piece, weave

MOST_READ, MOST_READ_OF_THE_PAST = 3_000, 1_000
LOOSE = "({row}.team_id IS NULL OR {row}.team_id <> {company}) AND NOT {supports}"


def is_loose(scope: Scope) -> Piece:
    """The condition on a visible objective under `o`."""
    return weave(
        LOOSE,
        row=scope.row("o"),
        company=scope.company(),
        supports=scope.supports("o", "p"),
    )


def count_loose(scope: Scope) -> tuple[int, bool]:
    """How many there are among the first that the viewer may see, and whether that is not all.

    Reading ends there, so that the answer is as quick in a large company as in a small one.
    """
    most = MOST_READ_OF_THE_PAST if scope.past else MOST_READ
    rows = weave(
        "SELECT COUNT(*), SUM(x.loose) FROM ({first}) x",
        first=_first(scope, most),
    ).rows()
    read, count = rows[0]
    return count or 0, read >= most


def _first(scope: Scope, most: int) -> Piece:
    """Of a past day those that are in these cycles today come first: nearly all that were then."""
    if not scope.past:
        return weave("{read} LIMIT {most}", read=_read(scope), most=most)
    here = weave("o.cycle_id IN {cycles}", cycles=scope.cycles)
    moved = weave("o.cycle_id NOT IN {cycles}", cycles=scope.cycles)
    return weave(
        "SELECT * FROM ({here} LIMIT {most}) h UNION ALL SELECT * FROM ({moved} LIMIT {most}) m "
        "LIMIT {most}",
        here=weave("{read} AND {here}", read=_read(scope), here=here),
        moved=weave("{read} AND {moved}", read=_read(scope), moved=moved),
        most=most,
    )


def _read(scope: Scope) -> Piece:
    return weave(
        "SELECT CASE WHEN {loose} THEN 1 ELSE 0 END AS loose FROM {tables} WHERE {visible}",
        tables=scope.tables("o"),
        visible=scope.visible("o"),
        loose=is_loose(scope),
    )


def loose_ids(scope: Scope, most: int, before: int | None) -> list[int]:
    """A page of them, the newest first."""
    rows = weave(
        "SELECT o.id FROM {tables} WHERE {visible} AND {loose} {before} "
        "ORDER BY o.id DESC LIMIT {most}",
        tables=scope.tables("o"),
        visible=scope.visible("o"),
        loose=is_loose(scope),
        before=weave("AND o.id < {before}", before=before) if before else Piece(""),
        most=most,
    ).rows()
    return [id for (id,) in rows]
