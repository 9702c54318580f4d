"""Objectives with their key results, explanations and histories."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cairn.api.shapes.confirmations import agreement_shape
from cairn.api.shapes.key_results import key_result_shape
from cairn.api.shapes.values import amount, can, ref, spelled, status
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals import progress
from cairn.goals.explaining import Explanation, Input
from cairn.goals.models import Objective, Part
from cairn.goals.policy import rules
from cairn.goals.status import status_of
from cairn.organization.actor import Actor

ACTS = {
    "edit": "objective.edit",
    "publish": "objective.publish",
    "submit": "objective.submit",
    "confirm": "objective.confirm",
    "close": "objective.close",
    "delete": "objective.delete",
    "hand_over": "objective.hand_over",
    "comment": "objective.comment",
    "add_key_result": "key_result.edit",
    "align": "alignment.request",
    "carry_down": "objective.carry_down",
    "ask_team": "dependency.request",
}


def objective_shape(actor: Actor, objective: Objective, on: date) -> dict[str, Any]:
    """From an objective that `goals.loading.whole` has loaded."""
    return {
        "id": str(objective.id),
        "title": objective.title,
        "description": objective.description,
        "type": objective.type,
        "growth": objective.is_growth,
        "cycle": ref(objective.cycle),
        "team": ref(objective.team),
        "owner": ref(objective.owner),
        **_audience(objective),
        "tags": [tag.name for tag in objective.tags.all()],
        "due_on": objective.due_on,
        "agreement": agreement_shape(objective),
        "published": not objective.is_draft,
        "published_at": objective.published_at,
        "created_at": objective.created_at,
        "updated_at": objective.updated_at,
        **_numbers(objective, on),
        "checked_in_on": objective.checked_in_on,
        "version": objective.version,
        "url": f"/objectives/{objective.id}",
        "can": can(rules, actor, objective, ACTS),
        "key_results": [
            key_result_shape(actor, key_result, objective, on)
            for key_result in objective.key_results.all()
        ],
    }


def _audience(objective: Objective) -> dict[str, Any]:
    named = list(objective.participants.all())
    return {
        "visibility": objective.visibility,
        "visible_team": ref(objective.visible_team),
        "readers": [ref(one.member) for one in named if one.part == Part.READER],
        "collaborators": [ref(one.member) for one in named if one.part == Part.COLLABORATOR],
    }


def _numbers(objective: Objective, on: date) -> dict[str, Any]:
    done = objective.shown_progress
    shown = status_of(objective, done, on, closed_as=objective.closed_as)
    return {
        "progress": amount(done),
        "automatic": amount(objective.progress),
        "override": amount(objective.override),
        "expected": amount(progress.expected(objective.cycle.starts_on, objective.due_on, on)),
        "measured": objective.measured,
        "counted": objective.counted,
        "confidence": objective.confidence,
        **status(shown),
        "score": amount(objective.score),
    }


def explanation_shape(explanation: Explanation) -> dict[str, Any]:
    return {
        "progress": amount(explanation.progress),
        "automatic": amount(explanation.automatic),
        "override": amount(explanation.override),
        "override_reason": explanation.override_reason,
        "expected": amount(explanation.expected),
        "gap": amount(explanation.gap),
        **status(explanation.shown),
        "measured": explanation.measured,
        "counted": explanation.counted,
        "weight_measured": amount(explanation.weight_measured),
        "inputs": input_shapes(explanation.inputs),
        "aligned_only": explanation.aligned_only,
        "starts_on": explanation.starts_on,
        "due_on": explanation.due_on,
        "on": explanation.on,
        "checked_in_on": explanation.last_checkin_on,
    }


def input_shapes(inputs: Iterable[Input]) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind,
            "id": str(one.id),
            "title": one.title,
            "weight": amount(one.weight),
            "progress": amount(one.progress),
            "contribution": amount(one.contribution),
        }
        for one in inputs
    ]


def event_shape(event: Event) -> dict[str, Any]:
    actor = event.actor_id and {"id": str(event.actor_id), "name": event.actor_name}
    return {
        "id": str(event.id),
        "kind": event.kind,
        "words": str(Kind(event.kind).label),
        "actor": actor or None,
        "subject": spelled(event.subject_id),
        "title": event.subject_title,
        "objective": spelled(event.objective_id),
        "other_objective": spelled(event.other_objective_id),
        "old": event.old,
        "new": event.new,
        "reason": event.reason,
        "face": event.face,
        "at": event.at,
    }
