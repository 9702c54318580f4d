"""The history of an objective: who changed what, from what to what, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.events.numbers import decimal_of
from cairn.goals.changes_said import AMOUNTS, CHOICES, fields_changed, is_history, label_of
from cairn.goals.histories import events_about
from cairn.goals.rows import KeyResultRow
from cairn.measures.amounts import format_amount
from cairn.organization.actor import Actor
from cairn.storage.ids import read_id
from cairn.web.filters import day, percent
from cairn.web.objectives.sentences import unit_text
from cairn.web.ties import Part, part_text, tie_parts

MOST = 40
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, in the reader's words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    id: int
    at: datetime
    actor_id: int | None
    actor: str
    words: str
    title: str
    changes: tuple[Change, ...]
    reason: str
    parts: tuple[Part, ...] = ()
    stood_in_for: str = ""


def history_of(
    viewer: Actor, objective_id: int, key_results: Iterable[KeyResultRow], before: int | None
) -> dict[str, Any]:
    """The newest changes, or those before an event. One query."""
    units = {row.id: row.unit for row in key_results}
    found = events_about(viewer, objective_id).filter(is_history())
    if before is not None:
        found = found.filter(id__lt=before)
    events = list(found[: MOST + 1])
    entries = [entry_of(event, objective_id, units, viewer.locale) for event in events[:MOST]]
    return {"entries": entries, "older": entries[-1].id if len(events) > MOST else None}


def entry_of(event: Event, objective_id: int, units: Mapping[int, str], locale: str) -> Entry:
    measured = read_id(event.new.get("key_result")) or event.subject_id
    unit = str(event.new.get("unit") or units.get(measured, "number"))
    was = str(event.old.get("unit") or unit)
    changes = [
        Change(
            one.title or label_of(one.name, event.kind),
            text_of(one.name, one.old, was, locale),
            text_of(one.name, one.new, unit, locale),
        )
        for one in fields_changed(event.kind, event.old, event.new)
    ]
    return Entry(
        id=event.id,
        at=event.at,
        actor_id=event.actor_id,
        actor=event.actor_name,
        words=str(Kind(event.kind).label) if event.kind in Kind.values else event.kind,
        title=event.subject_title if event.subject_id != objective_id else "",
        changes=tuple(change for change in changes if change.old != change.new),
        reason=event.reason,
        parts=tie_parts(vars(event)),
        stood_in_for=str(event.new.get("stood_in_for") or ""),
    )


def text_of(name: str, value: Any, unit: str, locale: str) -> str:
    """A recorded value as the reader writes it; nothing for None."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _(", ").join(_short(str(one)) for one in value)
    if name in CHOICES and value in CHOICES[name].values:
        return str(CHOICES[name](value).label)
    if name.endswith("_on"):
        return day(date.fromisoformat(str(value)))
    if name in ("progress", "override"):
        return percent(decimal_of(value))
    if name in ("weight", "contribution"):
        return part_text(value)
    if name == "unit":
        return unit_text(str(value)) or _("number")
    if name in AMOUNTS and (amount := decimal_of(value)) is not None:
        return format_amount(amount, unit, locale)
    return _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
