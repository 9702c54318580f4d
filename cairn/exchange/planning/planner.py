"""The steps of a plan as they are found, and what later ones ask of earlier ones. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cairn.exchange.matching import whose
from cairn.exchange.planning.named import Named, Period
from cairn.exchange.planning.steps import (
    CHANGE,
    CONFLICT,
    CREATE,
    LONGEST_TITLE,
    SKIP,
    Known,
    Step,
    Thing,
    place_of,
)
from cairn.exchange.shaping import Id, Note, Shaped, kept_key


@dataclass(slots=True)
class Planner:
    """`alive` are the rows of which something is or will be here; `up` the live ties between
    objectives by ref; `valued` the key results of which check-ins of the file say a value: their
    current value only repeats it."""

    shaped: Shaped
    known: Known
    named: Named
    valued: set[str]
    steps: list[Step] = field(default_factory=list)
    alive: set[Id] = field(default_factory=set)
    periods: dict[str, Period] = field(default_factory=dict)
    audiences: dict[str, frozenset[str] | None] = field(default_factory=dict)
    up: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    pairs: set[tuple[str, str, str]] = field(default_factory=set)
    stated: set[tuple[str, str, str]] = field(default_factory=set)
    """The ends of every alignment of the file."""

    def thing(self, sort: str, key: str) -> Thing | None:
        return self.known.things.get((sort, kept_key(key)))

    def is_here(self, sort: str, key: str) -> bool:
        if (sort, key) in self.alive:
            return True
        thing = self.thing(sort, key)
        return not self.shaped.reads(sort, key) and thing is not None and thing.now is not None

    def ref(self, sort: str, key: str) -> str:
        thing = self.thing(sort, key)
        return str(thing.id) if thing is not None else f"+{key}"

    def people(self, keys: tuple[str, ...]) -> list[str]:
        found = [self.named.people.get(key, "") for key in keys]
        return list(dict.fromkeys(one for one in found if one))

    def add(
        self,
        sort: str,
        row: Any,
        action: str,
        notes: list[Note],
        title: str = "",
        facts: Mapping[str, Any] | None = None,
        fields: tuple[str, ...] = (),
    ) -> None:
        if action in (CREATE, CHANGE):
            self.alive.add((sort, row.key))
        made = row if action in (CREATE, CHANGE) else None
        self.steps.append(
            Step(
                *(sort, row.key, action, tuple(notes)),
                (title or getattr(row, "title", "") or row.key)[:LONGEST_TITLE],
                place_of(row),
                made,
                facts or {},
                fields,
                _marks(self.shaped, sort, row) if made is not None else {},
            )
        )

    def settle(
        self, sort: str, row: Any, facts: dict[str, Any], notes: list[Note], title: str = ""
    ) -> None:
        """Create what is not here; of what is, change what the file says anew and nobody changed
        here since."""
        notes = [*notes, *self.shaped.notes.get((sort, row.key), ())]
        thing = self.thing(sort, row.key)
        if thing is None:
            self.add(sort, row, CREATE, notes or [("new", {})], title, facts)
            return
        if thing.now is None:
            self.add(sort, row, CONFLICT, [("deleted_here", {})], title)
            return
        self.alive.add((sort, row.key))
        facts = {name: value for name, value in facts.items() if name not in self.shaped.unsaid}
        anew = [name for name, value in facts.items() if thing.wrote.get(name) != value]
        wanted = [name for name in anew if thing.now.get(name) != facts[name]]
        touched = [name for name in wanted if thing.now.get(name) != thing.wrote.get(name)]
        told = {"fields": ",".join(touched or wanted)}
        if not anew:
            self.add(sort, row, SKIP, [("unchanged", {})], title)
        elif not wanted:
            self.add(sort, row, SKIP, [("already_so", {})], title)
        elif thing.over:
            self.add(sort, row, CONFLICT, [(thing.over, {})], title)
        elif "kind" in wanted and "milestones" in (facts["kind"], thing.now.get("kind")):
            self.add(sort, row, CONFLICT, [("kind_changed", {})], title)
        elif "ending" in wanted and not facts["ending"]:
            self.add(sort, row, CONFLICT, [("reopened", {})], title)
        elif touched:
            self.add(sort, row, CONFLICT, [("changed_here", told)], title)
        else:
            self.add(sort, row, CHANGE, [("changed", told), *notes], title, facts, tuple(wanted))


def _marks(shaped: Shaped, sort: str, row: Any) -> dict[str, Any]:
    """What tells this row of a sheet from others of the same title: see `families.py`."""
    if sort not in ("objective", "key_result", "initiative") or not row.key.startswith("~"):
        return {}
    marks: dict[str, Any] = {"reference": row.reference} if row.reference else {}
    above = shaped.objectives.get(row.objective) if sort == "key_result" else row
    if sort != "initiative" and above is not None:
        marks["said"] = whose(above)
    return marks


def title_of(planner: Planner, key: str) -> str:
    rows: tuple[Mapping[str, Any], ...] = (planner.shaped.key_results, planner.shaped.objectives)
    return next((rows_[key].title for rows_ in rows if key in rows_), key)


def plain(value: Decimal | None) -> str | None:
    """The same number is always spelled the same."""
    if value is None:
        return None
    if value == value.to_integral_value():
        return format(value.quantize(Decimal(1)), "f") if value else "0"
    return format(value.normalize(), "f")
