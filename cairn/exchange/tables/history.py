"""The history of objectives: who changed what, from what to what, and why."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import batched
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.events.kinds import Kind
from cairn.events.ledger import events_of
from cairn.events.models import Event
from cairn.events.numbers import decimal_of
from cairn.events.queries import of_objective
from cairn.exchange.tables.asked import Asked, known
from cairn.exchange.tables.days import between
from cairn.exchange.tables.words import id_cell, unit_cell
from cairn.goals.changes_said import (
    AMOUNTS,
    CHOICES,
    ChangedField,
    fields_changed,
    is_history,
    label_of,
)
from cairn.goals.histories import seen_events
from cairn.goals.models import KeyResult
from cairn.measures.table import Cell, Column, Share, Sheet, Word
from cairn.organization.actor import Actor
from cairn.storage.ids import read_id

FILTERS: Final = ("objective", "team", "person", "since", "until")
AT_A_TIME: Final = 500
SHARES: Final = ("progress", "override")
PERCENTS: Final = ("weight", "contribution")
UNCHANGED: Final[tuple[str, Sequence[Cell]]] = ("", (None,) * 5)
FIGURES: Final = (*SHARES, *PERCENTS, *AMOUNTS, "score")


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
        Column("old_unit", pgettext("history", "Unit before"), 10, brief=False),
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
    found = found.exclude(objective_id__isnull=True)
    if asked.objective is not None:
        found = found.filter(of_objective(asked.objective))
    said = known(team_id=asked.team, actor_id=asked.person)
    return between(viewer, found.filter(**said), asked)


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
    """A row for each field that differs, one without a field where none does."""
    kind = Word(event.kind, str(Kind(event.kind).label) if event.kind in Kind else event.kind)
    said = (event.at, event.actor_name, str(event.new.get("stood_in_for") or "") or None, kind)
    ids = (str(event.id), str(event.objective_id), id_cell(event.other_objective_id))
    unit = str(event.new.get("unit") or unit)
    units = (str(event.old.get("unit") or unit), unit)
    fields = fields_changed(event.kind, event.old, event.new)
    changes = [made for one in fields if (made := _change(one, event.kind, units))]
    for title, change in changes or [UNCHANGED]:
        yield (*said, title or event.subject_title, *change, event.reason or None, *ids)


def _change(
    field: ChangedField, kind: str, units: tuple[str, str]
) -> tuple[str, Sequence[Cell]] | None:
    """The title of its key result; the field, before, after and the units of both. None where it
    stayed the same."""
    old, new = _cell(field.name, field.old), _cell(field.name, field.new)
    if old == new:
        return None
    was, unit = map(unit_cell, units) if field.name in AMOUNTS and all(units) else (None, None)
    return field.title, (Word(field.name, label_of(field.name, kind)), old, new, was, unit)


def _cell(name: str, value: Any) -> Cell:
    """A value as the ledger keeps it, as what it is."""
    if value is None or value in ("", []):
        return None
    if isinstance(value, bool):
        return Word(str(value).lower(), _("yes") if value else _("no"))
    if isinstance(value, int):
        return value
    if isinstance(value, list):
        return _(", ").join(map(str, value))
    if name in CHOICES and value in CHOICES[name].values:
        return Word(str(value), str(CHOICES[name](value).label))
    if name == "unit":
        return unit_cell(value) if value != "number" else Word(value, _("number"))
    if name.endswith("_on"):
        return date.fromisoformat(value)
    figure = _figure(name, value)
    return str(value) if figure is None else figure


def _figure(name: str, value: Any) -> Decimal | Share | None:
    """None where it is no figure."""
    figure = decimal_of(value) if name in FIGURES else None
    if figure is None:
        return None
    if name in SHARES:
        return Share(figure)
    return Share(figure / 100) if name in PERCENTS else figure
