"""Announcing a round: everything that was agreed on is published at once, and the cycle runs."""

from collections.abc import Collection

from django.db.transaction import atomic

from cairn.cycles.commands import enter_phase, lock_cycle
from cairn.cycles.models import Cycle, Phase
from cairn.events.kinds import Kind as Event
from cairn.goals.commands.alignments import Pair, align_locked
from cairn.goals.commands.checks import UNKNOWN
from cairn.goals.commands.drafts import publish_locked
from cairn.goals.commands.locking import LOADED
from cairn.goals.models import KeyResult, Objective
from cairn.goals.ties import lock_graph, lock_lines
from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.planning.announcing import agreed_drafts, drafts_of
from cairn.planning.commands.holding import lock_round, record_round, require_open
from cairn.planning.commands.rooms import end_rooms
from cairn.planning.models import PlannedAlignment, Round, StepKind
from cairn.planning.policy import rules
from cairn.storage import clock


@atomic
def announce_round(
    actor: Actor,
    round_id: int,
    *,
    objectives: Collection[int] | None = None,
    with_agreed: bool = False,
) -> Round:
    """Publish these drafts of the round, or all that were agreed on (`agreed_drafts`; `with_agreed`:
    both), with what they are to support; the others stay drafts. The cycle runs from its first day
    on. Twice changes nothing."""
    held = lock_round(actor, round_id)
    rules.require(actor, "round.announce", held)
    if held.announced_at is not None:
        return held
    require_open(held)
    end_rooms(actor, held)
    cycle = lock_cycle(actor, held.cycle_id)
    planned = list(PlannedAlignment.objects.filter(round=held).order_by("id"))
    ends = {end for one in planned for end in (one.objective_id, one.target_id)}
    published = _publish(actor, _wanted(actor, held, objectives, with_agreed), ends)
    aligned = _align(actor, planned, ends)
    _run(actor, cycle)
    _finish(actor, held)
    facts = {"objectives": len(published), "alignments": aligned}
    record_round(actor, Event.ROUND_ANNOUNCED, held, new=facts)
    return held


def _wanted(
    actor: Actor, held: Round, objectives: Collection[int] | None, with_agreed: bool
) -> list[int]:
    """By id. Ids that are no drafts of the round are refused."""
    agreed: set[int] = set()
    if objectives is None or with_agreed:
        agreed.update(agreed_drafts(actor, held).values_list("id", flat=True))
    named = set(objectives or ())
    found = set(drafts_of(actor, held).filter(id__in=named).values_list("id", flat=True))
    if found != named:
        refuse("objectives", UNKNOWN)
    return sorted(agreed | found)


def _publish(actor: Actor, ids: list[int], ends: set[int]) -> list[Objective]:
    """With the graph held, all in one statement: what they are to support is locked with them."""
    lock_graph(actor.organization_id)
    lock_lines(actor.organization_id, sorted(ends.union(ids)))
    drafts = list(Objective.objects.filter(id__in=ids).select_related(*LOADED).order_by("id"))
    going = [one for one in drafts if one.is_draft and not one.is_deleted]
    publish_locked(actor, *going)
    return going


def _align(actor: Actor, planned: list[PlannedAlignment], ends: set[int]) -> int:
    """What was planned between objectives that are published by now. How many."""
    known = {
        one.id: one
        for one in Objective.objects.filter(
            id__in=ends, published_at__isnull=False, deleted_at__isnull=True
        ).select_related(*LOADED)
    }
    parts = {
        one.id: one
        for one in KeyResult.objects.filter(objective__in=known, deleted_at__isnull=True)
    }
    pairs = []
    for one in planned:
        objective, target = known.get(one.objective_id), known.get(one.target_id)
        part = parts.get(one.key_result_id or 0)
        if objective and target and (part is not None) == (one.key_result_id is not None):
            pairs.append(Pair(objective, target, part))
    return len(align_locked(actor, pairs))


def _run(actor: Actor, cycle: Cycle) -> None:
    """A cycle that is still drafted runs, once its first day has come."""
    if cycle.phase == Phase.DRAFTING and cycle.starts_on <= clock.today(actor.time_zone):
        enter_phase(actor, cycle, Phase.RUNNING)


def _finish(actor: Actor, held: Round) -> None:
    now = clock.now()
    held.announced_by_id, held.announced_at = actor.member_id, now
    held.save(update_fields=["announced_by", "announced_at"])
    held.steps.filter(kind=StepKind.ANNOUNCE, done_at__isnull=True, skipped_at__isnull=True).update(
        done_by=actor.member_id, done_at=now
    )
