"""Carrying over: what is not finished goes on as a draft of a later cycle."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Refusal
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.commands.alignments import overlap, request_alignment
from cairn.goals.commands.catching_up import lock_kpis
from cairn.goals.commands.checks import UNKNOWN, find_cycle
from cairn.goals.commands.closures import end_objective
from cairn.goals.commands.drafts import write_draft
from cairn.goals.commands.feeding import still_fed_by
from cairn.goals.commands.initiatives import write_initiative
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.commands.locking import lock_found
from cairn.goals.commands.weights import share_weights
from cairn.goals.loading import whole
from cairn.goals.models import (
    Alignment,
    Answer,
    Initiative,
    KeyResult,
    Milestone,
    Objective,
    Outcome,
    Participant,
)
from cairn.goals.queries import visible_objectives
from cairn.goals.ties import hold_cycle, lock_graph
from cairn.goals.weights import Share
from cairn.intake import Intake, refuse
from cairn.organization.actor import Actor
from cairn.reviews.plans import KeyResultPlan, Plan, able, plan_of
from cairn.reviews.policy import rules


@dataclass(frozen=True, slots=True)
class Along:
    """What goes along: these key results, or all that are not reached; unfinished initiatives."""

    key_results: frozenset[int] | None
    initiatives: bool


@atomic
def carry_over(
    actor: Actor,
    *,
    objectives: Sequence[int],
    cycle: int | None,
    key_results: Sequence[int] | None = None,
    initiatives: bool = True,
    ask_again: bool = False,
    note: str = "",
) -> list[Objective]:
    """A draft of the later cycle for each objective, in their order; those still open are closed as
    carried over, with the note. Without `key_results` all that are not reached go along; with
    `initiatives` those of theirs that are not finished.

    Again, the drafts of the first time are given. With `ask_again` each asks anew for what the old
    one supported, or for what that was carried over to. All of it happens, or nothing.
    """
    asked = list(dict.fromkeys(objectives))
    if not asked:
        refuse("objectives", _("Choose what goes on."))
    hold_cycle(actor.organization_id, cycle)
    if ask_again:
        lock_graph(actor.organization_id)
    loaded = _lock(actor, asked, ask_again)
    for id in asked:
        rules.require(actor, "objective.carry_over", loaded[id])
    intake = Intake({})
    target = find_cycle(actor, cycle, intake)
    intake.settle()
    assert target is not None
    along = Along(None if key_results is None else frozenset(key_results), initiatives)
    made = {id: _carry(actor, loaded[id], target, along, note) for id in sorted(asked)}
    if ask_again:
        for id in sorted(asked):
            _ask_again(actor, loaded[id], made[id], target)
    return [made[id] for id in asked]


def _lock(actor: Actor, ids: list[int], with_targets: bool) -> dict[int, Objective]:
    """Everything at once: what goes on, what it is aligned to, and what that was carried over to;
    then the KPIs from which the drafts go on taking readings."""
    lock_found(actor.organization_id, lambda: _ends(ids, with_targets), set)
    found = {one.id: one for one in whole_to_carry(visible_objectives(actor).filter(id__in=ids))}
    if len(found) < len(ids):
        refuse("objectives", UNKNOWN)
    lock_kpis([one for objective in found.values() for one in objective.key_results.all()])
    return found


def _ends(ids: list[int], with_targets: bool) -> set[int]:
    if not with_targets:
        return set(ids)
    ties = Alignment.objects.filter(objective__in=ids, state=Answer.ACCEPTED)
    targets = list(ties.values_list("target_id", flat=True))
    later = Objective.objects.filter(carried_from__in=targets, deleted_at__isnull=True)
    return {*ids, *targets, *later.values_list("id", flat=True)}


def whole_to_carry(found: Any) -> Any:
    """Objectives with all that a plan reads."""
    initiatives = Initiative.objects.filter(deleted_at__isnull=True).select_related("owner")
    below = (
        KeyResult.objects.filter(deleted_at__isnull=True)
        .select_related("owner")
        .prefetch_related(
            Prefetch("milestones", Milestone.objects.order_by("position", "id")),
            Prefetch("initiatives", initiatives.order_by("position", "id")),
        )
        .order_by("position", "id")
    )
    return (
        whole(found)
        .select_related("organization", "team__lead")
        .prefetch_related(None)
        .prefetch_related(
            Prefetch("participants", Participant.objects.select_related("member").order_by("id")),
            "tags",
            Prefetch("key_results", below),
        )
    )


def _carry(actor: Actor, objective: Objective, cycle: Cycle, along: Along, note: str) -> Objective:
    if first := carried_before(objective, cycle.id):
        _require_seen(actor, objective, first)
        return first
    if objective.is_draft:
        raise Conflict(_("A draft moves to another cycle by editing it."))
    if cycle.starts_on <= objective.cycle.starts_on:
        refuse("cycle", _("Choose a cycle that starts later."))
    plan = plan_of(objective, actor, along.key_results)
    made = _write(actor, plan, cycle, along.initiatives)
    if not objective.is_over:
        end_objective(actor, objective, Outcome.CARRIED, note)
    record(
        actor,
        Event.OBJECTIVE_CARRIED_OVER,
        made.id,
        title=made.title,
        objective_id=made.id,
        other_objective_id=objective.id,
        team_id=made.team_id,
        new={"cycle": cycle.name, "objective_title": objective.title},
    )
    return made


def _require_seen(actor: Actor, objective: Objective, first: Objective) -> None:
    """A draft of somebody else's is not given away."""
    if not visible_objectives(actor).filter(id=first.id).exists():
        raise Conflict(_("“%(title)s” goes on in that cycle already.") % {"title": objective.title})


def carried_before(objective: Objective, cycle_id: int) -> Objective | None:
    return Objective.objects.filter(
        carried_from=objective, cycle_id=cycle_id, deleted_at__isnull=True
    ).first()


def _write(actor: Actor, plan: Plan, cycle: Cycle, with_initiatives: bool) -> Objective:
    old = plan.objective
    made = write_draft(
        actor,
        None,
        is_granted=True,
        title=old.title,
        description=old.description,
        type=old.type,
        is_growth=old.is_growth,
        cycle=cycle.id,
        team=plan.team_id,
        owner=plan.owner_id,
        visibility=plan.visibility,
        visible_team=plan.visible_team_id,
        readers=list(plan.readers),
        collaborators=list(plan.collaborators),
        tags=[tag.name for tag in old.tags.all()],
    )
    made.carried_from = old
    made.save(update_fields=["carried_from"])
    weights = {}
    for one in plan.chosen:
        new = _add(actor, made, one)
        weights[new.id] = Share(one.key_result.weight, fixed=False)
        for initiative in one.initiatives if with_initiatives else ():
            _go_on_with(actor, new, initiative, cycle)
    if len(weights) > 1:
        share_weights(actor, made.id, asked=weights)
    made.refresh_from_db()
    return made


def _add(actor: Actor, made: Objective, plan: KeyResultPlan) -> KeyResult:
    old = plan.key_result
    new = add_key_result(
        actor,
        made.id,
        title=plan.title,
        kind=old.kind,
        unit=old.unit,
        start=plan.start,
        target=old.target,
        lower=old.lower,
        upper=old.upper,
        milestones=[(None, title, weight) for title, weight in plan.steps] or None,
        owner=plan.owner_id,
        cadence_days=old.cadence_days,
        kpi=still_fed_by(old),
    )
    new.carried_from = old
    new.save(update_fields=["carried_from"])
    return new


def _go_on_with(actor: Actor, key_result: KeyResult, old: Initiative, cycle: Cycle) -> None:
    """As far as it is; a day before the later cycle is no longer one."""
    write_initiative(
        actor,
        key_result,
        title=old.title,
        owner_id=able(old.owner),
        state=old.state,
        due_on=old.due_on if old.due_on and old.due_on >= cycle.starts_on else None,
        url=old.url,
        carried_from=old,
    )


def _ask_again(actor: Actor, old: Objective, new: Objective, cycle: Cycle) -> None:
    """Of each accepted alignment; what can no longer be supported is left out."""
    ties = Alignment.objects.filter(objective=old, state=Answer.ACCEPTED).order_by("id")
    for tie in ties.select_related("target__cycle", "key_result"):
        target = carried_before(tie.target, cycle.id) or tie.target
        if target == tie.target and not overlap(tie.target.cycle, cycle):
            continue
        key_result: int | None = tie.key_result_id
        if key_result and target != tie.target:
            later = KeyResult.objects.filter(carried_from=key_result, objective=target)
            key_result = later.values_list("id", flat=True).first()
        try:
            with atomic():
                request_alignment(
                    actor, new.id, target=target.id, key_result=key_result, note=tie.note
                )
        except Refusal:
            continue
