"""Which objectives a map shows: the ids, found in one statement whatever is asked.

Each part is a recursive walk along the alignments of a scope. A walk stops where a limit is
reached, so that no company is read to draw a screen.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from cairn.goals.map.filters import Filters, fitting
from cairn.goals.map.scope import Scope
from cairn.storage.pieces import Piece, weave

MOST_OPENED = 150
MOST_MATCHES = 80
MOST_ABOVE = 600
MOST_BELOW = 100
DEEPEST = 8
BELOW_FOCUS = 2
CONTEXT_LEVELS = 2

EVERY_CYCLE = Piece("1 = 1")
STEP_DOWN = (
    "SELECT a.objective_id, d.depth + 1 FROM {walk} d CROSS JOIN goals_alignment a "
    "CROSS JOIN {tables} WHERE d.depth < {deepest} AND a.target_id = d.id AND {holds} "
    "AND o.id = a.objective_id AND {visible}"
)
STEP_UP = (
    "SELECT a.target_id, d.depth + 1 FROM {walk} d CROSS JOIN goals_alignment a "
    "CROSS JOIN {tables} WHERE a.objective_id = d.id AND {holds} "
    "AND o.id = a.target_id AND {visible}"
)


@dataclass(slots=True)
class Found:
    """Ids by part, each with the depth at which it was met first; `full` names the parts that may
    hold more than was read."""

    parts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    full: set[str] = field(default_factory=set)

    def of(self, part: str) -> dict[int, int]:
        return self.parts.get(part, {})


@dataclass(frozen=True, slots=True)
class Walk:
    """A part of the statement: the common tables it needs, and how many rows are read of it."""

    name: str
    tables: tuple[Piece, ...]
    most: int


def find_lines(scope: Scope, *, filters: Filters, focus: int | None = None) -> Found:
    """The first answer of a map. One statement."""
    walks = []
    if focus:
        walks += [_above(scope, "above", _one(scope, focus)), _below_focus(scope, focus)]
    if filters:
        walks += _matches(scope, filters)
    else:
        walks.append(from_company(scope))
    return _run(walks)


def find_hits(scope: Scope, filters: Filters) -> tuple[list[int], bool]:
    """What fits, the newest first, and whether there is more. One statement."""
    found = _run(_matches(scope, filters)[:1])
    return list(found.of("hits"))[:MOST_MATCHES], "hits" in found.full


def _run(walks: Sequence[Walk]) -> Found:
    tables = ", ".join(one.text for walk in walks for one in walk.tables)
    reads = " UNION ALL ".join(
        f"SELECT * FROM (SELECT '{walk.name}' AS part, id, depth FROM {walk.name} LIMIT %s) r{n}"  # noqa: S608
        for n, walk in enumerate(walks)
    )
    values = [value for walk in walks for one in walk.tables for value in one.values]
    values += [walk.most + 1 for walk in walks]
    found, read = Found(), Counter[str]()
    for part, id, depth in Piece(f"WITH RECURSIVE {tables} {reads}", tuple(values)).rows():
        read[part] += 1
        found.parts[part].setdefault(id, depth)
    found.full = {walk.name for walk in walks if read[walk.name] > walk.most}
    return found


def roots(scope: Scope) -> Piece:
    """The company's objectives that support none of the company's."""
    return weave(
        "SELECT o.id, 1 FROM {tables} WHERE {row}.team_id = {company} AND {visible} "
        "AND NOT {supports}",
        tables=scope.tables("o", by_standing=True),
        row=scope.row("o"),
        company=scope.company(),
        visible=scope.visible("o", by_standing=True),
        supports=scope.supports("o", "p", _of_company(scope, "p")),
    )


def _of_company(scope: Scope, at: str) -> Piece:
    return weave("{row}.team_id = {company}", row=scope.row(at), company=scope.company())


def from_company(scope: Scope) -> Walk:
    """Level after level below the company; `opened` says how many of them are shown."""
    return Walk(
        "top", (_walk(scope, "top", roots(scope), STEP_DOWN, deepest=DEEPEST),), MOST_OPENED * 2
    )


def _walk(scope: Scope, name: str, start: Piece, step: str, deepest: int = 0) -> Piece:
    return weave(
        "{name}(id, depth) AS ({start} UNION {step})",
        name=Piece(name),
        start=start,
        step=weave(
            step,
            walk=Piece(name),
            tables=scope.tables("o"),
            deepest=Piece(str(deepest)),
            holds=scope.holds("a"),
            visible=scope.visible("o"),
        ),
    )


def _one(scope: Scope, objective_id: int) -> Piece:
    return weave(
        "SELECT o.id, 0 FROM {tables} WHERE o.id = {id} AND {visible}",
        tables=scope.tables("o"),
        id=objective_id,
        visible=scope.visible("o"),
    )


def _above(scope: Scope, name: str, start: Piece) -> Walk:
    return Walk(name, (_walk(scope, name, start, STEP_UP),), MOST_ABOVE)


def _below_focus(scope: Scope, focus: int) -> Walk:
    start = _one(scope, focus)
    return Walk(
        "below", (_walk(scope, "below", start, STEP_DOWN, deepest=BELOW_FOCUS),), MOST_BELOW
    )


def _matches(scope: Scope, filters: Filters) -> list[Walk]:
    """What fits, the newest first, and the lines that lead up from there."""
    leads = filters.team or filters.owner or filters.q
    found = _newest(scope, filters) if leads else _newest_by_cycle(scope, filters)
    hits = weave("hits(id, depth) AS ({found})", found=found)
    lines = _walk(scope, "lines", Piece("SELECT id, depth FROM hits"), STEP_UP)
    return [Walk("hits", (hits,), MOST_MATCHES), Walk("lines", (lines,), MOST_ABOVE)]


def _newest(scope: Scope, filters: Filters, cycle: Piece = EVERY_CYCLE) -> Piece:
    return weave(
        "SELECT o.id, 0 AS depth FROM {tables} WHERE {fitting} AND {visible} AND {cycle} "
        "ORDER BY o.id DESC LIMIT {most}",
        tables=scope.tables("o", by_standing=bool(filters.team or filters.owner)),
        fitting=fitting(scope, filters, "o"),
        visible=scope.visible("o", by_standing=bool(filters.team or filters.owner)),
        cycle=cycle,
        most=MOST_MATCHES + 1,
    )


def _newest_by_cycle(scope: Scope, filters: Filters) -> Piece:
    """Cycle by cycle, in the order of an index, so that reading ends with the last one shown.

    By the cycle of today: what moved to another one since a past day is not found there.
    """
    parts = [
        weave(
            "SELECT * FROM ({newest}) {name}",
            newest=_newest(scope, filters, weave("o.cycle_id = {cycle}", cycle=cycle)),
            name=Piece(f"c{n}"),
        )
        for n, cycle in enumerate(scope.cycles)
    ]
    if not parts:
        return _newest(scope, filters)
    return weave(
        "SELECT * FROM ({parts}) p ORDER BY id DESC LIMIT {most}",
        parts=Piece(
            " UNION ALL ".join(one.text for one in parts),
            tuple(value for one in parts for value in one.values),
        ),
        most=MOST_MATCHES + 1,
    )


def opened(found: Found, levels: int | None = None) -> list[int]:
    """The ids of the levels below the company that are shown: whole levels while they fit, and at
    least the first."""
    by_level: dict[int, list[int]] = defaultdict(list)
    for id, depth in found.of("top").items():
        by_level[depth].append(id)
    whole = max(by_level, default=0) - ("top" in found.full)
    shown: list[int] = []
    for level in sorted(by_level):
        too_many = len(shown) + len(by_level[level]) > MOST_OPENED
        if level > 1 and (too_many or level > min(whole, levels or DEEPEST)):
            break
        shown += sorted(by_level[level])[:MOST_OPENED]
    return shown


def root_ids(scope: Scope, most: int, after: int | None) -> list[int]:
    """A page of the company's objectives at the top."""
    rows = weave(
        "SELECT id FROM ({roots}) r WHERE id > {after} ORDER BY id LIMIT {most}",
        roots=roots(scope),
        after=after or 0,
        most=most,
    ).rows()
    return [id for (id,) in rows]


def children_of(scope: Scope, of: int, most: int, after: int | None) -> list[int] | None:
    """A page of what supports an objective; None where the viewer may not see that one."""
    rows = weave(
        "SELECT p.id, x.id FROM {above} LEFT JOIN (SELECT DISTINCT o.id FROM goals_alignment a "
        "CROSS JOIN {tables} WHERE a.target_id = {of} AND {holds} AND o.id = a.objective_id "
        "AND o.id > {after} AND {visible} ORDER BY o.id LIMIT {most}) x ON 1 = 1 "
        "WHERE p.id = {of} AND {above_visible} ORDER BY x.id",
        above=scope.tables("p"),
        tables=scope.tables("o"),
        of=of,
        holds=scope.holds("a"),
        after=after or 0,
        visible=scope.visible("o"),
        most=most,
        above_visible=scope.visible("p"),
    ).rows()
    return [id for _, id in rows if id is not None] if rows else None
