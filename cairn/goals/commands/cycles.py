"""What follows for objectives when a cycle's dates or phase change, or when they move to another
cycle."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.cycles import commands as cycles
from cairn.cycles.models import Cycle, Phase
from cairn.cycles.policy import rules
from cairn.errors import Conflict
from cairn.goals.commands.catching_up import catch_up, lock_kpis
from cairn.goals.models import LIVE, Alignment, KeyResult, Objective
from cairn.goals.rollup import refresh_key_result, refresh_objective
from cairn.goals.ties import lock_lines_of_cycle
from cairn.intake import Intake
from cairn.organization.actor import Actor


@atomic
def edit_cycle(actor: Actor, cycle_id: int, **changes: Any) -> Cycle:
    """Change a cycle's name or dates (name, starts_on, ends_on, drafting_ends_on), and let its
    objectives follow: what was due on its last day is due on its last day again.

    They are locked before it is written: under a new name nothing can be written that points at it,
    not even by whoever has one of them already.
    """
    ended_on = cycles.lock_cycle(actor, cycle_id).ends_on
    is_moved = "starts_on" in changes or "ends_on" in changes
    if is_moved:
        lock_lines_of_cycle(actor.organization_id, cycle_id)
    cycle = cycles.change_cycle(actor, cycle_id, **changes)
    if is_moved:
        inside = Objective.objects.filter(cycle=cycle).order_by("id")
        intake = Intake({})
        for objective in inside.select_related("cycle", "organization"):
            check_overlaps(objective, intake, "ends_on")
            intake.settle()
            _bring_inside(objective, ended_on)
            move_key_results(objective, ended_on)
            refresh_objective(objective, objective.organization)
    return cycle


@atomic
def move_cycle(actor: Actor, cycle_id: int, *, phase: str, reason: str = "") -> Cycle:
    """Go on to the next phase, or back by one. What the objectives of a closed cycle missed of their
    KPIs is taken over as it opens again."""
    before = cycles.lock_cycle(actor, cycle_id)
    moved = cycles.move_cycle(actor, cycle_id, phase=phase, reason=reason)
    if before.is_closed and not moved.is_closed:
        _catch_up(actor, moved, before.phase_since)
    return moved


@atomic
def reopen_cycle(actor: Actor, cycle_id: int, *, reason: str) -> Cycle:
    """Back to scoring from being closed, and from nowhere else."""
    if not cycles.lock_cycle(actor, cycle_id).is_closed:
        rules.require(actor, "cycle.change", None)
        raise Conflict(_("This cycle is not closed."))
    return move_cycle(actor, cycle_id, phase=Phase.SCORING, reason=reason)


def _catch_up(actor: Actor, cycle: Cycle, since: datetime) -> None:
    holds = Q(kpi__isnull=False) | Q(readings__kpi_reading__isnull=False)
    fed = KeyResult.objects.filter(holds, objective__cycle=cycle)
    inside = Objective.objects.filter(
        id__in=fed.values("objective_id"), closed_as="", deleted_at__isnull=True
    )
    lock_lines_of_cycle(actor.organization_id, cycle.id)
    lock_kpis(list(fed.distinct()))  # of all of them before any: objective by objective is no order
    for objective in inside.select_related("cycle", "organization").order_by("id"):
        catch_up(actor, objective, since)
        refresh_objective(objective, objective.organization)


def check_overlaps(objective: Objective, intake: Intake, field: str = "cycle") -> None:
    """Cycles of aligned objectives overlap in time; refuses dates that part them."""
    first, last = objective.cycle.starts_on, objective.cycle.ends_on
    apart = Q(cycle__ends_on__lt=first) | Q(cycle__starts_on__gt=last)
    ties = Alignment.objects.filter(state__in=LIVE)
    above = ties.filter(objective=objective).values("target")
    below = ties.filter(target=objective).values("objective")
    tied = Objective.objects.filter(Q(id__in=above) | Q(id__in=below), deleted_at__isnull=True)
    if tied.filter(apart).exists():
        intake.refuse(
            field,
            _("It is aligned with an objective of another time. End that alignment first."),
        )


def _bring_inside(objective: Objective, ended_on: date) -> None:
    first, last = objective.cycle.starts_on, objective.cycle.ends_on
    due_on = last if objective.due_on == ended_on else min(max(objective.due_on, first), last)
    if due_on != objective.due_on:
        objective.due_on = due_on
        objective.save(update_fields=["due_on"])


def move_key_results(objective: Objective, ended_on: date | None = None) -> None:
    """Key results take the dates of the objective's cycle where theirs lie outside it, or where they
    are due on the day on which it `ended_on`.

    Deleted ones too, so that they come back right.
    """
    for key_result in objective.key_results.all():
        key_result.starts_on = objective.cycle.starts_on
        if key_result.due_on == ended_on:
            key_result.due_on = objective.cycle.ends_on
        elif not objective.cycle.starts_on <= key_result.due_on <= objective.cycle.ends_on:
            key_result.due_on = objective.due_on
        key_result.save(update_fields=["starts_on", "due_on"])
        refresh_key_result(key_result, objective.organization)
