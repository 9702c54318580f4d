"""Objectives and key results whole: with everything that the policy compares and a machine reads."""

from django.db.models import FETCH_RAISE, Prefetch, QuerySet

from cairn.errors import NotFound
from cairn.goals.confirming import not_withdrawn
from cairn.goals.models import KeyResult, Milestone, Objective, ObjectiveTag, Participant
from cairn.goals.queries import seen_through, visible_objectives
from cairn.organization.actor import Actor

NAMED = ("cycle", "team", "owner", "visible_team")


def whole(objectives: QuerySet[Objective]) -> QuerySet[Objective]:
    """The same objectives, loaded in six queries however many there are."""
    return (
        objectives.select_related(*NAMED)
        .prefetch_related(
            Prefetch("participants", _participants()),
            Prefetch("confirmations", not_withdrawn()),
            Prefetch("tags", ObjectiveTag.objects.order_by("name")),
            Prefetch("key_results", _key_results().order_by("position", "id")),
        )
        .fetch_mode(FETCH_RAISE)
    )


def whole_objective(viewer: Actor, objective_id: int) -> Objective:
    """One objective, or `NotFound`."""
    found = list(whole(visible_objectives(viewer).filter(id=objective_id)))
    if not found:
        raise NotFound
    return found[0]


def whole_key_result(viewer: Actor, key_result_id: int) -> KeyResult:
    """One key result with its objective loaded for the policy, or `NotFound`. Three queries."""
    found = list(
        _key_results()
        .filter(seen_through(viewer), id=key_result_id)
        .select_related("owner", *(f"objective__{name}" for name in NAMED))
        .prefetch_related(Prefetch("objective__participants", _participants()))
        .fetch_mode(FETCH_RAISE)
    )
    if not found:
        raise NotFound
    return found[0]


def _participants() -> QuerySet[Participant]:
    return Participant.objects.select_related("member").order_by("id")


def _key_results() -> QuerySet[KeyResult]:
    return (
        KeyResult.objects.filter(deleted_at__isnull=True)
        .select_related("owner")
        .prefetch_related(Prefetch("milestones", Milestone.objects.order_by("position", "id")))
    )
