"""Check-ins, comments and what a search finds."""

from typing import Any

from cairn.api.shapes.values import amount, ref, spelled
from cairn.checkins.models import CheckIn, Comment
from cairn.goals.finding import Found


def checkin_shape(checkin: CheckIn) -> dict[str, Any]:
    """From a check-in of `checkins.queries`, its reading and its correction loaded."""
    reading = checkin.reading
    newer = getattr(checkin, "corrected_by", None)
    return {
        "id": str(checkin.id),
        "key_result": str(checkin.key_result_id),
        "value": amount(reading.value) if reading else None,
        "milestones_reached": [str(id) for id in reading.milestones] if reading else [],
        "confidence": checkin.confidence,
        "note": checkin.note,
        "blockers": checkin.blockers,
        "status": checkin.status or None,
        "effective_on": checkin.effective_on,
        "recorded_at": checkin.recorded_at,
        "author": ref(checkin.author),
        "stood_in_for": ref(checkin.stood_in_for),
        "source": reading.source if reading else None,
        "corrects": spelled(checkin.corrects_id),
        "corrected_by": spelled(newer.id) if newer else None,
    }


def comment_shape(comment: Comment) -> dict[str, Any]:
    return {
        "id": str(comment.id),
        "objective": str(comment.objective_id),
        "key_result": spelled(comment.key_result_id),
        "parent": spelled(comment.parent_id),
        "author": ref(comment.author),
        "body": None if comment.deleted_at else comment.body,
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "deleted": comment.deleted_at is not None,
    }


GROUPS = {
    "objectives": "objective",
    "key_results": "key_result",
    "kpis": "kpi",
    "people": "member",
    "teams": "team",
}


def found_shapes(found: Found) -> list[dict[str, Any]]:
    """Objectives first, then key results, KPIs, people and teams."""
    return [
        *(
            _found("objective", one, one.title, one.owner or one.team, objective=one.id)
            for one in found.objectives
        ),
        *(
            _found("key_result", one, one.title, one.objective, objective=one.objective_id)
            for one in found.key_results
        ),
        *(_found("kpi", one, one.name, one.team or one.owner) for one in found.kpis),
        *(_found("member", one, one.name, one.title) for one in found.people),
        *(_found("team", one, one.name, one.above) for one in found.teams),
    ]


def _found(
    kind: str, one: Any, title: str, detail: str, objective: int | None = None
) -> dict[str, Any]:
    return {
        "kind": kind,
        "id": str(one.id),
        "title": title,
        "detail": detail,
        "objective": spelled(objective),
        "progress": amount(getattr(one, "progress", None)),
        "status": getattr(one, "status", None),
        "url": one.url,
    }
