"""What the history compares before and after an edit: texts, and the names of what is pointed at.

Things that are pointed at are compared by id, since two people may bear one name.
"""

from typing import Any

from cairn.events.ledger import Named
from cairn.goals.models import KeyResult, Kind, Milestone, Objective, Part
from cairn.kpis.models import Kpi
from cairn.organization.models import Member, Team

TEXTS = ("title", "description", "type", "is_growth", "visibility", "due_on")
MEASURES = ("title", "kind", "unit", "start", "target", "lower", "upper", "due_on", "cadence_days")


def facts_of_objective(objective: Objective) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(objective, name) for name in TEXTS}
    facts["cycle"] = Named(objective.cycle_id, objective.cycle.name)
    facts["team"] = _named(objective.team)
    facts["owner"] = _named(objective.owner)
    facts["visible_team"] = _named(objective.visible_team)
    return facts


def surroundings_of(objective: Objective) -> dict[str, Any]:
    """Tags and the people named, each list by name. Two queries."""
    people = objective.participants.select_related("member").order_by("member__name", "member_id")
    named: dict[str, list[Named]] = {part: [] for part in Part.values}
    for one in people.all():
        named[one.part].append(Named(one.member_id, one.member.name))
    return {
        "collaborators": named[Part.COLLABORATOR],
        "readers": named[Part.READER],
        "tags": sorted(objective.tags.values_list("name", flat=True)),
    }


def facts_of_key_result(key_result: KeyResult) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(key_result, name) for name in MEASURES}
    facts["weight"] = key_result.weight
    facts["owner"] = _named(key_result.owner)
    facts["kpi"] = _named(key_result.kpi)
    if key_result.kind == Kind.MILESTONES:
        steps = Milestone.objects.filter(key_result=key_result).order_by("position", "id")
        facts["milestones"] = [f"{step.title} ({step.weight:f})" for step in steps]
    return facts


def _named(thing: Member | Team | Kpi | None) -> Named | None:
    return None if thing is None else Named(thing.id, thing.name)
