"""Members, teams and cycles."""

from typing import Any

from cairn.api.shapes.values import can, ref, spelled
from cairn.cycles.models import Cycle
from cairn.cycles.policy import rules as cycle_rules
from cairn.goals.policy import rules as goal_rules
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Organization, Team
from cairn.organization.policy import rules
from cairn.storage import clock

CYCLE_ACTS = {"change": "cycle.change"}
TEAM_ACTS = {"add_team": "team.create", "change": "team.change", "close": "team.close"}
MEMBER_ACTS = {
    "change": "member.change",
    "promote": "member.promote",
    "place": "member.place",
    "merge": "member.merge",
    "remove": "member.remove",
}
OWN_ACTS = {
    "change_organization": "organization.change",
    "invite_members": "member.invite",
    "import_people": "people.import",
}


def me_shape(actor: Actor, member: Member) -> dict[str, Any]:
    """From a member with user, organization and manager loaded."""
    return {
        "id": str(member.id),
        "name": member.name,
        "email": member.user.email,
        "title": member.title,
        "role": member.role,
        "locale": actor.locale,
        "scopes": sorted(actor.scopes),
        "organization": _organization(member.organization),
        "manager": ref(member.manager),
        "teams": [{"id": str(id), "name": name} for id, name in actor.team_names],
        "leads": [str(id) for id in sorted(actor.leads)],
        "today": clock.today(actor.time_zone),
        "can": {
            **can(rules, actor, None, OWN_ACTS),
            **can(cycle_rules, actor, None, {"create_cycles": "cycle.create"}),
            **can(goal_rules, actor, None, {"write_objectives": "objective.write"}),
        },
    }


def _organization(organization: Organization) -> dict[str, Any]:
    return {
        "id": str(organization.id),
        "name": organization.name,
        "mission": organization.mission,
        "vision": organization.vision,
        "strategy": organization.strategy,
        "time_zone": organization.time_zone,
        "locale": organization.locale,
    }


def cycle_shape(actor: Actor, cycle: Cycle, current: int | None) -> dict[str, Any]:
    """`current` is the id of the cycle that runs now."""
    return {
        "id": str(cycle.id),
        "name": cycle.name,
        "length": cycle.length,
        "parent": spelled(cycle.parent_id),
        "starts_on": cycle.starts_on,
        "ends_on": cycle.ends_on,
        "drafting_ends_on": cycle.drafting_ends_on,
        "phase": cycle.phase,
        "phase_since": cycle.phase_since,
        "current": cycle.id == current,
        "can": can(cycle_rules, actor, cycle, CYCLE_ACTS),
    }


def team_shape(actor: Actor, team: Team) -> dict[str, Any]:
    return {
        "id": str(team.id),
        "name": team.name,
        "parent": spelled(team.parent_id),
        "line": [str(id) for id in team.line],
        "lead": ref(team.lead),
        "valid_from": team.valid_from,
        "valid_to": team.valid_to,
        "can": can(rules, actor, team, TEAM_ACTS),
    }


def member_shape(actor: Actor, member: Member) -> dict[str, Any]:
    """From a member with user, manager and memberships of open teams loaded."""
    return {
        "id": str(member.id),
        "name": member.name,
        "email": member.user.email,
        "by_name_only": member.user.is_placeholder,
        "title": member.title,
        "role": member.role,
        "manager": ref(member.manager),
        "teams": [str(one.team_id) for one in member.team_memberships.all()],
        "joined_at": member.joined_at,
        "can": can(rules, actor, member, MEMBER_ACTS),
    }
