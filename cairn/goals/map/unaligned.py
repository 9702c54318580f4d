"""Objectives that serve nothing the viewer can see: not the company's, and aligned to none."""

from cairn.goals.map.scope import Scope
from cairn.storage.pieces import Piece, weave

MOST_READ, MOST_READ_OF_THE_PAST = 3_000, 1_000
ALONE = "({row}.team_id IS NULL OR {row}.team_id <> {company}) AND NOT {supports}"


def alone(scope: Scope) -> Piece:
    """The condition on a visible objective under `o`."""
    return weave(
        ALONE,
        row=scope.row("o"),
        company=scope.company(),
        supports=scope.supports("o", "p"),
    )


def count_unaligned(scope: Scope) -> tuple[int, bool]:
    """How many there are among the first that the viewer may see, and whether that is not all.

    Reading ends there, so that the answer is as quick in a large company as in a small one.
    """
    most = MOST_READ_OF_THE_PAST if scope.past else MOST_READ
    rows = weave(
        "SELECT COUNT(*), SUM(x.alone) FROM ({first}) x",
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
        "SELECT CASE WHEN {alone} THEN 1 ELSE 0 END AS alone FROM {tables} WHERE {visible}",
        tables=scope.tables("o"),
        visible=scope.visible("o"),
        alone=alone(scope),
    )


def unaligned_ids(scope: Scope, most: int, before: int | None) -> list[int]:
    """A page of them, the newest first."""
    rows = weave(
        "SELECT o.id FROM {tables} WHERE {visible} AND {alone} {before} "
        "ORDER BY o.id DESC LIMIT {most}",
        tables=scope.tables("o"),
        visible=scope.visible("o"),
        alone=alone(scope),
        before=weave("AND o.id < {before}", before=before) if before else Piece(""),
        most=most,
    ).rows()
    return [id for (id,) in rows]
