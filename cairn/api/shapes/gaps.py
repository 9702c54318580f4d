"""Gaps in the alignment, and what somebody follows."""

from typing import Any

from cairn.api.shapes.ties import end_shape
from cairn.api.shapes.values import amount, ref
from cairn.goals.gap_rows import GapRow
from cairn.goals.rows import KeyResultRow
from cairn.notifications.queries import FollowRow


def gap_shape(row: GapRow) -> dict[str, Any]:
    named = row.target_key_result
    return {
        "id": str(row.id),
        "objective": end_shape(row.objective),
        "key_result": _unsupported(row.key_result),
        "target": end_shape(row.target) if row.target else None,
        "target_key_result": {"id": str(named.id), "title": named.title} if named else None,
        "passed_over": [ref(team) for team in row.passed_over],
        "asked": row.is_asked,
        "can": {"align": row.may_align, "carry_down": row.may_carry_down},
    }


def _unsupported(row: KeyResultRow | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "id": str(row.id),
        "title": row.title,
        "owner": ref(row.owner),
        "progress": amount(row.progress),
        "status": row.status,
    }


def follow_shape(row: FollowRow) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "id": str(row.id),
        "name": row.name,
        "detail": row.detail,
        "url": row.url,
        "followed_at": row.followed_at,
    }
