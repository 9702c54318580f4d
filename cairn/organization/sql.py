"""The statements that every request begins with, by hand; see `storage/rows.py`."""

from cairn.organization.models import Member, Organization, User
from cairn.storage.rows import Columns, fetch, split

JOINED = (Columns(Member, "m"), Columns(Organization, "g"), Columns(User, "u"))
TEAMS = (
    "SELECT t.id, t.name, t.path, t.lead_id, EXISTS (SELECT 1 FROM organization_teammember b "
    "WHERE b.team_id = t.id AND b.member_id = %s) FROM organization_team t "
    "WHERE t.valid_to IS NULL AND (t.lead_id = %s OR t.id IN "
    "(SELECT b.team_id FROM organization_teammember b WHERE b.member_id = %s)) "
    "ORDER BY t.name, t.id"
)
MEMBERSHIP = (
    f"SELECT {', '.join(part.text for part in JOINED)} FROM organization_member m "
    "JOIN organization_organization g ON g.id = m.organization_id "
    "JOIN organization_user u ON u.id = m.user_id "
    "WHERE m.user_id = %s AND u.is_active AND m.left_at IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM organization_invitation i WHERE i.member_id = m.id "
    "AND i.accepted_at IS NULL) ORDER BY CASE WHEN m.id = %s THEN 0 ELSE 1 END, m.id LIMIT 1"
)


def membership(user_id: int, chosen: int) -> Member | None:
    """The chosen membership of a user, else the oldest, with organization and user loaded."""
    rows = fetch(MEMBERSHIP, [user_id, chosen])
    if not rows:
        return None
    member, organization, user = split(rows[0], JOINED)
    assert isinstance(member, Member)
    member._state.fields_cache |= {"organization": organization, "user": user}
    return member


def teams_of(member_id: int) -> list[tuple[int, str, str, int | None, bool]]:
    """(id, name, path, lead's id, belongs) of the open teams that somebody belongs to or leads."""
    return [
        (id, name, path, lead_id, bool(belongs))
        for id, name, path, lead_id, belongs in fetch(TEAMS, [member_id] * 3)
    ]
