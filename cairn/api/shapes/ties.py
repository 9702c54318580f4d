"""Alignments, likely targets and dependencies."""

from datetime import date
from typing import Any

from cairn.api.shapes.values import amount, ref
from cairn.goals.aligning import Target, row_of, tie_row
from cairn.goals.dependencies import DependencyRow
from cairn.goals.models import Alignment, Dependency, KeyResult, Objective
from cairn.goals.rows import ObjectiveRow
from cairn.organization.actor import Actor


def end_shape(row: ObjectiveRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "title": row.title,
        "cycle": {"id": str(row.cycle_id), "name": row.cycle_name},
        "team": ref(row.team),
        "owner": ref(row.owner),
        "progress": amount(row.progress),
        "status": row.status,
        "url": row.url,
    }


def alignment_shape(
    actor: Actor, alignment: Alignment, objective: Objective, target: Objective, on: date
) -> dict[str, Any]:
    """From an alignment with its people and key result, and both ends loaded for the policy."""
    tie = tie_row(actor, alignment, objective, target, target, on)
    return {
        "id": str(alignment.id),
        "state": alignment.state,
        "objective": end_shape(row_of(objective, on)),
        "target": end_shape(tie.other),
        "key_result": titled(alignment.key_result),
        "is_for_blocked": alignment.is_for_blocked,
        "contribution": amount(alignment.weight),
        "note": alignment.note,
        **_steps(alignment),
        "end_reason": alignment.end_reason,
        "can": {
            "accept": tie.may_answer,
            "decline": tie.may_answer,
            "change": tie.may_weigh,
            "end": tie.may_end,
        },
    }


def _steps(tie: Alignment | Dependency) -> dict[str, Any]:
    """Who did what to it, and when."""
    return {
        "requested_by": ref(tie.requested_by),
        "requested_at": tie.requested_at,
        "answered_by": ref(tie.answered_by),
        "answered_at": tie.answered_at,
        "answer_reason": tie.answer_reason,
        "ended_by": ref(tie.ended_by),
        "ended_at": tie.ended_at,
    }


def titled(key_result: KeyResult | None) -> dict[str, str] | None:
    return None if key_result is None else {"id": str(key_result.id), "title": key_result.title}


def target_shape(target: Target) -> dict[str, Any]:
    return {
        "objective": end_shape(target.objective),
        "key_results": [
            {
                "id": str(one.id),
                "title": one.title,
                "progress": amount(one.progress),
                "taken": one.is_taken,
            }
            for one in target.key_results
        ],
        "why": target.why,
        "taken": target.is_taken,
        "can": {"accept": target.may_answer, "count": target.may_count},
    }


def dependency_shape(row: DependencyRow, on: date) -> dict[str, Any]:
    dependency = row.dependency
    return {
        "id": str(dependency.id),
        "state": dependency.state,
        "late": row.is_late,
        "objective": end_shape(row_of(dependency.objective, on)),
        "key_result": titled(dependency.key_result),
        "team": ref(dependency.team),
        "supplier": end_shape(row_of(row.supplier, on)) if row.supplier else None,
        "need": dependency.need,
        "needed_on": dependency.needed_on,
        **_steps(dependency),
        "can": {
            "accept": row.may_answer,
            "decline": row.may_answer,
            "change": row.may_change,
            "deliver": row.may_deliver,
            "withdraw": row.may_change,
        },
    }
