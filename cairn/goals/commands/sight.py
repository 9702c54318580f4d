"""Whether somebody else than the actor may see an objective: who is asked to work for it must."""

from cairn.goals.models import Objective
from cairn.goals.policy import can_see
from cairn.organization.actor import Face
from cairn.organization.models import Member
from cairn.organization.signing import actor_for


def may_see(member: Member, objective: Objective) -> bool:
    """`objective` is loaded for the policy, with its organization."""
    member.organization = objective.organization
    return can_see(actor_for(member, Face.TASK), objective)
