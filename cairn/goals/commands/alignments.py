"""Aligning objectives: ask, accept, decline, end, and what each contributes.

An alignment is written with the whole graph of the organization held, so that no two requests can
close a loop at the same moment, and with the lines of both ends locked; one that begins to count with
all ties of the organization held as well, so that no line grows for whoever waits for it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.cycles.models import Cycle
from cairn.errors import Conflict, NotFound, Words
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.ancestry import reached_from
from cairn.goals.commands.checks import UNKNOWN, require_open, require_reason
from cairn.goals.commands.contributions import set_contribution
from cairn.goals.commands.locking import lock_objective
from cairn.goals.models import LIVE, Alignment, Answer, KeyResult, Objective
from cairn.goals.policy import rules
from cairn.goals.rollup import refresh_fed
from cairn.goals.ties import leads_to, live_above, lock_graph, lock_lines, lock_ties
from cairn.intake import Intake, refuse
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.storage.rows import travelling_together


@dataclass(frozen=True, slots=True)
class Pair:
    """Both ends of an alignment, locked; `end` is what the policy of the target compares."""

    objective: Objective
    target: Objective
    key_result: KeyResult | None

    @property
    def end(self) -> Objective | KeyResult:
        return self.key_result or self.target


@atomic
def request_alignment(
    actor: Actor,
    objective_id: int,
    *,
    target: int | None = None,
    key_result: int | None = None,
    is_for_blocked: bool = False,
    note: str = "",
    weight: Decimal | None = None,
    reason: str = "",
) -> Alignment:
    """Ask that an objective supports a target: an objective, or a key result of one.

    Who may edit both ends needs no asking, and may give a `weight` (percent) at once. Asking twice
    gives the alignment of the first time.
    """
    _hold_graph(actor, weight)
    pair = _lock_pair(actor, objective_id, target, key_result)
    rules.require(actor, "alignment.request", pair.objective)
    if is_for_blocked and pair.key_result is None:
        refuse("key_result", _("Choose the key result that is blocked."))
    if first := _live(pair):
        return first
    _check(pair)
    is_accepted = rules.can(actor, "alignment.answer", pair.end)
    made = make_alignment(
        actor, pair, is_accepted=is_accepted, is_for_blocked=is_for_blocked, note=note
    )
    if weight:
        if not is_accepted:
            refuse("contribution", _("Who owns the target decides what counts into it."))
        _weigh(actor, made, pair, weight, reason)
    return made


def align_locked(actor: Actor, pairs: Sequence[Pair]) -> list[Alignment]:
    """Accepted at once, by whatever right, of ends that are locked with the graph held; those left
    out are aligned already, or cannot be by now. As many questions however many pairs."""
    ends = {one.id for pair in pairs for one in (pair.objective, pair.target)}
    live = {(tie.objective_id, tie.target_id, tie.key_result_id) for tie in live_above(ends)}
    targets: dict[int, set[int]] = defaultdict(set)
    for objective_id, target_id, _key_result_id in live:
        targets[objective_id].add(target_id)
    made = []
    for pair in pairs:
        key = (pair.objective.id, pair.target.id, pair.key_result.id if pair.key_result else None)
        is_over = pair.objective.is_over or pair.target.is_over
        is_loop = pair.objective.id in reached_from(pair.target.id, targets)
        if not (is_over or key in live or _fault(pair, is_loop=is_loop)):
            live.add(key)
            targets[pair.objective.id].add(pair.target.id)
            made.append(_drawn_up(actor, pair, is_accepted=True))
    Alignment.objects.bulk_create(made)
    with travelling_together():
        for alignment in made:
            _record_made(actor, alignment)
    return made


def make_alignment(
    actor: Actor, pair: Pair, *, is_accepted: bool, is_for_blocked: bool = False, note: str = ""
) -> Alignment:
    """Write an alignment that was checked, asked or accepted at once, and its event."""
    made = _drawn_up(actor, pair, is_accepted=is_accepted, is_for_blocked=is_for_blocked, note=note)
    made.save(force_insert=True)
    _record_made(actor, made)
    return made


def _drawn_up(
    actor: Actor, pair: Pair, *, is_accepted: bool, is_for_blocked: bool = False, note: str = ""
) -> Alignment:
    made = Alignment(
        organization_id=actor.organization_id,
        objective=pair.objective,
        target=pair.target,
        key_result=pair.key_result,
        is_for_blocked=is_for_blocked,
        note=note,
        requested_by_id=actor.member_id,
        requested_at=clock.now(),
    )
    if is_accepted:
        _answer(actor, made, Answer.ACCEPTED)
    return made


def _record_made(actor: Actor, made: Alignment) -> None:
    new = {"state": made.state}
    _record(actor, Event.ALIGNMENT_REQUESTED, made, new=new, reason=made.note)


def _hold_graph(actor: Actor, weight: Decimal | None) -> None:
    """Nothing is aligned meanwhile, and with a weight nothing else begins to count."""
    lock_graph(actor.organization_id)
    if weight:
        lock_ties(actor.organization_id)


def _lock_pair(
    actor: Actor, objective_id: int, target_id: int | None, key_result_id: int | None
) -> Pair:
    """Both ends as the actor may see them; a key result says whose it is."""
    key_result = None
    if key_result_id is not None:
        key_result = KeyResult.objects.filter(
            id=key_result_id, organization_id=actor.organization_id, deleted_at__isnull=True
        ).first()
        if key_result is None or target_id not in (None, key_result.objective_id):
            refuse("key_result", UNKNOWN)
        target_id = key_result.objective_id
    lock_lines(actor.organization_id, [objective_id, *([target_id] if target_id else [])])
    objective = lock_objective(actor, objective_id)
    field = "key_result" if key_result else "target"
    if target_id is None:
        refuse("target", _("Choose what it supports."))
    try:
        target = lock_objective(actor, target_id)
    except NotFound:
        refuse(field, UNKNOWN)
    if key_result is not None:
        key_result.objective = target
    return Pair(objective, target, key_result)


def _live(pair: Pair) -> Alignment | None:
    return Alignment.objects.filter(
        objective=pair.objective, target=pair.target, key_result=pair.key_result, state__in=LIVE
    ).first()


def _check(pair: Pair) -> None:
    """Not to itself, in no loop, in time with each other, and both still open."""
    require_open(pair.objective)
    require_open(pair.target)
    field = "key_result" if pair.key_result else "target"
    if fault := _fault(pair, is_loop=leads_to(pair.target.id, pair.objective.id)):
        refuse(field, fault)


def _fault(pair: Pair, *, is_loop: bool) -> Words | None:
    if pair.objective.id == pair.target.id:
        return _("An objective cannot support itself.")
    if is_loop:
        return _("That would be a loop: the target supports this objective already.")
    if not overlap(pair.objective.cycle, pair.target.cycle):
        return _("Their cycles do not overlap in time. Choose a target whose cycle does.")
    return None


def overlap(ours: Cycle, theirs: Cycle) -> bool:
    return ours.starts_on <= theirs.ends_on and theirs.starts_on <= ours.ends_on


def _answer(actor: Actor, alignment: Alignment, state: Answer, reason: str = "") -> None:
    alignment.state = state
    alignment.answered_by_id, alignment.answered_at = actor.member_id, clock.now()
    alignment.answer_reason = reason


@atomic
def accept_alignment(
    actor: Actor, alignment_id: int, *, weight: Decimal | None = None, reason: str = ""
) -> Alignment:
    """Say yes to what was asked; with a weight it counts from now on. Twice changes nothing."""
    alignment, pair = lock_alignment(actor, alignment_id, weight)
    rules.require(actor, "alignment.answer", pair.end)
    if alignment.state == Answer.ACCEPTED:
        return alignment
    _require_asked(alignment)
    require_open(pair.target)
    if leads_to(pair.target.id, pair.objective.id):
        raise Conflict(_("That would be a loop: the target supports this objective already."))
    _answer(actor, alignment, Answer.ACCEPTED)
    alignment.save()
    _record(actor, Event.ALIGNMENT_ACCEPTED, alignment)
    if weight:
        _weigh(actor, alignment, pair, weight, reason)
    return alignment


@atomic
def decline_alignment(actor: Actor, alignment_id: int, *, reason: str) -> Alignment:
    """Say no, and why."""
    alignment, pair = lock_alignment(actor, alignment_id)
    rules.require(actor, "alignment.answer", pair.end)
    _require_asked(alignment)
    if not reason:
        refuse("reason", _("Say why, so that they can find a better target."))
    _answer(actor, alignment, Answer.DECLINED, reason)
    alignment.save()
    _record(actor, Event.ALIGNMENT_DECLINED, alignment, reason=reason)
    return alignment


def _require_asked(alignment: Alignment) -> None:
    if alignment.state != Answer.REQUESTED:
        raise Conflict(_("This request has been answered already."))


@atomic
def end_alignment(actor: Actor, alignment_id: int, *, reason: str = "") -> Alignment:
    """From either end, asked or accepted; it stays in the history. Twice changes nothing.

    One that counts stays with a target that is closed: its numbers change no more.
    """
    alignment, pair = lock_alignment(actor, alignment_id)
    if not rules.can(actor, "alignment.answer", pair.end):
        rules.require(actor, "alignment.end", pair.objective)
    if alignment.state == Answer.ENDED:
        return alignment
    if alignment.state == Answer.DECLINED:
        raise Conflict(_("This request has been answered already."))
    counted = alignment.weight
    if counted:
        require_open(pair.target)
        require_reason(pair.target, ["contribution"], reason, intake := Intake({}))
        intake.settle()
        set_contribution(actor, alignment, pair.target, Decimal(0))
    alignment.state = Answer.ENDED
    alignment.ended_by_id, alignment.ended_at = actor.member_id, clock.now()
    alignment.end_reason = reason
    alignment.save()
    old = {"contribution": counted} if counted else {}
    _record(actor, Event.ALIGNMENT_ENDED, alignment, old=old, reason=reason)
    if counted:
        refresh_fed(pair.target, alignment.key_result_id, pair.target.organization)
    return alignment


@atomic
def weigh_alignment(
    actor: Actor, alignment_id: int, *, weight: Decimal, reason: str = ""
) -> Alignment:
    """Set what an accepted alignment contributes to its target, in percent; 0 is aligned only."""
    alignment, pair = lock_alignment(actor, alignment_id, weight)
    rules.require(actor, "alignment.weigh", pair.target)
    if alignment.state != Answer.ACCEPTED:
        raise Conflict(_("Only an accepted alignment can contribute."))
    _weigh(actor, alignment, pair, weight, reason)
    return alignment


def _weigh(actor: Actor, alignment: Alignment, pair: Pair, weight: Decimal, reason: str) -> None:
    require_open(pair.target)
    if weight == alignment.weight:
        return
    require_reason(pair.target, ["contribution"], reason, intake := Intake({}))
    intake.settle()
    old = alignment.weight
    set_contribution(actor, alignment, pair.target, weight)
    _record(
        actor,
        Event.ALIGNMENT_WEIGHED,
        alignment,
        old={"contribution": old},
        new={"contribution": alignment.weight},
        reason=reason,
    )
    refresh_fed(pair.target, alignment.key_result_id, pair.target.organization)


def lock_alignment(
    actor: Actor, alignment_id: int, weight: Decimal | None = None
) -> tuple[Alignment, Pair]:
    """An alignment whose two ends the actor may see, all locked; else `NotFound`. With the `weight`
    that it shall have."""
    _hold_graph(actor, weight)
    ends = (
        Alignment.objects.filter(id=alignment_id, organization_id=actor.organization_id)
        .values_list("objective_id", "target_id")
        .first()
    )
    if ends is None:
        raise NotFound
    lock_lines(actor.organization_id, ends)
    objective, target = (lock_objective(actor, id) for id in ends)
    alignment = Alignment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "key_result"
    )
    found = alignment.get(id=alignment_id)
    key_result = found.key_result
    if key_result is not None:
        if key_result.deleted_at is not None:
            raise NotFound
        key_result.objective = target
    found.objective, found.target = objective, target
    return found, Pair(objective, target, key_result)


def _record(actor: Actor, kind: Event, alignment: Alignment, **values: Any) -> None:
    """Named by the target's words, which only those may read who see both ends."""
    end = alignment.key_result or alignment.target
    new = {
        "objective_title": alignment.objective.title,
        "key_result": alignment.key_result_id,
        **values.pop("new", {}),
    }
    record(
        actor,
        kind,
        alignment.id,
        title=end.title,
        objective_id=alignment.objective_id,
        other_objective_id=alignment.target_id,
        team_id=alignment.objective.team_id,
        new=new,
        **values,
    )
