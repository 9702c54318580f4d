"""Objectives that serve nothing the viewer can see: not the company's, and aligned to none."""

from cairn.goals.map.pieces import Piece, weave
from cairn.goals.map.scope import Scope

MOST_COUNTED = 999
MOST_READ = 10_000
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
    """How many there are, and whether there may be more.

    Counting ends after so many objectives, found or read, that the answer stays as quick in a
    large company as in a small one. Only what the viewer may see is read and counted.
    """
    rows = weave(
        "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM {window} CROSS JOIN {tables} "
        "WHERE o.id = w.id AND {stood} AND {alone} LIMIT {most}) x), "
        "(SELECT COUNT(*) FROM {window})",
        window=_window(scope),
        tables=scope.tables("o"),
        stood=scope.stood("o"),
        alone=alone(scope),
        most=MOST_COUNTED + 1,
    ).rows()
    count, read = rows[0]
    return min(count, MOST_COUNTED), count > MOST_COUNTED or read >= MOST_READ


def _window(scope: Scope) -> Piece:
    return weave(
        "(SELECT g.id FROM {tables} WHERE {visible} LIMIT {most}) w",
        tables=scope.tables("g"),
        visible=scope.visible("g"),
        most=MOST_READ,
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
