"""What an event of the ledger says has changed: which fields, and what people call them."""

from collections.abc import Mapping
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
)


def is_history() -> Q:
    """Changes only: check-ins and comments have their own tabs."""
    return ~Q(kind__in=[Kind.CHECKIN_MADE]) & ~Q(kind__startswith="comment.")


def names_changed(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The fields of an event that its history tells, before and after, in their order."""
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
