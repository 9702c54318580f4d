"""Reading a target again, for update, as its actor may see it.

Every command locks the objective before anything below it, and at once with all that its progress
counts into, so that no two can wait for each other. The whole order is in decision 0009.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress

from django.db.models import Prefetch
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound
from cairn.goals import sql
from cairn.goals.models import KeyResult, Objective, Participant
from cairn.goals.policy import can_see
from cairn.goals.ties import lock_lines
from cairn.organization.actor import Actor

LOADED = ("cycle", "team", "visible_team", "owner", "organization")
ATTEMPTS = 5


class _Grown(Exception):
    """Something else belongs to it since its objectives were looked up."""


def lock_found[Kept](
    organization_id: int, find: Callable[[], Iterable[int]], then: Callable[[set[int]], Kept]
) -> Kept:
    """Lock the lines of all objectives that `find` finds, and do with their ids what comes `then`.

    Where it finds more after that, everything is let go and locked anew: locked besides, they would
    come in no order.
    """
    for _attempt in range(ATTEMPTS):
        with suppress(_Grown), atomic():
            known = set(find())
            lock_lines(organization_id, sorted(known))
            kept = then(known)
            if set(find()) - known:
                raise _Grown
            return kept
    raise Conflict(_("Somebody else is changing this right now. Try again."))


def lock_objective(actor: Actor, objective_id: int, *, deleted: bool = False) -> Objective:
    """The objective, locked with its line upward; `NotFound` if it is not there for this actor."""
    lock_lines(actor.organization_id, [objective_id])
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
