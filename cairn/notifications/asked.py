"""Whose answer something needs, as the pages ask for it."""

from collections.abc import Iterable

from cairn.goals.models import Objective
from cairn.organization.actor import Role
from cairn.organization.away import stand_ins_of
from cairn.organization.models import Member, Organization, Team
from cairn.storage import clock


def stewards_of(organization_id: int) -> list[int]:
    found = Member.objects.filter(
        organization_id=organization_id,
        role__in=(Role.ADMIN, Role.CHAMPION),
        left_at__isnull=True,
    )
    return list(found.values_list("id", flat=True))


def lead_of(team: Team) -> int | None:
    """Who leads a team, else the lead of the nearest team above it that has one. Who led a team that
    was dissolved is not asked."""
    leads = dict(Team.objects.open().filter(id__in=team.line).values_list("id", "lead_id"))
    return next((leads[id] for id in reversed(team.line) if leads.get(id)), None)


def who_answers_for(objective: Objective) -> list[int]:
    """The owner, else the lead of its team, else stewards; `team` must be loaded."""
    if objective.owner_id:
        return [objective.owner_id]
    if objective.team and objective.team.lead_id and objective.team.valid_to is None:
        return [objective.team.lead_id]
    return stewards_of(objective.organization_id)


def present(*members: int | None) -> list[int]:
    """Those who are named, each once."""
    return list(dict.fromkeys(one for one in members if one))


def standing_in(organization_id: int, member_id: int | None) -> list[int]:
    """Who stands in today for somebody who is asked; nobody where they are there."""
    if member_id is None:
        return []
    zone = Organization.objects.values_list("time_zone", flat=True).get(id=organization_id)
    return list(stand_ins_of([member_id], clock.today(zone)).values())


def but(members: Iterable[int], actor_id: int | None) -> list[int]:
    """What somebody did is no news to them."""
    return [one for one in members if one != actor_id]
