"""The statements that follow alignments through the graph, by hand; see `goals/sql.py`.

A tie counts while the alignment is accepted and has a weight; it carries progress while the
objective below is published and not deleted.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cairn.storage.rows import (
    Answer,
    ask,
    execute,
    fetch,
    kept_day,
    kept_percent,
    on_postgresql,
    travelling_together,
)

ABOVE = (
    "WITH RECURSIVE up(objective_id, target_id, key_result_id) AS ("
    "SELECT a.objective_id, a.target_id, a.key_result_id FROM goals_alignment a "
    "WHERE a.objective_id = %s AND a.state = 'accepted' AND a.weight > 0 "
    "UNION SELECT a.objective_id, a.target_id, a.key_result_id FROM goals_alignment a "
    "JOIN up ON a.objective_id = up.target_id WHERE a.state = 'accepted' AND a.weight > 0) "
    "SELECT objective_id, target_id, key_result_id FROM up"
)
BELOW = (
    "SELECT a.key_result_id, a.weight, o.progress, o.override, o.checked_in_on "
    "FROM goals_alignment a JOIN goals_objective o ON o.id = a.objective_id "
    "WHERE a.target_id = %s AND a.state = 'accepted' AND a.weight > 0 "
    "AND o.deleted_at IS NULL AND o.published_at IS NOT NULL ORDER BY a.id"
)
LEADS_TO = (
    "WITH RECURSIVE up(id) AS (SELECT {start} UNION SELECT a.target_id FROM goals_alignment a "
    "JOIN up ON a.objective_id = up.id WHERE a.state IN ('requested', 'accepted')) "
    "SELECT 1 FROM up WHERE id = %s"
)
LEADING_TO = (
    "WITH RECURSIVE up(start, id) AS (SELECT o.id, o.id FROM goals_objective o "
    "WHERE o.id IN ({holes}) UNION SELECT up.start, a.target_id FROM goals_alignment a "
    "JOIN up ON a.objective_id = up.id WHERE a.state IN ('requested', 'accepted')) "
    "SELECT DISTINCT start FROM up WHERE id = %s"
)
LIVE_ABOVE = (
    "WITH RECURSIVE up(id) AS (SELECT o.id FROM goals_objective o WHERE o.id IN ({holes}) "
    "UNION SELECT a.target_id FROM goals_alignment a JOIN up ON a.objective_id = up.id "
    "WHERE a.state IN ('requested', 'accepted')) "
    "SELECT a.objective_id, a.target_id, a.key_result_id FROM goals_alignment a "
    "JOIN up ON a.objective_id = up.id WHERE a.state IN ('requested', 'accepted')"
)
LINE = (
    "WITH RECURSIVE up(id) AS ({start} "
    "UNION SELECT a.target_id FROM goals_alignment a JOIN up ON a.objective_id = up.id "
    "WHERE a.state = 'accepted' AND a.weight > 0) "
    "SELECT o.id FROM goals_objective o WHERE o.id IN (SELECT id FROM up) "
    "ORDER BY o.id FOR NO KEY UPDATE"
)


@dataclass(frozen=True, slots=True)
class Tie:
    """An alignment, seen from the way that numbers go."""

    objective_id: int
    target_id: int
    key_result_id: int | None


@dataclass(frozen=True, slots=True)
class Feed:
    """What an aligned objective brings: weight in percent, progress shown, last check-in."""

    key_result_id: int | None
    weight: Decimal
    progress: Decimal | None
    checked_in_on: date | None


def ask_ties_above(objective_id: int) -> Answer[list[Tie]]:
    """Every counting tie from an objective up to where they end. One statement."""
    rows = ask(ABOVE, [objective_id])
    return lambda: [Tie(*row) for row in rows()]


def ask_feeds(objective_id: int) -> Answer[list[Feed]]:
    """What counts into an objective and its key results, in order of the alignments."""
    rows = ask(BELOW, [objective_id])
    return lambda: [
        Feed(key_result_id, kept_percent(weight), _shown(progress, override), kept_day(day))
        for key_result_id, weight, progress, override, day in rows()
    ]


def leads_to(start: int, end: int) -> bool:
    """Whether live alignments lead from one objective up to another, or they are the same."""
    hole = "%s::bigint" if on_postgresql() else "%s"
    return bool(fetch(LEADS_TO.format(start=hole), [start, end]))


def leading_to(starts: Collection[int], end: int) -> set[int]:
    """Which of these objectives are the end, or lead up to it by live alignments. One statement."""
    if not starts:
        return set()
    statement = LEADING_TO.format(holes=", ".join(["%s"] * len(starts)))
    return {start for (start,) in fetch(statement, [*starts, end])}


def live_above(objective_ids: Collection[int]) -> list[Tie]:
    """Every live alignment of these objectives and of what they lead up to. One statement."""
    if not objective_ids:
        return []
    statement = LIVE_ABOVE.format(holes=", ".join(["%s"] * len(objective_ids)))
    return [Tie(*row) for row in fetch(statement, list(objective_ids))]


def lock_lines(organization_id: int, objective_ids: Sequence[int]) -> None:
    """Lock objectives and all that their progress counts into, in the order of their ids.

    At once, and with the ties held, so that no two transactions can wait for each other: a line
    that grew while it was waited for would be locked the rest of the way in no order. On SQLite the
    transaction holds the only write lock already.
    """
    if objective_ids:
        holes = ", ".join(["%s"] * len(objective_ids))
        start = f"SELECT o.id FROM goals_objective o WHERE o.id IN ({holes})"  # noqa: S608
        _lock(organization_id, start, list(objective_ids))


def lock_lines_of_cycle(organization_id: int, cycle_id: int) -> None:
    """The same from every objective of a cycle, however many there are.

    With the cycle locked: none can come to it then (`hold_cycle`).
    """
    _lock(organization_id, "SELECT o.id FROM goals_objective o WHERE o.cycle_id = %s", [cycle_id])


def hold_cycle(organization_id: int, cycle_id: int | None) -> None:
    """Let nobody end or move a cycle until the transaction ends; any number may hold it at once.

    Taken before any objective is locked, as whoever ends the cycle does.
    """
    if on_postgresql() and cycle_id is not None:
        statement = "SELECT id FROM cycles_cycle WHERE organization_id = %s AND id = %s FOR SHARE"
        fetch(statement, [organization_id, cycle_id])


def lock_line_of_key_result(organization_id: int, key_result_id: int) -> None:
    """The same from the objective of a key result."""
    start = "SELECT k.objective_id FROM goals_keyresult k WHERE k.id = %s"
    _lock(organization_id, start, [key_result_id])


def _lock(organization_id: int, start: str, values: Sequence[int]) -> None:
    """Two statements that travel together: a statement sees what there was when it began, so the
    line is asked for once the ties are held."""
    if on_postgresql():
        with travelling_together():
            execute("SELECT pg_advisory_xact_lock_shared(%s)", [_ties_of(organization_id)])
            execute(LINE.format(start=start), values)


def lock_graph(organization_id: int) -> None:
    """Let nobody else add an alignment in this organization until the transaction ends.

    Taken before any objective is locked, and after a cycle. Without it two requests could close a
    loop at one moment.
    """
    if on_postgresql():
        fetch("SELECT pg_advisory_xact_lock(%s)", [organization_id])


def lock_ties(organization_id: int) -> None:
    """Wait for all who have locked a line, and let nobody lock one until the transaction ends: for
    whoever makes a tie count that did not.

    Taken after the graph and before any line: who has locked a line holds the ties with others.
    """
    if on_postgresql():
        fetch("SELECT pg_advisory_xact_lock(%s)", [_ties_of(organization_id)])


def _ties_of(organization_id: int) -> int:
    """The number of a lock beside that of the graph; ids are above zero."""
    return -organization_id


def _shown(progress: Decimal | str | None, override: Decimal | str | None) -> Decimal | None:
    shown = progress if override is None else override
    return None if shown is None else Decimal(shown)
