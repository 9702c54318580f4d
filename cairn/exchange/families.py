"""Which file a sheet is a newer version of.

The keys of a sheet's rows are made of what stands in them, so they say who is who among the versions of one
file and nothing beyond it: two files may well speak of the same O1. All versions of a file share a source,
"file:<number of the import that brought the first one>". Which one it is, somebody says (`map_import`,
`newer_of`); until then it is the file that has most rows in common with this one, where that is at least
half of the shorter of the two, and else a file of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cairn.exchange.matching import NEW, folded, whose
from cairn.exchange.models import Import, ImportedThing, Sort, State
from cairn.exchange.reading.keys import OF_FILES
from cairn.exchange.rows import Rows
from cairn.exchange.shaping import kept_key

MOST_FILES: Final = 50
"""How many of the files that came last are compared and offered."""
HALF: Final = 0.5
LOOKED_AT: Final = 2_000
ALIKE: Final = "alike"
LIKELY: Final = "likely"
NEWER_OF: Final = "newer_of"
"""Under these names an import's `mapping` keeps how many rows it has in common with each source, the
source that is suggested, and what was chosen: the number of an import, `NEW`, or nothing."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last version of a file that was brought in; `same` rows of it are in the new one."""

    import_id: int
    source: str
    file_name: str
    applied_at: datetime
    same: int = 0


def is_sheet(source: str) -> bool:
    """Whether its keys mean something in versions of one file only."""
    return source == OF_FILES or source.startswith(f"{OF_FILES}:")


def own_source(import_id: int) -> str:
    return f"{OF_FILES}:{import_id}"


def settle_source(found: Import, rows: Rows) -> None:
    """Set the source of an import whose file was read, and what it has in common with earlier files.
    Three queries."""
    if not is_sheet(rows.source):
        found.source = rows.source[:120]
        return
    earlier = earlier_files(found)
    counted = _count(found.organization_id, [one.source for one in earlier], rows)
    found.mapping[ALIKE] = {source: same for source, (same, _of) in counted.items() if same}
    found.mapping[LIKELY] = _likeliest(counted, rows)
    take_source(found, earlier)


def earlier_files(found: Import) -> list[Earlier]:
    """Files of which something is here, the last ones first. One query."""
    applied = Import.objects.filter(
        organization=found.organization_id,
        source__startswith=f"{OF_FILES}:",
        state=State.APPLIED,
        applied_at__isnull=False,
    ).exclude(id=found.id)
    same = found.mapping.get(ALIKE, {})
    made: dict[str, Earlier] = {}
    rows = applied.order_by("-applied_at", "-id").values_list(
        "id", "source", "file_name", "applied_at"
    )
    for id, source, name, at in rows[:LOOKED_AT]:
        if at is not None and len(made) < MOST_FILES:
            made.setdefault(source, Earlier(id, source, name, at, same.get(source, 0)))
    return list(made.values())


def take_source(found: Import, earlier: Iterable[Earlier]) -> None:
    """As was chosen, else as is suggested."""
    choice = found.mapping.get(NEWER_OF, "")
    chosen = next((one.source for one in earlier if str(one.import_id) == choice), "")
    if choice != NEW:
        chosen = chosen or found.mapping.get(LIKELY, "")
    found.source = chosen or own_source(found.id)


type Counted = Mapping[str, tuple[int, int]]
"""By source: how many rows are the same, of how many."""


def _count(organization_id: int, sources: Sequence[str], rows: Rows) -> Counted:
    keys = {("objective", kept_key(one.key)) for one in rows.objectives}
    keys |= {("key_result", kept_key(one.key)) for one in rows.key_results}
    alike = _words(rows)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    things = ImportedThing.objects.filter(
        organization=organization_id,
        source__in=sources,
        sort__in=(Sort.OBJECTIVE, Sort.KEY_RESULT),
    ).values_list("source", "sort", "key", "wrote__title", "wrote__said")
    for source, sort, key, title, said in things.iterator(chunk_size=LOOKED_AT) if sources else ():
        count = counts[source]
        count[1] += 1
        known = alike.get((sort, folded(str(title or ""))), ())
        count[0] += (sort, key) in keys or any(_is_of_same(said, one) for one in known)
    return {source: (same, of) for source, (same, of) in counts.items()}


def _words(rows: Rows) -> Mapping[tuple[str, str], list[list[str]]]:
    """Whose each title is, by sort and title."""
    above = {one.key: one for one in rows.objectives}
    found: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for objective in rows.objectives:
        found["objective", folded(objective.title)].append(whose(objective))
    for one in rows.key_results:
        if one.objective in above:
            found["key_result", folded(one.title)].append(whose(above[one.objective]))
    return found


def _is_of_same(said: Any, other: Sequence[str]) -> bool:
    """Of one cycle, and of the same owner or team as far as the sheets say one."""
    if not isinstance(said, list) or len(said) != len(other) or said[2] != other[2]:
        return False
    pairs = [(one, two) for one, two in zip(said[:2], other[:2], strict=True) if one or two]
    return not pairs or any(one == two for one, two in pairs)


def _likeliest(counted: Counted, rows: Rows) -> str:
    """The most rows in common; of two the file that came last."""
    mine = len(rows.objectives) + len(rows.key_results)
    likely = [
        (same, source)
        for source, (same, of) in counted.items()
        if same and same >= HALF * min(mine, of)
    ]
    return max(likely, key=lambda one: (one[0], _number(one[1])), default=(0, ""))[1]


def _number(source: str) -> int:
    return int(source.partition(":")[2])
