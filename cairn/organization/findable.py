"""What of teams and people can be found by search."""

from collections.abc import Sequence

from cairn.organization.models import Member, Team
from cairn.search import filling, index


def put_team(team: Team) -> None:
    index.put(team.organization_id, "team", team.id, team.name)


def put_member(member: Member) -> None:
    """By name, e-mail address and title; `member.user` must be loaded."""
    index.put(member.organization_id, "member", member.id, words_of(member))


def put_new_members(organization_id: int, members: Sequence[Member]) -> None:
    """Many at once, none of whom is in the index yet."""
    filling.put_new(organization_id, "member", [(one.id, words_of(one)) for one in members])


def words_of(member: Member) -> str:
    return f"{member.name} {member.user.email} {member.title}"


def drop_member(member: Member) -> None:
    index.drop("member", member.id)
