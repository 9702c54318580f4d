"""Lines of a source into neutral rows: which is what, what hangs where. Pure.

A key result names what it hangs on, an objective or another key result, and further parents as
alignments; what is impossible here is the plan's to settle. What rows have no place for, an objective's
own metric and what hangs on an initiative, is settled here and said.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal, cast

from cairn.exchange.reading.choices_said import ENDED, TYPES, code_of
from cairn.exchange.reading.gathering import Gathered
from cairn.exchange.reading.items import Above, Item, Measure
from cairn.exchange.reading.limits import LONGEST_DESCRIPTION
from cairn.exchange.rows import (
    Alignment,
    CheckIn,
    Comment,
    Ending,
    Initiative,
    KeyResult,
    Objective,
    Rows,
)

type What = Literal["objective", "key_result", "initiative"]

OWN_MEASURE: Final = "#measure"
"""Behind an objective's key: the key result that its own metric becomes."""


def sorts_of(items: Sequence[Item], labels: Mapping[str, str], found: Gathered) -> dict[str, What]:
    """What each label stands for: as somebody said, as everybody calls it, else a guess that is told."""
    said = {label.strip().casefold(): what for label, what in labels.items() if what in TYPES}
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.label, []).append(item)
    parents = {above.key for item in items for above in item.above}
    sorts: dict[str, What] = {}
    for label, group in groups.items():
        known = said.get(label.casefold()) or code_of(TYPES, label)
        sorts[label] = cast("What", known) if known else _guessed(group, parents)
        if not known and label:
            found.warn(f"label_{sorts[label]}", group[0].place, label=label)
    return sorts


def _guessed(group: Sequence[Item], parents: set[str]) -> What:
    """What stands above others or alone is an objective, what is measured a key result."""
    if any(item.measure and not item.measure.is_plain and item.above for item in group):
        return "key_result"
    if all(item.above for item in group) and not any(item.key in parents for item in group):
        return "initiative" if all(item.measure is None for item in group) else "key_result"
    return "objective"


class Turning:
    """Collects the rows of one source."""

    def __init__(self, items: Sequence[Item], found: Gathered, labels: Mapping[str, str]) -> None:
        sorts = sorts_of(items, labels, found)
        self.found = found
        self.items = {item.key: item for item in items}
        self.sorts = {item.key: self._sort(item, sorts[item.label]) for item in items}
        self.measured = {
            above.key
            for item in items
            if self.sorts[item.key] != "initiative"
            for above in item.above
        }
        self.objectives: list[Objective] = []
        self.key_results: list[KeyResult] = []
        self.initiatives: list[Initiative] = []
        self.alignments: list[Alignment] = []
        self.check_ins: list[CheckIn] = []

    def rows(
        self, source: str, comments: Iterable[Comment] = (), unsaid: Iterable[str] = ()
    ) -> Rows:
        turn = {
            "objective": self._objective,
            "key_result": self._key_result,
            "initiative": self._initiative,
        }
        for key, item in self.items.items():
            turn[self.sorts[key]](item, self._above(item))
        return Rows(
            source,
            people=tuple(self.found.people.values()),
            teams=tuple(self.found.teams.values()),
            cycles=tuple(self.found.cycles.values()),
            objectives=tuple(self.objectives),
            key_results=tuple(self.key_results),
            initiatives=tuple(self.initiatives),
            alignments=tuple(self.alignments),
            check_ins=tuple(self.check_ins),
            comments=tuple(comments),
            unsaid=tuple(unsaid),
            faults=self.found.faults,
        )

    def _sort(self, item: Item, said: What) -> What:
        if said == "initiative" and not item.above:
            self.found.warn("initiative_alone", item.place)
            return "objective"
        return said

    def _above(self, item: Item) -> list[Above]:
        """Its parents: initiatives among them replaced by what those belong to; each once."""
        taken: dict[str, Above] = {}
        for above in item.above:
            parent = self._past_initiatives(item, above)
            if parent and parent.key not in self.items:
                named = parent.title or parent.key
                self.found.warn("parent_not_here", item.place, parent=named)
            if parent and parent.key != item.key:
                taken.setdefault(parent.key, parent)
        return list(taken.values())

    def _past_initiatives(self, item: Item, above: Above) -> Above | None:
        seen = set[str]()
        start = above
        while self.sorts.get(above.key) == "initiative":
            higher = self.items[above.key].above
            if above.key in seen or not higher:
                above = Above("")
                break
            seen.add(above.key)
            above = higher[0]
        if above is not start:
            self.found.warn("under_initiative", item.place)
        return above if above.key else None

    def _objective(self, item: Item, above: Sequence[Above]) -> None:
        self.objectives.append(
            Objective(
                key=item.key,
                title=item.title,
                cycle=item.cycle,
                owners=item.owners,
                teams=item.teams,
                description=item.description[:LONGEST_DESCRIPTION],
                type=item.type,
                tags=item.tags,
                starts_on=item.starts_on,
                due_on=item.due_on,
                ending=_ending(item),
                created_at=item.created_at,
                label=item.label,
                only_for=item.only_for,
                reference=item.reference,
                place=item.place,
            )
        )
        self._align(item, above)
        measure = self._own_measure(item)
        if measure is None:
            self._say(item, item.key, with_values=False)
            return
        own = item.key + OWN_MEASURE
        self._measure(item, own, item.key, measure, measure.name or item.title)
        self._say(item, own, with_values=True)

    def _own_measure(self, item: Item) -> Measure | None:
        """A metric of its own, or the progress of what nothing else measures."""
        if item.measure and not item.measure.is_plain:
            self.found.warn("objective_has_metric", item.place)
            return item.measure
        moved = bool(item.progress) or any(said.value is not None for said in item.said)
        if not moved or item.key in self.measured or item.measure is None:
            return None
        self.found.warn("objective_has_progress", item.place)
        return item.measure

    def _key_result(self, item: Item, above: Sequence[Above]) -> None:
        first = next((one for one in above if self.sorts.get(one.key) == "objective"), None)
        first = first or next(iter(above), None)
        weight = first.weight if first else None
        measure = item.measure or Measure("milestones")
        self._measure(item, item.key, first.key if first else "", measure, item.title, weight)
        self._align(item, [one for one in above if one is not first])
        self._say(item, item.key, with_values=True)

    def _measure(
        self,
        item: Item,
        key: str,
        objective: str,
        measure: Measure,
        title: str,
        weight: Decimal | None = None,
    ) -> None:
        is_own = key != item.key
        if is_own and item.key in self.measured:
            weight = Decimal(0)
        self.key_results.append(
            KeyResult(
                key=key,
                objective=objective,
                title=title,
                owners=item.owners,
                kind=measure.kind,
                unit=measure.unit,
                start=measure.start,
                target=measure.target,
                ceiling=measure.ceiling,
                current=measure.current,
                milestones=measure.milestones,
                weight=weight,
                starts_on=item.starts_on,
                due_on=item.due_on,
                ending=_ending(item),
                description="" if is_own else item.description[:LONGEST_DESCRIPTION],
                label="" if is_own else item.label,
                reference="" if is_own else item.reference,
                place=item.place,
            )
        )

    def _initiative(self, item: Item, above: Sequence[Above]) -> None:
        full = item.progress is not None and item.progress >= 100
        self.initiatives.append(
            Initiative(
                key=item.key,
                under=above[0].key if above else "",
                title=item.title,
                owners=item.owners,
                due_on=item.due_on,
                is_done=item.status == "closed" or (full and item.status not in ENDED),
                description=item.description[:LONGEST_DESCRIPTION],
                label=item.label,
                reference=item.reference,
                place=item.place,
            )
        )
        self._say(item, item.key, with_values=False)

    def _align(self, item: Item, above: Iterable[Above]) -> None:
        self.alignments += [
            Alignment(f"{item.key}>{one.key}", item.key, one.key, one.weight, item.place)
            for one in above
        ]

    def _say(self, item: Item, on: str, *, with_values: bool) -> None:
        """Check-ins; what rolled up to an objective at the time is no value of anything here."""
        self.check_ins += [
            CheckIn(
                key=said.key,
                on=on,
                day=said.day,
                by=said.by,
                at=said.at,
                value=said.value if with_values else None,
                status=said.status,
                confidence=said.confidence,
                note=said.note,
                place=said.place,
            )
            for said in item.said
        ]


def _ending(item: Item) -> Ending | None:
    if item.status not in ENDED:
        return None
    outcome = cast("Literal['closed', 'postponed', 'abandoned']", item.status)
    return Ending(outcome, item.score, item.ended_on)
