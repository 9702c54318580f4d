"""Key results with their milestones."""

from datetime import date
from typing import Any

from cairn.api.shapes.values import amount, can, ref, spelled, status
from cairn.goals import progress
from cairn.goals.models import KeyResult, Kind, Objective
from cairn.goals.policy import rules
from cairn.goals.removed import RemovedKeyResult
from cairn.goals.status import status_of
from cairn.organization.actor import Actor

ACTS = {
    "edit": "key_result.edit",
    "delete": "key_result.edit",
    "check_in": "key_result.check_in",
    "claim": "key_result.claim",
    "carry_down": "objective.carry_down",
}


def key_result_shape(
    actor: Actor, key_result: KeyResult, objective: Objective, on: date
) -> dict[str, Any]:
    """From a key result that `goals.loading` has loaded."""
    shown = status_of(
        key_result,
        key_result.progress,
        on,
        said=key_result.said_status,
        closed_as=objective.closed_as,
    )
    return {
        "id": str(key_result.id),
        "objective": str(key_result.objective_id),
        "title": key_result.title,
        "owner": ref(key_result.owner),
        "kind": key_result.kind,
        "unit": key_result.unit,
        **_amounts(key_result),
        "progress": amount(key_result.progress),
        "own_progress": amount(key_result.own_progress),
        "expected": amount(progress.expected(key_result.starts_on, key_result.due_on, on)),
        **status(shown),
        "score": amount(key_result.score),
        "confidence": key_result.confidence,
        "weight": amount(key_result.weight),
        "weight_fixed": key_result.is_weight_fixed,
        "milestones": _milestones(key_result),
        "starts_on": key_result.starts_on,
        "due_on": key_result.due_on,
        "cadence_days": key_result.cadence_days,
        "kpi": spelled(key_result.kpi_id),
        "checked_in_on": key_result.checked_in_on,
        "version": key_result.version,
        "can": can(rules, actor, key_result, ACTS),
    }


def deleted_key_result_shape(row: RemovedKeyResult) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "title": row.title,
        "deleted_at": row.deleted_at,
        "deleted_by": ref(row.deleted_by),
        "reason": row.reason,
        "can_restore": row.may_restore,
    }


def _amounts(key_result: KeyResult) -> dict[str, str | None]:
    return {
        "start": amount(key_result.start),
        "target": amount(key_result.target),
        "lower": amount(key_result.lower),
        "upper": amount(key_result.upper),
        "current": amount(key_result.current),
        "previous": amount(key_result.previous),
    }


def _milestones(key_result: KeyResult) -> list[dict[str, Any]]:
    if key_result.kind != Kind.MILESTONES:
        return []
    return [
        {
            "id": str(step.id),
            "title": step.title,
            "weight": amount(step.weight),
            "reached_on": step.reached_on,
        }
        for step in key_result.milestones.all()
    ]
