"""The history of objectives: who changed what, from what to what, and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import batched
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.events.kinds import Kind
from cairn.events.ledger import events_of
from cairn.events.models import Event
from cairn.events.numbers import decimal_of
from cairn.events.queries import UNTOLD, of_objective
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.days import between
from cairn.exchange.tables.words import id_cell, unit_cell
from cairn.goals.changes_said import AMOUNTS, CHOICES, is_history, label_of, names_changed
from cairn.goals.histories import seen_events
from cairn.goals.models import KeyResult
from cairn.measures.table import Cell, Column, Share, Sheet, Word
from cairn.organization.actor import Actor
from cairn.storage.ids import read_id

FILTERS: Final = ("objective", "team", "person", "since", "until")
AT_A_TIME: Final = 500
SHARES: Final = ("progress", "override")
PERCENTS: Final = ("weight", "contribution")


def history_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The latest first, a row for each field that changed. One query, and one for each five hundred
    events."""
    columns = [
        Column("at", pgettext("column", "When"), 17),
        Column("by", pgettext("column", "Who"), 18),
        Column("for", _("In place of"), 18, brief=False),
        Column("what", pgettext("column", "What happened"), 40),
        Column("subject", pgettext("column", "About"), 50),
        Column("field", pgettext("column", "Changed"), 20),
        Column("old", pgettext("history", "Before"), 24),
        Column("new", pgettext("history", "After"), 24),
        Column("unit", _("Unit"), 10, brief=False),
        Column("reason", _("Reason"), 40),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
        Column("other_objective_id", _("Id of the other objective"), 22, brief=False),
    ]
    rows = _rows(viewer, _fitting(viewer, asked))
    return Sheet("history", _("History of objectives"), columns, rows)


def _fitting(viewer: Actor, asked: Asked) -> QuerySet[Event]:
    found = events_of(viewer.organization_id).filter(is_history(), seen_events(viewer))
    found = found.exclude(kind__in=UNTOLD).exclude(objective_id__isnull=True)
    if asked.objective is not None:
        found = found.filter(of_objective(asked.objective))
    narrowed = {"team_id": asked.team, "actor_id": asked.person}
    found = found.filter(**{name: id for name, id in narrowed.items() if id is not None})
    return between(viewer, found, asked)


def _rows(viewer: Actor, found: QuerySet[Event]) -> Iterator[Sequence[Cell]]:
    for some in batched(found.iterator(), AT_A_TIME):
        measured = {one.id: read_id(one.new.get("key_result")) or one.subject_id for one in some}
        rows = KeyResult.objects.filter(
            organization_id=viewer.organization_id, id__in=[*measured.values()]
        )
        units = dict(rows.values_list("id", "unit"))
        for one in some:
            yield from _changes(one, str(units.get(measured[one.id], "")))


def _changes(event: Event, unit: str) -> Iterator[Sequence[Cell]]:
    kind = Word(event.kind, str(Kind(event.kind).label) if event.kind in Kind else event.kind)
    said = (event.at, event.actor_name, str(event.new.get("stood_in_for") or "") or None)
    ids = (str(event.id), str(event.objective_id))
    far = id_cell(event.other_objective_id)
    names = names_changed(event.kind, event.old, event.new)
    unit = str(event.new.get("unit") or unit)
    told = 0
    for name in names:
        old, new = (_cell(name, values.get(name)) for values in (event.old, event.new))
        if old != new:
            told += 1
            field = Word(name, label_of(name, event.kind))
            in_unit = unit_cell(unit) if name in AMOUNTS and unit else None
            change = (field, old, new, in_unit)
            yield (*said, kind, event.subject_title, *change, event.reason or None, *ids, far)
    if not told:
        yield (*said, kind, event.subject_title, *(None,) * 4, event.reason or None, *ids, far)


def _cell(name: str, value: Any) -> Cell:
    """A value as the ledger keeps it, as what it is."""
    if value is None or value in ("", []):
        return None
    if isinstance(value, bool):
        return Word(str(value).lower(), _("yes") if value else _("no"))
    if isinstance(value, list):
        return _(", ").join(map(str, value))
    if name in CHOICES and value in CHOICES[name].values:
        return Word(str(value), str(CHOICES[name](value).label))
    made = next((make(value) for names, make in MADE.items() if name in names), None)
    if name.endswith("_on"):
        return date.fromisoformat(str(value))
    return str(value) if made is None else made


def _share(value: Any) -> Cell:
    known = decimal_of(value)
    return None if known is None else Share(known)


def _percent(value: Any) -> Cell:
    known = decimal_of(value)
    return None if known is None else Share(known / 100)


MADE: Final[Mapping[tuple[str, ...], Callable[[Any], Cell]]] = {
    SHARES: _share,
    PERCENTS: _percent,
    AMOUNTS: decimal_of,
    ("unit",): lambda value: unit_cell(str(value)),
}
