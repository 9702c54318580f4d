"""What an event of the ledger says has changed: which fields, and what people call them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cairn.events.kinds import Kind
from cairn.goals.models import InitiativeState, Outcome, Source, Status, Type, Visibility
from cairn.goals.models import Kind as Measure

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
    *(Kind.MEETING_NOTED, Kind.MEETING_STRUCK),
)
NOT_HISTORY = (Kind.CHECKIN_MADE, Kind.OBJECTIVE_ORDERED)
"""Check-ins have a tab of their own; an order is of several objectives, which not all may see."""


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A field before and after, as the ledger keeps it. `title` is that of the key result where an
    event of its objective tells its weight; otherwise empty."""

    name: str
    old: Any
    new: Any
    title: str = ""


def is_history() -> Q:
    """Changes only: comments have their own tab too."""
    return ~Q(kind__in=NOT_HISTORY) & ~Q(kind__startswith="comment.")


def fields_changed(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[ChangedField]:
    """What the history of an event tells, in its order."""
    if kind == Kind.KEY_RESULT_WEIGHED:
        return [
            ChangedField("weight", _figure(old.get(title)), _figure(weight), title)
            for title, weight in new.items()
        ]
    return [ChangedField(name, old.get(name), new.get(name)) for name in _names(kind, old, new)]


def _figure(weight: str | None) -> str | None:
    """Weights that are recorded by title say their percent."""
    return weight and weight.removesuffix("%")


def _names(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    names = list(new) + [name for name in old if name not in new]
    if kind == Kind.KEY_RESULT_ADDED:
        names = [name for name in ADDED if new.get(name) not in (None, "")]
    elif kind in UNFOLDED:
        names = []
    elif kind in MEASURED:
        names = ["value", "effective_on"]
    elif kind == Kind.DEPENDENCY_CHANGED:
        names = [name for name in names if name != "state"]
    elif kind == Kind.OBJECTIVE_SUBMITTED:
        names = [name for name in names if new.get(name)]
    return [name for name in names if name not in HIDDEN]


def label_of(name: str, kind: str) -> str:
    """A field's name for readers."""
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
