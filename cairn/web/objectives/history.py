"""The history of an objective: who changed what, from what to what, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.histories import events_about
from cairn.goals.models import InitiativeState, Outcome, Source, Status, Type, Visibility
from cairn.goals.models import Kind as Measure
from cairn.goals.rows import KeyResultRow
from cairn.measures.amounts import format_amount
from cairn.organization.actor import Actor
from cairn.storage.ids import read_id
from cairn.web.filters import day, percent
from cairn.web.numbers import decimal_of
from cairn.web.objectives.sentences import unit_text
from cairn.web.ties import Part, part_text, tie_parts

MOST = 40
LONGEST = 160
AMOUNTS = ("start", "target", "lower", "upper", "value")
CHOICES: dict[str, Any] = {
    "type": Type,
    "visibility": Visibility,
    "kind": Measure,
    "outcome": Outcome,
    "state": InitiativeState,
    "status": Status,
    "source": Source,
}
ADDED = ("start", "target", "lower", "upper", "owner", "weight", "due_on", "kpi")
MEASURED = (Kind.KPI_MEASURED, Kind.KPI_CORRECTED)
HIDDEN = (
    *("version", "key_result", "submission", "objective_title", "stood_in_for"),
    *("template_key", "handed_out", "asked_id"),
)
UNFOLDED = (
    *(Kind.OBJECTIVE_DRAFTED, Kind.INITIATIVE_ADDED, Kind.ALIGNMENT_REQUESTED),
    *(Kind.DEPENDENCY_REQUESTED, Kind.DEPENDENCY_ACCEPTED, Kind.ACTION_ADDED),
)


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


def is_history() -> Q:
    """Changes only: check-ins and comments have their own tabs."""
    return ~Q(kind__in=[Kind.CHECKIN_MADE]) & ~Q(kind__startswith="comment.")


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
    names = list(event.new) + [name for name in event.old if name not in event.new]
    if event.kind == Kind.KEY_RESULT_ADDED:
        names = [name for name in ADDED if event.new.get(name) not in (None, "")]
    elif event.kind in UNFOLDED:
        names = []
    elif event.kind in MEASURED:
        names = ["value", "effective_on"]
    elif event.kind == Kind.DEPENDENCY_CHANGED:
        names = [name for name in names if name != "state"]
    elif event.kind == Kind.OBJECTIVE_SUBMITTED:
        names = [name for name in names if event.new.get(name)]
    changes = [
        Change(
            label_of(name, event.kind),
            text_of(name, event.old.get(name), was, locale),
            text_of(name, event.new.get(name), unit, locale),
        )
        for name in names
        if name not in HIDDEN
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


def label_of(name: str, kind: str) -> str:
    """A field's name for readers; weights are recorded under the key result's own title."""
    if kind == Kind.KEY_RESULT_WEIGHED:
        return name
    if name == "asked" and kind.startswith("help."):
        return _("Who is asked")
    labels = {
        "title": _("Title"),
        "description": _("Why this objective"),
        "type": _("Type"),
        "is_growth": _("Personal growth"),
        "visibility": _("Who can see it"),
        "visible_team": _("Visible to"),
        "due_on": _("Due"),
        "cycle": _("Cycle"),
        "team": _("Team"),
        "owner": _("Owner"),
        "kind": _("Kind"),
        "unit": _("Unit"),
        "start": _("Start"),
        "target": _("Target"),
        "lower": _("At least"),
        "upper": _("At most"),
        "weight": _("Weight"),
        "contribution": _("Contribution"),
        "need": _("What is needed"),
        "needed_on": _("Needed by"),
        "cadence_days": _("Cadence in days"),
        "kpi": _("Readings from the KPI"),
        "milestones": _("Milestones"),
        "progress": _("Progress"),
        "outcome": _("Outcome"),
        "score": _("Score"),
        "why_missed": _("Why it was missed"),
        "how_to_improve": _("How to do better"),
        "what_is_needed": _("What is needed"),
        "what_to_stop": _("What to stop"),
        "what_to_keep": _("What to keep"),
        "state": _("State"),
        "status": _("Status"),
        "url": _("Link"),
        "value": _("Value"),
        "confidence": _("Confidence"),
        "effective_on": _("On"),
        "tags": _("Tags"),
        "readers": _("People who see it"),
        "collaborators": _("Collaborators"),
        "override": _("Progress set by hand"),
        "position": _("Order"),
        "published_at": _("Published"),
        "asked": _("Who confirms it"),
        "is_change": _("a change of what was agreed"),
        "body": _("The request"),
        "answer": _("Answer"),
        "template": _("Template"),
        "file": _("File"),
        "check_ins": _("Check-ins"),
        "comments": _("Comments"),
    }
    return labels.get(name, name.replace("_", " "))


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
