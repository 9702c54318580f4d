"""The key results that an objective no longer has: when, by whom and why they were deleted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import FETCH_RAISE, OuterRef, Subquery

from cairn.events.kinds import Kind as Event
from cairn.events.models import Event as Told
from cairn.goals.models import RESTORABLE_DAYS, KeyResult, Objective
from cairn.goals.policy import rules
from cairn.goals.rows import PersonRef
from cairn.organization.actor import Actor
from cairn.storage import clock

MOST: Final = 50


@dataclass(frozen=True, slots=True)
class RemovedKeyResult:
    """`may_restore`: the viewer, now, as long as it is not gone for good."""

    id: int
    title: str
    deleted_at: datetime
    deleted_by: PersonRef | None
    reason: str
    may_restore: bool


def removed_key_results(viewer: Actor, objective: Objective) -> list[RemovedKeyResult]:
    """Of an objective that the viewer sees, loaded for the policy; the latest first. One query."""
    told = Told.objects.filter(
        objective_id=objective.id, subject_id=OuterRef("pk"), kind=Event.KEY_RESULT_DELETED
    )
    found = (
        KeyResult.objects.filter(objective=objective.id, deleted_at__isnull=False)
        .select_related("deleted_by")
        .annotate(why=Subquery(told.order_by("-id").values("reason")[:1]))
        .order_by("-deleted_at", "-id")
        .fetch_mode(FETCH_RAISE)
    )
    since = clock.now() - timedelta(days=RESTORABLE_DAYS)
    return [_row(viewer, objective, one, since) for one in found[:MOST]]


def _row(viewer: Actor, objective: Objective, one: KeyResult, since: datetime) -> RemovedKeyResult:
    assert one.deleted_at is not None
    one.objective = objective
    by = one.deleted_by
    is_kept = one.deleted_at >= since and not objective.is_over
    return RemovedKeyResult(
        id=one.id,
        title=one.title,
        deleted_at=one.deleted_at,
        deleted_by=PersonRef(by.id, by.name) if by else None,
        reason=one.why or "",  # type: ignore[attr-defined]
        may_restore=is_kept and rules.can(viewer, "key_result.edit", one),
    )
