"""What objectives weigh among each other, as programs give it."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db.transaction import atomic

from cairn.events.kinds import Kind as Event
from cairn.goals.commands.checks import require_open
from cairn.goals.commands.locking import lock_objective
from cairn.goals.commands.recording import record_objective
from cairn.goals.models import ObjectiveWeight
from cairn.goals.policy import rules
from cairn.goals.ties import lock_lines
from cairn.organization.actor import Actor


@atomic
def weigh_objectives(actor: Actor, weights: Mapping[int, Decimal], *, reason: str = "") -> None:
    """Keep these weights, from 0 to 1 with three places; the same again changes nothing."""
    lock_lines(actor.organization_id, sorted(weights))
    before = weights_among(weights)
    for id in sorted(weights):
        objective = lock_objective(actor, id)
        rules.require(actor, "objective.edit", objective)
        require_open(objective)
        old, new = before.get(id), weights[id]
        if old == new:
            continue
        ObjectiveWeight.objects.update_or_create(objective=objective, defaults={"weight": new})
        record_objective(
            actor,
            Event.OBJECTIVE_CHANGED,
            objective,
            old={"weight": None if old is None else old * 100},
            new={"weight": new * 100},
            reason=reason,
        )


def weights_among(objective_ids: Collection[int]) -> dict[int, Decimal]:
    """Of those that were given one. One query."""
    found = ObjectiveWeight.objects.filter(objective__in=list(objective_ids))
    return dict(found.values_list("objective_id", "weight"))
