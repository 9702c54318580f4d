"""Ending a cycle once its scores are in, and making the next one."""

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.cycles import commands as cycles
from cairn.cycles.models import Cycle, Phase
from cairn.cycles.queries import find_cycle
from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.goals.ties import lock_lines_of_cycle
from cairn.intake import refuse
from cairn.organization.actor import Actor, Face
from cairn.organization.models import Organization
from cairn.organization.signing import actor_for
from cairn.reviews.endings import complete_cycles, endings_of, missing_of, names_of, next_of
from cairn.reviews.policy import rules

MOST_NAMED = 50


@atomic
def close_cycle(actor: Actor, cycle_id: int, *, anyway: bool = False, reason: str = "") -> Cycle:
    """End a cycle whose scores are in; with some missing only `anyway`, with a reason, and the event
    names those who are. Everything of it is read-only from then on.

    Its objectives are locked, so that a check-in comes before it or is refused.
    """
    cycle = cycles.lock_cycle(actor, cycle_id)
    rules.require(actor, "cycle.close", cycle)
    if cycle.is_closed:
        return cycle
    if cycle.phase != Phase.SCORING:
        raise Conflict(_("Scores come first: move the cycle on to its scoring phase."))
    lock_lines_of_cycle(actor.organization_id, cycle.id)
    missing = missing_of(actor, cycle)
    if missing and not anyway:
        names = names_of(missing)
        raise Conflict(_("Not everything is scored yet. Missing: %(names)s.") % {"names": names})
    if missing and not reason:
        refuse("reason", _("Say why it is closed before all scores are in."))
    told = {"missing": [one.name for one in missing[:MOST_NAMED]]} if missing else {}
    return cycles.move_cycle(
        actor, cycle_id, phase=Phase.CLOSED, reason=reason if missing else "", told=told
    )


@atomic
def complete_cycle(cycle_id: int) -> bool:
    """Close a cycle in which everything has ended; whether that was to do.

    By no one's right but that; told as the act of whoever ended the last objective. Twice changes
    nothing, nor does it close what somebody has opened again (`complete_cycles`).
    """
    cycle = Cycle.objects.select_for_update(no_key=True).get(id=cycle_id)
    lock_lines_of_cycle(cycle.organization_id, cycle.id)
    if not complete_cycles().filter(id=cycle.id).exists():
        return False
    last = endings_of(cycle).select_related("closed_by__organization").latest("closed_at", "id")
    actor = actor_for(last.closed_by, Face.TASK)
    cycles.enter_phase(actor, cycle, Phase.CLOSED, kind=Event.CYCLE_COMPLETED)
    return True


@atomic
def create_next_cycle(actor: Actor, cycle_id: int) -> Cycle:
    """The cycle of the same length that follows; if it is there already, that one."""
    cycle = find_cycle(actor, cycle_id)
    rules.require(actor, "cycle.close", cycle)
    month = Organization.objects.values_list("fiscal_month", flat=True).get(
        id=actor.organization_id
    )
    following = next_of(actor, cycle, month)
    if following.cycle is not None:
        return following.cycle
    return cycles.create_cycle(
        actor,
        name=following.name,
        length=cycle.length,
        starts_on=following.starts_on,
        ends_on=following.ends_on,
    )
