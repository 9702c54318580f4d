"""The whole map as a list: every objective once, under what it supports first, however many there are.

The drawing stops where a screen is full; this goes on to the end of every line.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Final

from cairn.goals.map.filters import Filters, fitting
from cairn.goals.map.nodes import Node, Tie
from cairn.goals.map.reading import read_nodes, read_ties
from cairn.goals.map.scope import Scope
from cairn.goals.map.undoing import Past, read_past
from cairn.storage.pieces import Piece, weave

AT_A_TIME: Final = 1_000
FITTING = (
    "SELECT o.id, CASE WHEN {row}.team_id = {company} THEN 1 ELSE 0 END FROM {tables} "
    "WHERE {visible} AND {fits} ORDER BY o.id"
)
BELOW = (
    "SELECT DISTINCT o.id, CASE WHEN {row}.team_id = {company} THEN 1 ELSE 0 END "
    "FROM goals_alignment a CROSS JOIN {tables} WHERE a.target_id IN {of} AND {holds} "
    "AND o.id = a.objective_id AND {visible}"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """`level` is 1 for the company's at the top and for what is on no line. `under` is what it stands
    under, `also` what else it supports. `fits`: not there only because it leads to a match."""

    node: Node
    level: int
    under: str
    under_id: int | None
    also: tuple[str, ...]
    loose: bool
    fits: bool


@dataclass(slots=True)
class Listing:
    """What is listed, by id: whether it is the company's, and what it supports, first what it stands
    under. `fits` are those that were asked for."""

    scope: Scope
    of_company: dict[int, bool] = field(default_factory=dict)
    ties: dict[int, list[Tie]] = field(default_factory=dict)
    fits: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.of_company)

    def entries(self) -> Iterator[Entry]:
        """Line after line, from the top down; what is on no line comes last, the newest first. A
        statement for each thousand, two of a past day."""
        placed = _places(self)
        titles: dict[int, str] = {}
        for some in batched(placed, AT_A_TIME):
            ids = [id for id, _level, _loose in some]
            others = {int(tie.id) for id in ids for tie in self.ties[id]}
            nodes = _read(self.scope, [*ids, *(others - titles.keys() - {*ids})])
            titles |= {int(id): node.title for id, node in nodes.items()}
            for id, level, loose in some:
                if node := nodes.get(str(id)):
                    yield self._entry(node, level, loose, titles)

    def _entry(self, node: Node, level: int, loose: bool, titles: Mapping[int, str]) -> Entry:
        supported = [int(tie.id) for tie in self.ties[node.number]]
        under = supported[0] if level > 1 else None
        also = [titles.get(one, "") for one in supported if one != under]
        title = "" if under is None else titles.get(under, "")
        return Entry(node, level, title, under, tuple(also), loose, node.number in self.fits)


def list_lines(scope: Scope, filters: Filters, focus: int | None = None) -> Listing:
    """What fits and what leads up from there; of an objective in focus all that is on its lines. A
    statement for what fits, and one for each level and thousand."""
    listing = Listing(scope)
    if filters or not focus:
        listing.of_company |= _fitting(scope, fitting(scope, filters, "o"))
    if focus:
        listing.of_company |= _line_below(scope, focus)
    listing.fits = {*listing.of_company}
    _climb(listing)
    return listing


def count_listed(scope: Scope, most: int) -> int:
    """How many a list without filters has, up to so many. One statement."""
    ((count,),) = weave(
        "SELECT COUNT(*) FROM (SELECT o.id FROM {tables} WHERE {visible} LIMIT {most}) n",
        tables=scope.tables("o"),
        visible=scope.visible("o"),
        most=most,
    ).rows()
    return int(count)


def _fitting(scope: Scope, fits: Piece) -> dict[int, bool]:
    rows = weave(
        FITTING,
        row=scope.row("o"),
        company=scope.company(),
        tables=scope.tables("o"),
        visible=scope.visible("o"),
        fits=fits,
    ).rows()
    return {id: bool(of_company) for id, of_company in rows}


def _line_below(scope: Scope, focus: int) -> dict[int, bool]:
    """An objective and everything below it."""
    found = _fitting(scope, weave("o.id = {id}", id=focus))
    level: Collection[int] = list(found)
    while level:
        below = {id: of for some in batched(level, AT_A_TIME) for id, of in _below(scope, some)}
        level = [id for id in below if id not in found]
        found |= {id: below[id] for id in level}
    return found


def _below(scope: Scope, ids: Sequence[int]) -> list[tuple[int, bool]]:
    rows = weave(
        BELOW,
        row=scope.row("o"),
        company=scope.company(),
        tables=scope.tables("o"),
        of=ids,
        holds=scope.holds("a"),
        visible=scope.visible("o"),
    ).rows()
    return [(id, bool(of_company)) for id, of_company in rows]


def _climb(listing: Listing) -> None:
    """Learns what all of them support, and takes in what they lead up to."""
    level: Collection[int] = list(listing.of_company)
    while level:
        above: list[int] = []
        for some in batched(level, AT_A_TIME):
            ties = read_ties(listing.scope, some)
            for id in some:
                found = ties.get(str(id), [])
                listing.ties[id] = found
                for tie in found:
                    if int(tie.id) not in listing.of_company:
                        listing.of_company[int(tie.id)] = tie.of_company
                        above.append(int(tie.id))
        level = above


def _places(listing: Listing) -> list[tuple[int, int, bool]]:
    """(id, level, whether it is on no line) in the order of the list. Alignments never run in a
    circle, so that everything is reached from a top."""
    below: dict[int, list[int]] = defaultdict(list)
    top, loose = [], []
    for id in sorted(listing.of_company):
        ties = listing.ties[id]
        if listing.of_company[id] and not any(one.of_company for one in ties):
            top.append(id)
        elif ties:
            below[int(ties[0].id)].append(id)
        else:
            loose.append(id)
    placed: list[tuple[int, int, bool]] = []
    for starts, on_none in ((top, False), (loose[::-1], True)):
        waiting = [(id, 1) for id in reversed(starts)]
        while waiting:
            id, level = waiting.pop()
            placed.append((id, level, on_none))
            waiting += [(one, level + 1) for one in reversed(below[id])]
    return placed


def _read(scope: Scope, ids: Collection[int]) -> dict[str, Node]:
    nodes = read_nodes(scope, ids)
    (read_past(scope, ids) if scope.past else Past()).restore(nodes)
    return nodes
