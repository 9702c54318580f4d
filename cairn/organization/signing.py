"""Building the actor of a request, token or task."""

from zoneinfo import ZoneInfo

from cairn.organization import sql
from cairn.organization.actor import Actor, Face, Role, Scope
from cairn.organization.models import Member, line_of
from cairn.storage import clock

ALL_SCOPES = frozenset(Scope)


def actor_for(
    member: Member, face: Face, scopes: frozenset[Scope] = ALL_SCOPES, locale: str = ""
) -> Actor:
    """The actor that a member is; `member.organization` must be loaded. One query."""
    zone = ZoneInfo(member.organization.time_zone)
    found = sql.teams_of(member.id, clock.today(zone))
    teams = [row for row in found if not (row.is_below or row.is_away)]
    away = [row for row in found if row.is_away]
    leads = [row for row in teams if row.lead_id == member.id]
    return Actor(
        member_id=member.id,
        user_id=member.user_id,
        organization_id=member.organization_id,
        name=member.name,
        role=Role(member.role),
        face=face,
        time_zone=zone,
        locale=locale or member.locale or member.organization.locale,
        teams=frozenset(row.id for row in teams if row.belongs),
        lines=frozenset(id for row in teams for id in line_of(row.path)),
        leads=frozenset(row.id for row in leads),
        confirms=frozenset(
            [row.id for row in found if row.is_below and not row.is_for]
            + [row.id for row in leads if len(line_of(row.path)) == 1]
        ),
        stands_in_for=frozenset(row.id for row in away),
        confirms_as=frozenset(row.id for row in away if row.is_for),
        confirms_for=frozenset(row.id for row in found if row.is_below and row.is_for),
        team_names=tuple((row.id, row.name) for row in teams),
        scopes=scopes,
    )


def member_of(user_id: int, member_id: int | None) -> Member | None:
    """The membership that a session acts as: the one it chose, else the oldest. One query.

    A membership counts once its invitation is accepted: another organization's link, which may
    have set the account's password, must not open this one.
    """
    return sql.membership(user_id, member_id or 0)
