"""Reading a target again, for update, as its actor may see it.

What changes the tree of teams, the chain of managers or the administrators locks the organization
first, so that two such changes follow each other. `no_key` lets others write rows that point at a
locked one: a check-in that waited for that while its objective is waited for would be a deadlock.
"""

from cairn.errors import NotFound, Words
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Organization, Team, Token
from cairn.organization.wording import UNKNOWN


def lock_organization(actor: Actor) -> Organization:
    found = (
        Organization.objects.select_for_update(no_key=True).filter(id=actor.organization_id).first()
    )
    if found is None:
        raise NotFound
    return found


def lock_team(actor: Actor, team_id: int) -> Team:
    """The team, open or closed, with its lead and parent loaded."""
    found = (
        Team.objects.select_for_update(of=("self",), no_key=True)
        .select_related("lead", "parent")
        .filter(id=team_id, organization_id=actor.organization_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def lock_member(actor: Actor, member_id: int) -> Member:
    """The member, gone or not, with user, manager and organization loaded."""
    found = (
        Member.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user", "manager", "organization")
        .filter(id=member_id, organization_id=actor.organization_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def lock_self(actor: Actor) -> None:
    """What somebody keeps for themselves is written one after another, so that nothing stands
    twice."""
    Member.objects.select_for_update(of=("self",), no_key=True).only("id").get(id=actor.member_id)


def lock_token(actor: Actor, token_id: int) -> Token:
    found = (
        Token.objects.select_for_update(of=("self",), no_key=True)
        .filter(id=token_id, organization_id=actor.organization_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def find_present_member(
    actor: Actor, member_id: int | None, intake: Intake, name: str, why: Words = UNKNOWN
) -> Member | None:
    """A member who is still there; None where none was asked for."""
    if member_id is None:
        return None
    found = Member.objects.filter(
        id=member_id, organization_id=actor.organization_id, left_at__isnull=True
    ).first()
    if found is None:
        intake.refuse(name, why)
    return found


def find_open_team(actor: Actor, team_id: int | None, intake: Intake, name: str) -> Team | None:
    """An open team; None where none was asked for."""
    if team_id is None:
        return None
    found = Team.objects.open().filter(id=team_id, organization_id=actor.organization_id).first()
    if found is None:
        intake.refuse(name, UNKNOWN)
    return found
