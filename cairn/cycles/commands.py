"""Arranging cycles."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.cycles.models import Cycle, Length, Phase
from cairn.cycles.policy import rules
from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import changed_values, record
from cairn.intake import Intake, refuse
from cairn.organization.actor import Actor
from cairn.storage import clock

ORDER = list(Phase)


@atomic
def create_cycle(
    actor: Actor,
    *,
    name: str,
    length: str,
    starts_on: date,
    ends_on: date,
    parent: int | None = None,
) -> Cycle:
    """A new cycle in drafting. Without a parent it joins the year that holds it, if there is one;
    a new year takes in the shorter ones that wait for it."""
    rules.require(actor, "cycle.create", None)
    intake = Intake({})
    _check(actor, intake, name, starts_on, ends_on)
    if length not in Length.values:
        intake.refuse("length", _("Choose how long the cycle is."))
    above = _find_parent(actor, intake, length, starts_on, ends_on, parent)
    intake.settle()
    cycle = Cycle.objects.create(
        organization_id=actor.organization_id,
        parent=above,
        name=name,
        length=length,
        starts_on=starts_on,
        ends_on=ends_on,
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
    """Change name or dates (name, starts_on, ends_on).

    Faces call `edit_cycle` of goals.commands.cycles,
    which also lets the objectives follow.
    """
    cycle = _lock(actor, cycle_id)
    rules.require(actor, "cycle.change", cycle)
    old = {name: getattr(cycle, name) for name in ("name", "starts_on", "ends_on")}
    for name in old:
        if name in changes:
            setattr(cycle, name, changes[name])
    intake = Intake({})
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
def move_cycle(actor: Actor, cycle_id: int, *, phase: str) -> Cycle:
    """Go on to the next phase, or back by one."""
    cycle = _lock(actor, cycle_id)
    rules.require(actor, "cycle.change", cycle)
    if phase == cycle.phase:
        return cycle
    if phase not in ORDER:
        refuse("phase", _("Choose one of the phases."))
    if abs(ORDER.index(Phase(phase)) - ORDER.index(Phase(cycle.phase))) != 1:
        raise Conflict(_("Phases follow each other: drafting, running, scoring, closed."))
    old, cycle.phase, cycle.phase_since = cycle.phase, phase, clock.now()
    cycle.save(update_fields=["phase", "phase_since"])
    record(
        actor,
        Event.CYCLE_MOVED,
        cycle.id,
        title=cycle.name,
        old={"phase": old},
        new={"phase": phase},
    )
    return cycle


def _lock(actor: Actor, cycle_id: int) -> Cycle:
    cycle = (
        Cycle.objects.select_for_update(no_key=True)
        .filter(id=cycle_id, organization_id=actor.organization_id)
        .first()
    )
    if cycle is None:
        raise NotFound
    return cycle
