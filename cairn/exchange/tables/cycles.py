"""The cycles of an organization, and what was done to them. Everybody in it sees them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.cycles.event_words import event_words
from cairn.cycles.models import Length, Phase
from cairn.cycles.queries import choose_current, cycles, nested
from cairn.events.ledger import events_of
from cairn.events.models import Event
from cairn.events.queries import about_cycle, about_cycles
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.words import id_cell, yes_cell
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.storage import clock

HISTORY_FILTERS: Final = ("cycle",)


def cycles_sheet(viewer: Actor, _asked: Asked) -> Sheet:
    """Each year before those inside it, the newest first. One query."""
    columns = [
        Column("cycle", _("Cycle"), 18),
        Column("inside", _("Inside"), 14),
        Column("length", _("Length"), 12),
        Column("starts_on", pgettext("column", "First day"), 12),
        Column("ends_on", pgettext("column", "Last day"), 12),
        Column("drafting_ends_on", _("OKRs are agreed on by"), 14),
        Column("phase", _("Phase"), 12),
        Column("phase_since", _("In this phase since"), 17, brief=False),
        Column("now", pgettext("column", "Now"), 8),
        Column("id", _("Id"), 22, brief=False),
        Column("above_id", _("Id of the cycle above"), 22, brief=False),
    ]
    return Sheet("cycles", _("Cycles"), columns, _cycles(viewer))


def _cycles(viewer: Actor) -> Iterator[Sequence[Cell]]:
    known = list(cycles(viewer))
    names = {one.id: one.name for one in known}
    current = choose_current(known, clock.today(viewer.time_zone))
    now = {current.id, current.parent_id} if current else set()
    for one in nested(known):
        yield (
            one.name,
            names.get(one.parent_id) if one.parent_id else None,
            Word(one.length, str(Length(one.length).label)),
            *(one.starts_on, one.ends_on, one.drafting_ends_on),
            *(Word(one.phase, str(Phase(one.phase).label)), one.phase_since),
            *(yes_cell(one.id in now), str(one.id)),
            id_cell(one.parent_id),
        )


def cycle_history_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The latest first, a row for each thing that changed. One query."""
    columns = [
        Column("at", pgettext("column", "When"), 17),
        Column("by", pgettext("column", "Who"), 18),
        Column("cycle", _("Cycle"), 18),
        Column("what", pgettext("column", "What happened"), 40),
        Column("field", pgettext("column", "Changed"), 20),
        Column("old", pgettext("history", "Before"), 14),
        Column("new", pgettext("history", "After"), 14),
        Column("reason", _("Reason"), 40),
        Column("missing", _("Who had not scored"), 30, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("cycle_id", _("Id of the cycle"), 22, brief=False),
    ]
    every = events_of(viewer.organization_id)
    found = about_cycles(every) if asked.cycle is None else about_cycle(every, asked.cycle)
    return Sheet("cycle-history", _("History of the cycles"), columns, _events(found))


def _events(found: QuerySet[Event]) -> Iterator[Sequence[Cell]]:
    columns = ("at", "actor_name", "subject_title", "kind", "old", "new", "reason", "id")
    for *said, kind, old, new, reason, id, cycle in found.values_list(
        *columns, "subject_id"
    ).iterator():
        told = (*said, Word(kind, event_words(kind, old, new)))
        missing = _(", ").join(new.get("missing") or ()) or None
        for change in _changes(old, new) or [(None, None, None)]:
            yield (*told, *change, reason or None, missing, str(id), str(cycle))


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Sequence[Cell]]:
    """The changed fields of a cycle in the order of its form, before and after."""
    names = {
        "name": _("Name"),
        "length": _("Length"),
        "starts_on": pgettext("column", "First day"),
        "ends_on": pgettext("column", "Last day"),
        "drafting_ends_on": _("OKRs are agreed on by"),
        "phase": _("Phase"),
    }
    return [
        (Word(name, words), _cell(name, old.get(name)), _cell(name, new.get(name)))
        for name, words in names.items()
        if name in old or name in new
    ]


def _cell(name: str, said: Any) -> Cell:
    """A value as the ledger keeps it."""
    if said in (None, ""):
        return None
    text = str(said)
    if name.endswith("_on"):
        return date.fromisoformat(text)
    known = {"length": Length, "phase": Phase}.get(name)
    return Word(text, str(known(text).label)) if known and text in known else text
