"""The statements that every request begins with, by hand; see `storage/rows.py`."""

from datetime import date
from typing import NamedTuple

from cairn.organization.models import Member, Organization, User
from cairn.storage.rows import Columns, fetch, split

JOINED = (Columns(Member, "m"), Columns(Organization, "g"), Columns(User, "u"))
TEAMS = (
    "WITH RECURSIVE away (member_id, confirms) AS (SELECT a.member_id, m.role <> 'viewer' "
    "FROM organization_absence a "
    "JOIN organization_member m ON m.id = a.member_id AND m.left_at IS NULL "
    "WHERE a.stand_in_id = %s AND a.starts_on <= %s AND a.ends_on >= %s AND a.ended_at IS NULL), "
    "below (id, lead_id, valid_to, is_for) AS ("
    "SELECT c.id, c.lead_id, c.valid_to, FALSE FROM organization_team t "
    "JOIN organization_team c ON c.parent_id = t.id WHERE t.lead_id = %s AND t.valid_to IS NULL "
    "UNION ALL SELECT c.id, c.lead_id, c.valid_to, TRUE FROM away w "
    "JOIN organization_team t ON t.lead_id = w.member_id AND t.valid_to IS NULL "
    "JOIN organization_team c ON c.parent_id = t.id WHERE w.confirms "
    "UNION ALL SELECT t.id, t.lead_id, t.valid_to, TRUE FROM away w "
    "JOIN organization_team t ON t.lead_id = w.member_id AND t.valid_to IS NULL "
    "WHERE w.confirms AND t.parent_id IS NULL "
    "UNION ALL SELECT c.id, c.lead_id, c.valid_to, b.is_for FROM below b "
    "JOIN organization_team c ON c.parent_id = b.id "
    "WHERE b.lead_id IS NULL OR b.valid_to IS NOT NULL) "
    "SELECT t.id, t.name, t.path, t.lead_id, EXISTS (SELECT 1 FROM organization_teammember b "
    "WHERE b.team_id = t.id AND b.member_id = %s), FALSE, FALSE, FALSE FROM organization_team t "
    "WHERE t.valid_to IS NULL AND (t.lead_id = %s OR t.id IN "
    "(SELECT b.team_id FROM organization_teammember b WHERE b.member_id = %s)) "
    "UNION ALL SELECT id, '', '', NULL, FALSE, TRUE, FALSE, is_for FROM below "
    "UNION ALL SELECT member_id, '', '', NULL, FALSE, FALSE, TRUE, confirms FROM away "
    "ORDER BY 2, 1"
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


class TeamOfActor(NamedTuple):
    """An open team that somebody belongs to or leads; or (`is_below`) one for which they are the
    lead of the first led team above, open or closed, with nothing but its id; or (`is_away`) no
    team at all but the id of a member for whom they stand in. `is_for`: not they but somebody for
    whom they stand in confirms there; or this member confirms."""

    id: int
    name: str
    path: str
    lead_id: int | None
    belongs: bool
    is_below: bool
    is_away: bool
    is_for: bool


def teams_of(member_id: int, on: date) -> list[TeamOfActor]:
    """By name; for whom they stand in on a day."""
    return [TeamOfActor(*row) for row in fetch(TEAMS, [member_id, on, on, *[member_id] * 4])]
