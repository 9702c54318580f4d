"""Changing what an organization is. Faces call `edit_organization` of
`cairn.goals.commands.organization_pace`, which also lets the statuses follow a new pace."""

from typing import Any

from django.db.transaction import atomic

from cairn.events.kinds import Kind as Event
from cairn.events.ledger import changed_values, record
from cairn.organization import findable
from cairn.organization.actor import Actor
from cairn.organization.commands.locking import lock_organization
from cairn.organization.models import Organization, Team
from cairn.organization.policy import rules

PLAIN = (
    "name",
    "mission",
    "vision",
    "strategy",
    "time_zone",
    "locale",
    "fiscal_month",
    "checkin_weekday",
    "cadence_days",
    "behind_points",
    "drafting_days",
    "reconfirms_changes",
    "closes_cycles",
    "tells_objective_owner_days",
    "tells_lead_days",
)


@atomic
def change_organization(actor: Actor, **changes: Any) -> tuple[Organization, frozenset[str]]:
    """Change what is given; also tells the names of what differs now. The company team is renamed
    with the organization."""
    organization = lock_organization(actor)
    rules.require(actor, "organization.change", organization)
    old = {name: getattr(organization, name) for name in PLAIN}
    for name in PLAIN:
        if name in changes:
            setattr(organization, name, changes[name])
    before, after = changed_values(old, {name: getattr(organization, name) for name in PLAIN})
    if not after:
        return organization, frozenset()
    organization.save()
    if "name" in after:
        _rename_company(organization)
    record(
        actor,
        Event.ORGANIZATION_CHANGED,
        organization.id,
        title=organization.name,
        old=before,
        new=after,
    )
    return organization, frozenset(after)


def _rename_company(organization: Organization) -> None:
    company = Team.objects.get(organization=organization, parent__isnull=True)
    company.name = organization.name
    company.save(update_fields=["name"])
    findable.put_team(company)
