"""Building the actor of a request, token or task."""

from zoneinfo import ZoneInfo

from django.db.models import FETCH_RAISE, Exists, OuterRef, Q

from cairn.organization.actor import Actor, Face, Role, Scope
from cairn.organization.models import Invitation, Member, Team, TeamMember, line_of

ALL_SCOPES = frozenset(Scope)


def actor_for(
    member: Member, face: Face, scopes: frozenset[Scope] = ALL_SCOPES, locale: str = ""
) -> Actor:
    """The actor that a member is; `member.organization` must be loaded. One query."""
    teams = _teams_of(member)
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


def _teams_of(member: Member) -> list[tuple[int, str, str, int | None, bool]]:
    """(id, name, path, lead's id, belongs) of the open teams that somebody belongs to or leads."""
    memberships = TeamMember.objects.filter(member=member)
    return list(
        Team.objects.open()
        .filter(Q(lead=member) | Q(id__in=memberships.values("team")))
        .order_by("name", "id")
        .values_list(
            "id", "name", "path", "lead_id", Exists(memberships.filter(team=OuterRef("id")))
        )
    )


def member_of(user_id: int, member_id: int | None) -> Member | None:
    """The membership that a session acts as: the one it chose, else the oldest. One query.

    A membership counts once its invitation is accepted: another organization's link, which may
    have set the account's password, must not open this one.
    """
    invited = Invitation.objects.filter(member=OuterRef("pk"), accepted_at__isnull=True)
    found = (
        Member.objects.filter(
            ~Exists(invited), user_id=user_id, user__is_active=True, left_at__isnull=True
        )
        .select_related("user", "organization")
        .order_by("id")
        .fetch_mode(FETCH_RAISE)
    )
    return (found.filter(id=member_id).first() if member_id else None) or found.first()
