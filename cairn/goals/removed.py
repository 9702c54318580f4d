"""What was deleted: the objectives that somebody may restore, and the key results that an objective
no longer has, with when, by whom and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import FETCH_RAISE, Exists, OuterRef, Q, QuerySet, Subquery

from cairn.events.kinds import Kind as Event
from cairn.events.models import Event as Told
from cairn.goals.models import RESTORABLE_DAYS, KeyResult, Objective, Part, Participant
from cairn.goals.policy import rules, seen_by
from cairn.goals.queries import seen_through
from cairn.goals.rows import PersonRef
from cairn.organization.actor import Actor, Role
from cairn.storage import clock

MOST: Final = 50
RESTORABLE: Final = timedelta(days=RESTORABLE_DAYS)


@dataclass(frozen=True, slots=True)
class RemovedKeyResult:
    """`may_restore`: the viewer, now, as long as it is not gone for good."""

    id: int
    title: str
    deleted_at: datetime
    deleted_by: PersonRef | None
    reason: str
    may_restore: bool


def deleted_objectives(viewer: Actor) -> QuerySet[Objective]:
    """Those that the viewer may restore, the latest first, with the names that a row shows: their own,
    and for stewards everybody's."""
    lately = clock.now() - RESTORABLE
    found = Objective.objects.filter(seen_by(viewer), deleted_at__gte=lately)
    if not viewer.is_steward:
        found = found.filter(_may_restore(viewer))
    return (
        found.select_related("owner", "team", "cycle", "deleted_by")
        .order_by("-deleted_at", "-id")
        .fetch_mode(FETCH_RAISE)
    )


def _may_restore(viewer: Actor) -> Q:
    """The policy's row `objective.delete` as a filter, for those who are no stewards."""
    if viewer.role is Role.VIEWER:
        return Q(pk__in=[])
    named = Participant.objects.filter(
        objective=OuterRef("pk"), member=viewer.member_id, part=Part.COLLABORATOR
    )
    return (
        Q(owner=viewer.member_id)
        | Q(team__in=viewer.leads)
        | Q(Exists(named))
        | Q(published_at__isnull=True, created_by=viewer.member_id)
    )


def deleted_key_results(viewer: Actor) -> QuerySet[KeyResult]:
    """Of objectives that are there and that the viewer sees, the latest first; `why` is the reason."""
    told = Told.objects.filter(
        objective_id=OuterRef("objective_id"),
        subject_id=OuterRef("pk"),
        kind=Event.KEY_RESULT_DELETED,
    )
    return (
        KeyResult.objects.filter(
            seen_through(viewer),
            organization_id=viewer.organization_id,
            deleted_at__isnull=False,
        )
        .select_related("deleted_by")
        .annotate(why=Subquery(told.order_by("-id").values("reason")[:1]))
        .order_by("-deleted_at", "-id")
        .fetch_mode(FETCH_RAISE)
    )


def removed_key_results(viewer: Actor, objective: Objective) -> list[RemovedKeyResult]:
    """Of an objective that the viewer sees, loaded for the policy; the latest first. One query."""
    found = deleted_key_results(viewer).filter(objective=objective.id)
    since = clock.now() - RESTORABLE
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
