"""Which row of a sheet is which row of its earlier version, where their keys no longer agree. Pure.

The key of a sheet's row is made of its words, so a new title, owner or team would make another thing of it.
Within one file a row that the earlier version did not have is taken for one that the new version has no
more, where both have the same reference, the same title in the same place, or mostly the same words. The
cycle is never another one: whoever takes last quarter's sheet for the next means new objectives.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import SequenceMatcher
from typing import Any, Final

from cairn.exchange.matching import NO_CYCLE, folded
from cairn.exchange.planning.named import Named
from cairn.exchange.planning.steps import Known, Thing
from cairn.exchange.rows import Objective, Rows
from cairn.exchange.shaping import kept_key

ALIKE: Final = 0.65
"""How much of two titles is the same, from 0 to 1, for them to be one title that was edited."""
NEAR: Final = 0.4
"""The same of two titles in the same place under the same number."""
SHARED: Final = 0.6
"""How many of the key results below two objectives, for them to be one."""
MOST_COMPARED: Final = 20_000
"""Pairs of titles; beyond that only what is equal is found."""
_MADE: Final = re.compile(r"~[0-9a-f]{20}(?:#\d+)?")
"""A key that was made of words, alone or in one that is made of it."""
_COUNTED: Final = re.compile(
    r"(?:o|kr|kt|no\.?|#)?[\s._-]*\d{0,5}(?:[\s._-]*(?:kr|kt)?[\s._-]*\d{1,5})*", re.IGNORECASE
)
"""A reference that only counts: it moves on when a row is put in before it."""

type Score = Callable[[Any, Thing], float]


@dataclass(slots=True)
class Sides:
    """What is not known again yet, of one sort by key: `rows` of the file, `things` of its earlier
    version. `found` are the keys of rows → those of things."""

    rows: dict[str, Any]
    things: dict[str, Thing]
    found: dict[str, str] = field(default_factory=dict)

    def take(self, row: str, thing: str) -> None:
        self.found[row] = thing
        del self.rows[row], self.things[thing]


def as_known(rows: Rows, known: Known, named: Named) -> Rows:
    """The same rows under the keys that they were brought in with before."""
    if not known.things:
        return rows
    sides = _sides(rows, "objective", rows.objectives, known)
    _match_objectives(sides, rows, known, named)
    rows = _renamed(rows, sides.found)
    for sort in ("key_result", "initiative"):
        parts = rows.key_results if sort == "key_result" else rows.initiatives
        sides = _sides(rows, sort, parts, known)
        _match_parts(sides, _place(rows, known))
        rows = _renamed(rows, sides.found)
    return rows


def _sides(rows: Rows, sort: str, of_sort: Iterable[Any], known: Known) -> Sides:
    """Some rows stand here as another sort than in the file; their keys are in use all the same."""
    every: tuple[Any, ...] = (*rows.objectives, *rows.key_results, *rows.initiatives)
    used = {kept_key(one.key) for one in every}
    fresh = {
        one.key: one
        for one in of_sort
        if _MADE.fullmatch(one.key) and (sort, one.key) not in known.things
    }
    if not fresh:
        return Sides({}, {})
    gone = {
        key: thing
        for (of, key), thing in known.things.items()
        if of == sort and key not in used and thing.wrote
    }
    return Sides(fresh, gone)


def _match_objectives(sides: Sides, rows: Rows, known: Known, named: Named) -> None:
    if not (sides.rows and sides.things):
        return
    titles, below = _titles_below(rows, known)

    def share(row: Objective, thing: Thing) -> float:
        mine, theirs = titles[row.key], below[thing.of]
        return len(mine & theirs) / max(len(mine), len(theirs)) if mine and theirs else 0.0

    def is_in_one_cycle(row: Objective, thing: Thing) -> bool:
        period = named.cycles.get(row.cycle, named.cycles.get(NO_CYCLE))
        return period is None or thing.wrote.get("cycle") == period.ref

    def score(row: Objective, thing: Thing) -> float:
        if not is_in_one_cycle(row, thing):
            return 0.0
        alike = _ratio(row.title, thing)
        if alike < ALIKE and share(row, thing) < SHARED:
            return 0.0
        return alike + share(row, thing) + _of_whom(row, thing, named)

    _by_reference(
        sides, lambda row, thing: is_in_one_cycle(row, thing) and share(row, thing) >= SHARED
    )
    _by_title(sides, lambda row: row.cycle, is_in_one_cycle)
    _by_likeness(sides, score)


def _titles_below(
    rows: Rows, known: Known
) -> tuple[Mapping[str, set[str]], Mapping[int, set[str]]]:
    """The titles of key results, of the file by their objective's key, of before by its id."""
    titles: dict[str, set[str]] = defaultdict(set)
    for one in rows.key_results:
        titles[one.objective].add(folded(one.title))
    below: dict[int, set[str]] = defaultdict(set)
    for (sort, _key), thing in known.things.items():
        if sort == "key_result" and thing.of:
            below[thing.of].add(_title(thing))
    return titles, below


def _of_whom(row: Objective, thing: Thing, named: Named) -> float:
    """Of several that are as like, the one of the same owner and team."""
    owners = [named.people.get(one, "") for one in row.owners[:1]]
    teams = [named.teams.get(one, "") for one in row.teams[:1]]
    same = (owners == [thing.wrote.get("owner")], teams == [thing.wrote.get("team")])
    return sum(same) / 4


def _place(rows: Rows, known: Known) -> Callable[[Any], int]:
    """The id of the objective in which a row of the file stands; 0 of one that is new."""
    parents = {one.key: one.objective for one in rows.key_results}

    def place(row: Any) -> int:
        key, seen = getattr(row, "objective", "") or getattr(row, "under", ""), set[str]()
        while key in parents and key not in seen:
            seen.add(key)
            key = parents[key]
        thing = known.things.get(("objective", kept_key(key)))
        return thing.of if thing else 0

    return place


def _match_parts(sides: Sides, place: Callable[[Any], int]) -> None:
    """Key results and initiatives, each within its objective."""
    if not (sides.rows and sides.things):
        return

    def is_in_place(row: Any, thing: Thing) -> bool:
        return bool(thing.of) and place(row) == thing.of

    def score(row: Any, thing: Thing) -> float:
        alike = _ratio(row.title, thing) if is_in_place(row, thing) else 0.0
        return alike if alike >= ALIKE else 0.0

    _by_reference(
        sides, lambda row, thing: is_in_place(row, thing) and _ratio(row.title, thing) >= NEAR
    )
    _by_title(sides, place, is_in_place)
    _by_likeness(sides, score)


def _by_reference(sides: Sides, is_plausible: Callable[[Any, Thing], bool]) -> None:
    """An id of the source's own says enough; one that only counts, where the rest agrees too."""
    things: dict[str, list[str]] = defaultdict(list)
    for key, thing in sides.things.items():
        things[str(thing.wrote.get("reference", ""))].append(key)
    for key, row in list(sides.rows.items()):
        there = things.get(row.reference, ()) if row.reference else ()
        if len(there) != 1 or there[0] not in sides.things:
            continue
        is_own = not _COUNTED.fullmatch(row.reference)
        if is_own or is_plausible(row, sides.things[there[0]]):
            sides.take(key, there[0])


def _by_title(
    sides: Sides, place: Callable[[Any], Any], is_possible: Callable[[Any, Thing], bool]
) -> None:
    """The same title in the same place, where one alone has it on each side."""
    counts = Counter((place(row), folded(row.title)) for row in sides.rows.values())
    things: dict[str, list[str]] = defaultdict(list)
    for key, thing in sides.things.items():
        things[_title(thing)].append(key)
    for key, row in list(sides.rows.items()):
        title = folded(row.title)
        there = [
            one
            for one in things.get(title, ())
            if one in sides.things and is_possible(row, sides.things[one])
        ]
        if len(there) == 1 and counts[place(row), title] == 1:
            sides.take(key, there[0])


def _by_likeness(sides: Sides, score: Score) -> None:
    """The likest pairs first; what is as like to two is like to neither."""
    if len(sides.rows) * len(sides.things) > MOST_COMPARED:
        return
    scores = {
        (row, thing): found
        for row in sides.rows
        for thing in sides.things
        if (found := score(sides.rows[row], sides.things[thing]))
    }
    of_rows = Counter((row, found) for (row, _thing), found in scores.items())
    of_things = Counter((thing, found) for (_row, thing), found in scores.items())
    for (row, thing), found in sorted(scores.items(), key=lambda one: (-one[1], one[0])):
        is_only = of_rows[row, found] == 1 and of_things[thing, found] == 1
        if is_only and row in sides.rows and thing in sides.things:
            sides.take(row, thing)


def _title(thing: Thing) -> str:
    return folded(str(thing.wrote.get("title", "")))


def _ratio(title: str, thing: Thing) -> float:
    compared = SequenceMatcher(None, folded(title), _title(thing), autojunk=False)
    return compared.ratio() if compared.quick_ratio() >= NEAR else 0.0


SORTS: Final = (
    *("objectives", "key_results", "initiatives"),
    *("alignments", "check_ins", "comments"),
)
NAMING: Final = frozenset({"key", "objective", "under", "child", "parent", "on"})


def _renamed(rows: Rows, renamed: Mapping[str, str]) -> Rows:
    """Everything that names a key, or whose key is made of it."""
    if not renamed:
        return rows

    def anew(text: str) -> str:
        return _MADE.sub(lambda found: renamed.get(found[0], found[0]), text)

    changes: dict[str, Any] = {
        sort: tuple(_anew(one, anew) for one in getattr(rows, sort)) for sort in SORTS
    }
    return replace(rows, **changes)


def _anew(row: Any, anew: Callable[[str], str]) -> Any:
    names = [one.name for one in fields(row) if one.name in NAMING]
    changed = {name: anew(getattr(row, name)) for name in names if "~" in getattr(row, name)}
    return replace(row, **changed) if changed else row
