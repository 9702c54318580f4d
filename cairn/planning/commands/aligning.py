"""Saying what a draft is to support once the round is announced."""

from collections.abc import Collection

from django.db.models import Q
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.commands.checks import UNKNOWN
from cairn.goals.models import KeyResult, Objective
from cairn.goals.policy import rules as goal_rules
from cairn.goals.queries import visible_objectives
from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.planning.commands.holding import lock_round, require_open
from cairn.planning.handed import handed_on
from cairn.planning.models import PlannedAlignment, Round, Step
from cairn.planning.policy import rules


@atomic
def plan_alignment(
    actor: Actor, round_id: int, *, objective: int, target: int, key_result: int | None = None
) -> PlannedAlignment:
    """A draft of a team below is to support an objective above, or one of its key results. Twice
    gives the first."""
    held = lock_round(actor, round_id)
    below = _find_below(actor, held, objective)
    assert below.team is not None
    rules.require(actor, "alignment.plan", Step(round=held, team=below.team))
    require_open(held)
    above = find_above(actor, held, below.team.line[:-1], target)
    return plan_locked(actor, held, below, above, find_part(above, key_result))


def plan_locked(
    actor: Actor, held: Round, below: Objective, above: Objective, key_result: KeyResult | None
) -> PlannedAlignment:
    """`plan_alignment` in the caller's transaction, which has locked the round, by whatever right."""
    made, is_new = PlannedAlignment.objects.get_or_create(
        objective=below,
        target=above,
        key_result=key_result,
        defaults={"round": held, "planned_by_id": actor.member_id},
    )
    if is_new:
        _record(actor, Event.ALIGNMENT_PLANNED, made)
    return made


def _find_below(actor: Actor, held: Round, objective_id: int) -> Objective:
    found = (
        visible_objectives(actor)
        .filter(id=objective_id, cycle=held.cycle_id, team__path__startswith=held.team.path)
        .select_related("team")
        .first()
    )
    if found is None:
        refuse("objective", UNKNOWN)
    return found


def find_above(actor: Actor, held: Round, teams: Collection[int], target_id: int) -> Objective:
    """Something of these teams: published, or handed on in this round."""
    found = (
        Objective.objects.filter(
            Q(id__in=visible_objectives(actor).values("id"))
            | Q(id__in=handed_on(held, teams).values("id")),
            id=target_id,
            cycle=held.cycle_id,
            team__in=teams,
        )
        .select_related("team", "owner", "organization")
        .first()
    )
    if found is None:
        refuse("target", _("Choose an objective of a team above."))
    return found


def find_part(target: Objective, key_result_id: int | None) -> KeyResult | None:
    """The key result of the target that is meant; None for the whole of it."""
    if key_result_id is None:
        return None
    parts = KeyResult.objects.filter(objective=target, deleted_at__isnull=True)
    found = parts.filter(id=key_result_id).first()
    if found is None:
        refuse("key_result", UNKNOWN)
    return found


@atomic
def unplan_alignment(actor: Actor, planned_id: int, *, within: int | None = None) -> Round:
    """Take it back, before the announcement. `within`: the round that it must belong to."""
    found = PlannedAlignment.objects.filter(
        id=planned_id, round__organization_id=actor.organization_id
    ).first()
    if found is None or within not in (None, found.round_id):
        raise NotFound
    held = lock_round(actor, found.round_id)
    planned = (
        PlannedAlignment.objects.select_related("objective__team", "objective__owner", "target")
        .filter(
            id=planned_id,
            objective__in=visible_objectives(actor).values("id"),
        )
        .first()
    )
    if planned is None:
        raise NotFound
    _require_planner(actor, held, planned.objective)
    require_open(held)
    planned.delete()
    _record(actor, Event.ALIGNMENT_UNPLANNED, planned)
    return held


def _require_planner(actor: Actor, held: Round, below: Objective) -> None:
    """Of a team's draft its lead, of somebody's own whoever may write in it."""
    if below.team is None:
        goal_rules.require(actor, "objective.edit", below)
    else:
        rules.require(actor, "alignment.plan", Step(round=held, team=below.team))


def _record(actor: Actor, kind: Event, planned: PlannedAlignment) -> None:
    record(
        actor,
        kind,
        planned.round_id,
        title=planned.objective.title,
        objective_id=planned.objective_id,
        other_objective_id=planned.target_id,
        team_id=planned.objective.team_id,
        new={"target": planned.target.title},
    )
