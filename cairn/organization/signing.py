"""Building the actor of a request, token or task."""

from zoneinfo import ZoneInfo

from cairn.organization import sql
from cairn.organization.actor import Actor, Face, Role, Scope
from cairn.organization.models import Member, line_of

ALL_SCOPES = frozenset(Scope)


def actor_for(
    member: Member, face: Face, scopes: frozenset[Scope] = ALL_SCOPES, locale: str = ""
) -> Actor:
    """The actor that a member is; `member.organization` must be loaded. One query."""
    teams = sql.teams_of(member.id)
    return Actor(
        member_id=member.id,
        user_id=member.user_id,
        organization_id=member.organization_id,
        name=member.name,
        role=Role(member.role),
        face=face,
        time_zone=ZoneInfo(member.organization.time_zone),
        locale=locale or member.locale or member.organization.locale,
        teams=frozenset(id for id, *_, belongs in teams if belongs),
        lines=frozenset(id for _, _, path, *_ in teams for id in line_of(path)),
        leads=frozenset(id for id, *_, lead_id, _ in teams if lead_id == member.id),
        team_names=tuple((id, name) for id, name, *_ in teams),
        scopes=scopes,
    )


def member_of(user_id: int, member_id: int | None) -> Member | None:
    """The membership that a session acts as: the one it chose, else the oldest. One query.

    A membership counts once its invitation is accepted: another organization's link, which may
    have set the account's password, must not open this one.
    """
    return sql.membership(user_id, member_id or 0)
