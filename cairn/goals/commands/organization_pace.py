"""Changing an organization, and every status that follows from its pace."""

from typing import Any

from django.db.transaction import atomic

from cairn.goals.rescheduling import reschedule_statuses
from cairn.organization.actor import Actor
from cairn.organization.commands.organizations import change_organization
from cairn.organization.models import Organization

PACE = frozenset({"cadence_days", "behind_points"})


@atomic
def edit_organization(actor: Actor, **changes: Any) -> Organization:
    """Change what is given: name, mission, vision, strategy, time_zone, locale, fiscal_month,
    checkin_weekday, cadence_days, behind_points, tells_objective_owner_days, tells_lead_days."""
    organization, changed = change_organization(actor, **changes)
    if changed & PACE:
        reschedule_statuses(organization)
    return organization
