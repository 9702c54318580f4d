"""Taking the steps of a planning round: beginning, finishing, skipping, doing again, asking for more
time."""

from datetime import date

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.planning.commands.holding import (
    keep_steps,
    lock_round,
    lock_step,
    record_step,
    require_latest,
    require_open,
)
from cairn.planning.commands.rooms import open_locked
from cairn.planning.limits import Drop, falls
from cairn.planning.models import Extension, Round, Step
from cairn.planning.policy import rules
from cairn.planning.rounds import IN_A_ROOM, OVER_A_SET, latest_steps, part_of
from cairn.storage import clock


@atomic
def begin_step(actor: Actor, step_id: int, *, within: int | None = None) -> Step:
    """Begin, before its day too; where it is taken in a room, that room is opened by the actor.
    `within`, here and below: the round that the step must belong to."""
    return _begin(actor, lock_step(actor, step_id, within))


@atomic
def begin_team(actor: Actor, round_id: int, *, team: int) -> Step:
    """Begin the step that a team below the round's takes; one that was opened since the round began
    has one from now on."""
    held = lock_round(actor, round_id)
    require_open(held)
    keep_steps(held, clock.today(actor.time_zone))
    step = _latest_of(held, team)
    if step is None:
        raise NotFound
    step.round = held
    return _begin(actor, step)


def _latest_of(held: Round, team_id: int) -> Step | None:
    steps = held.steps.filter(team=team_id, kind__in=OVER_A_SET, team__valid_to__isnull=True)
    return steps.select_related("team").order_by("-turn").first()


def _begin(actor: Actor, step: Step) -> Step:
    rules.require(actor, "step.begin", step)
    require_open(step.round)
    require_latest(step)
    _require_undecided(step)
    if step.kind in IN_A_ROOM:
        open_locked(actor, step.round, step.team)
    if step.begun_at is None:
        step.begun_by_id, step.begun_at = actor.member_id, clock.now()
        step.save(update_fields=["begun_by", "begun_at"])
        record_step(actor, Event.STEP_BEGUN, step)
    return step


def _require_undecided(step: Step) -> None:
    if step.done_at is not None:
        raise Conflict(_("This step is done. Have it done again if need be."))
    if step.skipped_at is not None:
        raise Conflict(_("This step was skipped. Have it done again if need be."))


@atomic
def finish_step(actor: Actor, step_id: int, *, within: int | None = None) -> Step:
    """Done. Twice changes nothing."""
    step = lock_step(actor, step_id, within)
    rules.require(actor, "step.finish", step)
    require_open(step.round)
    require_latest(step)
    if step.done_at is None:
        _require_undecided(step)
        step.done_by_id, step.done_at = actor.member_id, clock.now()
        step.save(update_fields=["done_by", "done_at"])
        record_step(actor, Event.STEP_DONE, step)
    return step


@atomic
def skip_step(actor: Actor, step_id: int, *, reason: str = "", within: int | None = None) -> Step:
    """Leave it out. Twice changes nothing."""
    step = lock_step(actor, step_id, within)
    rules.require(actor, "step.skip", step)
    require_open(step.round)
    require_latest(step)
    if step.skipped_at is None:
        _require_undecided(step)
        _skip(actor, step, reason)
    return step


def _skip(actor: Actor, step: Step, reason: str) -> None:
    step.skipped_by_id, step.skipped_at, step.skip_reason = actor.member_id, clock.now(), reason
    step.save(update_fields=["skipped_by", "skipped_at", "skip_reason"])
    record_step(actor, Event.STEP_SKIPPED, step, reason=reason)


@atomic
def drop_steps(actor: Actor, round_id: int, *, drop: str, reason: str = "") -> list[Step]:
    """Skip all that the advice would drop in one go (a value of `Drop`)."""
    held = lock_round(actor, round_id)
    rules.require(actor, "step.skip", held)
    require_open(held)
    keep_steps(held, clock.today(actor.time_zone))
    dropped = [step for step in latest_steps([held]) if falls(Drop(drop), part_of(step))]
    for step in dropped:
        _skip(actor, step, reason)
    return dropped


@atomic
def repeat_step(
    actor: Actor,
    step_id: int,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
    within: int | None = None,
) -> Step:
    """Have it done again: a new turn, from today on for as long as the last unless days are given.
    The round ends with it where it ended before."""
    step = lock_step(actor, step_id, within)
    rules.require(actor, "step.repeat", step)
    require_open(step.round)
    require_latest(step)
    if step.done_at is None and step.skipped_at is None:
        raise Conflict(_("This step still goes on."))
    first = starts_on or clock.today(actor.time_zone)
    last = ends_on or first + (step.ends_on - step.starts_on)
    if last < first:
        refuse("ends_on", _("This ends before it starts."))
    made = Step.objects.create(
        round=step.round,
        team=step.team,
        kind=step.kind,
        turn=step.turn + 1,
        starts_on=first,
        ends_on=last,
    )
    _make_room_for(step.round, last)
    record_step(actor, Event.STEP_REPEATED, made, new={"turn": made.turn, "ends_on": last})
    return made


def _make_room_for(held: Round, last: date) -> None:
    if last > held.ends_on:
        held.ends_on = last
        held.save(update_fields=["ends_on"])


@atomic
def extend_step(
    actor: Actor, step_id: int, *, comment: str, minutes: int = 60, within: int | None = None
) -> Extension:
    """Ask a team for another hour over its set, and say over what. A step that was done goes on."""
    step = lock_step(actor, step_id, within)
    rules.require(actor, "step.extend", step)
    require_open(step.round)
    require_latest(step)
    if step.kind not in OVER_A_SET or step.skipped_at is not None:
        raise Conflict(_("Another hour is asked of teams that hand on or cascade."))
    if not comment:
        refuse("comment", _("Say what the team should look at again."))
    asked = Extension.objects.create(
        step=step,
        minutes=minutes,
        comment=comment,
        asked_by_id=actor.member_id,
        asked_at=clock.now(),
    )
    step.done_by, step.done_at = None, None
    step.ends_on = max(step.ends_on, clock.today(actor.time_zone))
    step.save(update_fields=["done_by", "done_at", "ends_on"])
    _make_room_for(step.round, step.ends_on)
    record_step(actor, Event.STEP_EXTENDED, step, new={"minutes": minutes}, reason=comment)
    return asked
