"""The order in which objectives are listed."""

from collections.abc import Iterable

from django.db.models import Q
from django.db.transaction import atomic

from cairn.events.kinds import Kind as Event
from cairn.goals.commands.locking import lock_found, lock_objective
from cairn.goals.commands.recording import record_objective
from cairn.goals.models import Objective
from cairn.goals.policy import rules
from cairn.organization.actor import Actor


@atomic
def order_objectives(actor: Actor, objective_ids: list[int]) -> None:
    """Put objectives into this order, in the places they hold now; all others keep theirs."""
    asked = list(dict.fromkeys(objective_ids))
    ours = Objective.objects.filter(organization_id=actor.organization_id, id__in=asked)
    lock_found(actor.organization_id, lambda: [one.id for one in _beside(ours.all())], set)
    locked = {id: lock_objective(actor, id) for id in sorted(asked)}
    for objective in locked.values():
        rules.require(actor, "objective.edit", objective)
    turn = iter([locked[id] for id in asked])
    beside = [next(turn) if one.id in locked else one for one in _beside(locked.values())]
    moved = False
    for position, objective in enumerate(beside):
        if objective.position != position:
            objective.position, moved = position, True
            objective.save(update_fields=["position"])
    if moved:
        record_objective(actor, Event.OBJECTIVE_ORDERED, locked[asked[0]], new={"order": asked})


def _beside(objectives: Iterable[Objective]) -> list[Objective]:
    """These and all that stand in a list with one of them, in their present order."""
    found = Q()
    for one in objectives:
        owner = Q(team=one.team_id) if one.team_id else Q(team=None, owner=one.owner_id)
        found |= owner & Q(cycle=one.cycle_id)
    return list(Objective.objects.filter(found).order_by("position", "id")) if found else []
