"""How far an objective has come with those who agree on it, and how far a cycle has."""

from typing import Any

from cairn.api.shapes.values import ref
from cairn.goals.agreed import Difference
from cairn.goals.agreeing import SetRow
from cairn.goals.confirming import standing_of
from cairn.goals.models import Objective


def agreement_shape(objective: Objective) -> dict[str, Any]:
    """From an objective that `goals.loading.whole` has loaded."""
    said = list(objective.confirmations.all())
    standing = standing_of(objective, objective.key_results.all(), said)
    latest = standing.latest
    return {
        "state": standing.state,
        "stamp": standing.stamp,
        "asked": ref(latest.asked) if latest else None,
        "note": latest.note if latest else "",
        "is_change": bool(latest and latest.is_change),
        "submitted_by": ref(latest.submitted_by) if latest else None,
        "submitted_at": latest.submitted_at if latest else None,
        "answered_by": ref(latest.answered_by) if latest else None,
        "answered_at": latest.answered_at if latest else None,
        "in_place": bool(latest and latest.in_place),
        "comment": latest.comment if latest else "",
        "changed": [_changed(one) for one in standing.changed],
    }


def _changed(one: Difference) -> dict[str, Any]:
    return {
        "key_result": one.title,
        "field": one.name,
        "old": _spelled(one.old),
        "new": _spelled(one.new),
    }


def _spelled(value: Any) -> str | None:
    """Milestones are told in one line."""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return None if value is None else str(value)


def set_shape(row: SetRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "name": row.name,
        "stage": row.stage,
        "written": row.written,
        "submitted": row.submitted,
        "returned": row.returned,
        "confirmed": row.confirmed,
        "other": ref(row.other),
    }
