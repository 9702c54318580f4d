"""Rows as the cells of our template: the other way round of `sheet.py`. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from cairn.exchange.reading import choices_said as said
from cairn.exchange.reading.headings import CHECK_IN_COLUMNS, OKR_COLUMNS
from cairn.exchange.rows import Alignment, CheckIn, Ending, Initiative, KeyResult, Objective, Rows
from cairn.measures.amounts import plain_amount

type Cells = dict[str, str]


def okr_cells(rows: Rows | None, locale: str) -> list[Sequence[str]]:
    """A row for each objective, with its key results and initiatives after it."""
    return (
        []
        if rows is None
        else [_in_order(OKR_COLUMNS, one) for one in _Filled(rows, locale).okrs()]
    )


def check_in_cells(rows: Rows | None, locale: str) -> list[Sequence[str]]:
    if rows is None:
        return []
    filled = _Filled(rows, locale)
    return [_in_order(CHECK_IN_COLUMNS, filled.check_in(one)) for one in rows.check_ins]


def _in_order(columns: Sequence[str], cells: Cells) -> Sequence[str]:
    return [cells.get(column, "") for column in columns]


class _Filled:
    def __init__(self, rows: Rows, locale: str) -> None:
        self.rows, self.locale = rows, locale
        self.people = {
            one.key: f"{one.name} <{one.email}>"
            if one.email and one.name
            else one.email or one.name
            for one in rows.people
        }
        self.teams = {one.key: one.name for one in rows.teams}
        self.cycles = {one.key: one.name for one in rows.cycles}
        self.key_results = _grouped((one.objective, one) for one in rows.key_results)
        self.initiatives = _grouped((one.under, one) for one in rows.initiatives)
        things: tuple[Objective | KeyResult | Initiative, ...]
        things = (*rows.objectives, *rows.key_results, *rows.initiatives)
        said = {one.key: one.reference for one in things if one.reference}
        is_whole = len(things) == len(said) == len(set(said.values()))
        counted = {one.key: str(at) for at, one in enumerate(things, start=1)}
        self.references = said if is_whole else counted
        self.units = {one.key: one.unit for one in rows.key_results}

    def okrs(self) -> Iterable[Cells]:
        parents = _grouped((one.child, one) for one in self.rows.alignments)
        for objective in self.rows.objectives:
            yield self._objective(objective, parents.get(objective.key, []))
            yield from map(self._initiative, self.initiatives.get(objective.key, ()))
            for key_result in self.key_results.get(objective.key, ()):
                yield self._key_result(key_result)
                yield from map(self._initiative, self.initiatives.get(key_result.key, ()))

    def _start(self, one: Objective | KeyResult | Initiative, type: str) -> Cells:
        return {
            "reference": self.references[one.key],
            "type": one.label or said.TYPES[type].in_language(self.locale),
            "title": one.title,
            "owner": "; ".join(self.people.get(key, key) for key in one.owners),
            "due_on": _day(one.due_on),
            "description": one.description,
        }

    def _objective(self, one: Objective, up: Sequence[Alignment]) -> Cells:
        types = said.OBJECTIVE_TYPES
        return {
            **self._start(one, "objective"),
            "parent": "; ".join(self._reference(link.parent) for link in up),
            "weight": _weights(up),
            "team": "; ".join(self.teams.get(key, key) for key in one.teams),
            "cycle": self.cycles.get(one.cycle, one.cycle),
            "objective_type": types[one.type].in_language(self.locale) if one.type else "",
            "tags": ", ".join(one.tags),
            "starts_on": _day(one.starts_on),
            **self._ending(one.ending),
        }

    def _key_result(self, one: KeyResult) -> Cells:
        unit = said.UNITS.get(one.unit)
        return {
            **self._start(one, "key_result"),
            "parent": self._reference(one.objective),
            "kind": said.KINDS[one.kind].in_language(self.locale),
            "unit": unit.in_language(self.locale) if unit else one.unit,
            "start": _amount(one.start, one.unit),
            "target": _amount(one.target, one.unit),
            "upper": _amount(one.ceiling, one.unit),
            "current": _amount(one.current, one.unit),
            "milestones": "\n".join(
                "; ".join(
                    filter(None, (step.name, plain_amount(step.weight), _day(step.reached_on)))
                )
                for step in one.milestones
            ),
            "weight": _number(one.weight),
            "starts_on": _day(one.starts_on),
            **self._ending(one.ending),
        }

    def _initiative(self, one: Initiative) -> Cells:
        done = self._ending(Ending("closed")) if one.is_done else {}
        return {**self._start(one, "initiative"), "parent": self._reference(one.under), **done}

    def check_in(self, one: CheckIn) -> Cells:
        status = said.STATUSES.get(one.status)
        return {
            "reference": self._reference(one.on),
            "checked_in_on": _day(one.day),
            "current": _amount(one.value, self.units.get(one.on, "number")),
            "confidence": "" if one.confidence is None else str(one.confidence),
            "status": status.in_language(self.locale) if status else "",
            "by": self.people.get(one.by, one.by),
            "note": one.note,
        }

    def _reference(self, key: str) -> str:
        return self.references.get(key, key)

    def _ending(self, ending: Ending | None) -> Cells:
        if ending is None:
            return {}
        status = said.STATUSES[ending.outcome].in_language(self.locale)
        return {"status": status, "score": _number(ending.score)}


def _grouped[T](pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for key, one in pairs:
        groups.setdefault(key, []).append(one)
    return groups


def _weights(up: Sequence[Alignment]) -> str:
    """In the order of the parents; nothing where none is said."""
    said = [_number(link.weight) for link in up]
    return "; ".join(said) if any(said) else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain_amount(value)


def _amount(value: Decimal | None, unit: str) -> str:
    """As `read_amount` reads it back: durations in seconds with their unit said."""
    if value is None:
        return ""
    return plain_amount(value) + {"percent": "%", "duration": "s"}.get(unit, "")
