"""Arranging cycles."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.cycles.drafting import drafting_deadline
from cairn.cycles.models import Cycle, Length, Phase
from cairn.cycles.policy import rules
from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import changed_values, record
from cairn.intake import Intake, refuse
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage import clock

ORDER = list(Phase)
CHANGED = ("name", "starts_on", "ends_on", "drafting_ends_on")


@atomic
def create_cycle(
    actor: Actor,
    *,
    name: str,
    length: str,
    starts_on: date,
    ends_on: date,
    parent: int | None = None,
    drafting_ends_on: date | None = None,
) -> Cycle:
    """A new cycle in drafting, for as long as the organization drafts unless a day is given. Without
    a parent it joins the year that holds it, if there is one;
    a new year takes in the shorter ones that wait for it."""
    rules.require(actor, "cycle.create", None)
    intake = Intake({})
    _check(actor, intake, name, starts_on, ends_on)
    if length not in Length.values:
        intake.refuse("length", _("Choose how long the cycle is."))
    above = _find_parent(actor, intake, length, starts_on, ends_on, parent)
    _check_drafting(intake, drafting_ends_on, ends_on)
    intake.settle()
    cycle = Cycle.objects.create(
        organization_id=actor.organization_id,
        parent=above,
        name=name,
        length=length,
        starts_on=starts_on,
        ends_on=ends_on,
        drafting_ends_on=drafting_ends_on or _usual_deadline(actor, starts_on, ends_on),
        phase_since=clock.now(),
    )
    if length == Length.YEAR:
        _take_in(cycle)
    record(
        actor,
        Event.CYCLE_CREATED,
        cycle.id,
        title=name,
        new={"length": length, "starts_on": starts_on, "ends_on": ends_on},
    )
    return cycle


def _usual_deadline(actor: Actor, starts_on: date, ends_on: date) -> date | None:
    days = Organization.objects.values_list("drafting_days", flat=True).get(
        id=actor.organization_id
    )
    return drafting_deadline(clock.today(actor.time_zone), starts_on, ends_on, days)


def _check_drafting(intake: Intake, drafting_ends_on: date | None, ends_on: date) -> None:
    if drafting_ends_on is not None and drafting_ends_on > ends_on:
        intake.refuse("drafting_ends_on", _("Drafting ends on the cycle's last day at the latest."))


def _check(
    actor: Actor, intake: Intake, name: str, starts_on: date, ends_on: date, but: int | None = None
) -> None:
    if ends_on <= starts_on:
        intake.refuse("ends_on", _("The cycle must end after it starts."))
    elif (ends_on - starts_on).days > 800:
        intake.refuse("ends_on", _("A cycle lasts at most two years."))
    others = Cycle.objects.filter(organization_id=actor.organization_id).exclude(id=but or 0)
    if others.filter(name=name).exists():
        intake.refuse("name", _("There is already a cycle of this name."))


def _find_parent(
    actor: Actor, intake: Intake, length: str, starts_on: date, ends_on: date, parent: int | None
) -> Cycle | None:
    years = Cycle.objects.filter(organization_id=actor.organization_id, length=Length.YEAR)
    if parent is None:
        holding = years.filter(starts_on__lte=starts_on, ends_on__gte=ends_on)
        return None if length == Length.YEAR else holding.first()
    found = Cycle.objects.filter(id=parent, organization_id=actor.organization_id).first()
    if found is None:
        intake.refuse("parent", _("This does not exist, or you may not see it."))
    elif not (found.starts_on <= starts_on and ends_on <= found.ends_on):
        intake.refuse("parent", _("The cycle must lie inside the one above it."))
    return found


def _take_in(year: Cycle) -> None:
    """The shorter cycles that were there before their year lie inside it from now on."""
    alone = Cycle.objects.filter(organization_id=year.organization_id, parent__isnull=True)
    inside = alone.filter(starts_on__gte=year.starts_on, ends_on__lte=year.ends_on)
    inside.exclude(length=Length.YEAR).update(parent=year)


@atomic
def change_cycle(actor: Actor, cycle_id: int, **changes: Any) -> Cycle:
    """Change name or dates (name, starts_on, ends_on, drafting_ends_on). A cycle that ends earlier
    lets its drafting end no later.

    Faces call `edit_cycle` of goals.commands.cycles,
    which also lets the objectives follow.
    """
    cycle = lock_cycle(actor, cycle_id)
    rules.require(actor, "cycle.change", cycle)
    old = {name: getattr(cycle, name) for name in CHANGED}
    for name in old:
        if name in changes:
            setattr(cycle, name, changes[name])
    intake = Intake({})
    if "drafting_ends_on" in changes:
        _check_drafting(intake, cycle.drafting_ends_on, cycle.ends_on)
    elif cycle.drafting_ends_on is not None:
        cycle.drafting_ends_on = min(cycle.drafting_ends_on, cycle.ends_on)
    _check(actor, intake, cycle.name, cycle.starts_on, cycle.ends_on, but=cycle.id)
    _check_family(intake, cycle)
    intake.settle()
    cycle.save()
    before, after = changed_values(old, {name: getattr(cycle, name) for name in old})
    if after:
        record(actor, Event.CYCLE_CHANGED, cycle.id, title=cycle.name, old=before, new=after)
    return cycle


def _check_family(intake: Intake, cycle: Cycle) -> None:
    """It stays inside the cycle above it and around those below it."""
    above = cycle.parent
    if above and not (above.starts_on <= cycle.starts_on and cycle.ends_on <= above.ends_on):
        intake.refuse("ends_on", _("The cycle must lie inside the one above it."))
    outside = Q(starts_on__lt=cycle.starts_on) | Q(ends_on__gt=cycle.ends_on)
    if cycle.children.filter(outside).exists():
        intake.refuse("ends_on", _("The shorter cycles inside this one must stay inside it."))


@atomic
def move_cycle(
    actor: Actor,
    cycle_id: int,
    *,
    phase: str,
    reason: str = "",
    told: Mapping[str, Any] | None = None,
) -> Cycle:
    """Go on to the next phase, or back by one; `told` is what the event says beside. What is closed
    opens again only with a reason."""
    cycle = lock_cycle(actor, cycle_id)
    rules.require(actor, "cycle.change", cycle)
    if phase == cycle.phase:
        return cycle
    if phase not in ORDER:
        refuse("phase", _("Choose one of the phases."))
    if abs(ORDER.index(Phase(phase)) - ORDER.index(Phase(cycle.phase))) != 1:
        raise Conflict(_("Phases follow each other: drafting, running, scoring, closed."))
    if cycle.is_closed and not reason:
        refuse("reason", _("Say why it is opened again."))
    enter_phase(actor, cycle, phase, reason=reason, told=told)
    return cycle


def enter_phase(
    actor: Actor,
    cycle: Cycle,
    phase: str,
    *,
    kind: Event = Event.CYCLE_MOVED,
    reason: str = "",
    told: Mapping[str, Any] | None = None,
) -> None:
    """`move_cycle` in the caller's transaction, of a cycle that is locked, by whatever right."""
    old, cycle.phase, cycle.phase_since = cycle.phase, phase, clock.now()
    cycle.save(update_fields=["phase", "phase_since"])
    record(
        actor,
        kind,
        cycle.id,
        title=cycle.name,
        old={"phase": old},
        new={"phase": phase, **(told or {})},
        reason=reason,
    )


def lock_cycle(actor: Actor, cycle_id: int) -> Cycle:
    """Read again, for update; `NotFound` if it is another organization's."""
    cycle = (
        Cycle.objects.select_for_update(no_key=True)
        .filter(id=cycle_id, organization_id=actor.organization_id)
        .first()
    )
    if cycle is None:
        raise NotFound
    return cycle
