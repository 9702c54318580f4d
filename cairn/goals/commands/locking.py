"""Reading a target again, for update, as its actor may see it.

Every command locks the objective before anything below it, and at once with all that its progress
counts into, so that no two can wait for each other.
"""

from django.db.models import Prefetch

from cairn.errors import NotFound
from cairn.goals import sql
from cairn.goals.models import KeyResult, Objective, Participant
from cairn.goals.policy import can_see
from cairn.goals.ties import lock_lines
from cairn.organization.actor import Actor

LOADED = ("cycle", "team", "visible_team", "owner", "organization")


def lock_objective(actor: Actor, objective_id: int, *, deleted: bool = False) -> Objective:
    """The objective, locked with its line upward; `NotFound` if it is not there for this actor."""
    lock_lines([objective_id])
    objective = (
        Objective.objects.select_for_update(of=("self",), no_key=True)
        .select_related(*LOADED)
        .prefetch_related(Prefetch("participants", Participant.objects.order_by("id")))
        .filter(id=objective_id, organization_id=actor.organization_id)
        .first()
    )
    if objective is None or objective.is_deleted is not deleted or not can_see(actor, objective):
        raise NotFound
    return objective


def lock_key_result(
    actor: Actor, key_result_id: int, *, deleted: bool = False
) -> tuple[KeyResult, Objective]:
    """The key result, with its objective locked and loaded."""
    key_result = sql.lock_key_result(actor.organization_id, key_result_id)
    if key_result is None:
        raise NotFound
    objective = key_result.objective
    gone = objective.is_deleted or (key_result.deleted_at is not None) is not deleted
    if gone or not can_see(actor, objective):
        raise NotFound
    return key_result, objective
