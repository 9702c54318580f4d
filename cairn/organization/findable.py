"""What of teams and people can be found by search."""

from cairn.organization.models import Member, Team
from cairn.search import index


def put_team(team: Team) -> None:
    index.put(team.organization_id, "team", team.id, team.name)


def put_member(member: Member) -> None:
    """By name, e-mail address and title; `member.user` must be loaded."""
    words = f"{member.name} {member.user.email} {member.title}"
    index.put(member.organization_id, "member", member.id, words)


def drop_member(member: Member) -> None:
    index.drop("member", member.id)
