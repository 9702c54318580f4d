"""Ending a cycle once its scores are in, and making the next one."""

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.cycles import commands as cycles
from cairn.cycles.models import Cycle, Phase
from cairn.cycles.queries import find_cycle
from cairn.errors import Conflict
from cairn.goals.models import Objective
from cairn.goals.ties import lock_lines
from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.reviews.endings import missing_of, next_of
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
    inside = Objective.objects.filter(cycle=cycle, deleted_at__isnull=True).order_by("id")
    lock_lines(list(inside.values_list("id", flat=True)))
    missing = missing_of(actor, cycle)
    if missing and not anyway:
        names = ", ".join(one.name for one in missing[:10])
        raise Conflict(_("Not everything is scored yet. Missing: %(names)s.") % {"names": names})
    if missing and not reason:
        refuse("reason", _("Say why it is closed before all scores are in."))
    told = {"missing": [one.name for one in missing[:MOST_NAMED]]} if missing else {}
    return cycles.move_cycle(
        actor, cycle_id, phase=Phase.CLOSED, reason=reason if missing else "", told=told
    )


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
