"""Teams and people as they hang together on a day, with how much hangs on each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cairn.goals.map.nodes import ROOT, Node, Tie
from cairn.goals.map.scope import Scope
from cairn.goals.seeing import ONCE
from cairn.storage.pieces import Piece, every, weave

MOST_TEAMS, MOST_LINES, MOST_PEOPLE = 160, 1_000, 400
TEAM = (
    "SELECT t.id, t.parent_id, t.name, m.name, "
    "(SELECT COUNT(*) FROM organization_team c WHERE c.parent_id = t.id AND {below_valid}), "
    "(SELECT COUNT(*) FROM organization_teammember e JOIN organization_member n "
    "ON n.id = e.member_id WHERE e.team_id = t.id AND {belongs}), "
    "(SELECT COUNT(*) FROM {objectives} WHERE {row}.team_id = t.id AND {visible}) "
    "FROM {found} CROSS JOIN organization_team t "
    "LEFT JOIN organization_member m ON m.id = t.lead_id WHERE t.id = f.id "
    "ORDER BY t.name, t.id"
)
PERSON = (
    "SELECT m.id, m.name, m.title, "
    "(SELECT COUNT(*) FROM {objectives} WHERE {row}.owner_id = m.id "
    "AND {row}.team_id IS NULL AND {visible}) "
    "FROM organization_member m WHERE m.organization_id = {organization} AND m.id IN {ids} "
    "ORDER BY m.name, m.id"
)


@dataclass(frozen=True, slots=True)
class Branch:
    """A team and how many of each kind hang on it."""

    id: int
    parent: int | None
    name: str
    lead: str
    teams: int
    members: int
    objectives: int

    @property
    def children(self) -> int:
        return self.teams + self.members + self.objectives

    @property
    def key(self) -> str:
        """The id of its node; the company is the root of the map."""
        return ROOT if self.parent is None else f"team:{self.id}"


def valid(scope: Scope, at: str) -> Piece:
    """A team is there on the day, or was dissolved and still owns something in these cycles."""
    return weave(
        "({there} OR {at}.valid_from <= {on} AND EXISTS (SELECT 1 FROM goals_objective z "
        "WHERE z.team_id = {at}.id AND z.cycle_id IN {cycles} AND z.deleted_at IS NULL {once}))",
        there=_there(scope, at),
        at=Piece(at),
        on=scope.on,
        cycles=scope.cycles,
        once=ONCE,
    )


def _there(scope: Scope, at: str) -> Piece:
    here = Piece(at)
    if not scope.past:
        return weave("{at}.valid_to IS NULL", at=here)
    return weave(
        "{at}.valid_from <= {on} AND ({at}.valid_to IS NULL OR {at}.valid_to > {on})",
        at=here,
        on=scope.on,
    )


def belongs(scope: Scope, membership: str, member: str) -> Piece:
    """Somebody belonged to a team by then and had not left the organization."""
    if not scope.past:
        return weave("{m}.left_at IS NULL", m=Piece(member))
    return weave(
        "{e}.joined_on <= {on} AND ({m}.left_at IS NULL OR {m}.left_at >= {until})",
        e=Piece(membership),
        m=Piece(member),
        on=scope.on,
        until=scope.until,
    )


def top_teams(scope: Scope, focus: int | None = None) -> list[Branch]:
    """The company and the teams below it, as many whole levels as a first answer may need, and all
    above the objective in focus. One statement."""
    tables = weave(
        "down(id, depth) AS (SELECT r.id, 0 FROM organization_team r "
        "WHERE r.organization_id = {organization} AND r.parent_id IS NULL "
        "UNION SELECT t.id, d.depth + 1 FROM down d CROSS JOIN organization_team t "
        "WHERE t.parent_id = d.id AND {valid}), focus(team_id, owner_id) AS ({focus}), {up}",
        organization=scope.viewer.organization_id,
        valid=valid(scope, "t"),
        focus=_ends(scope, focus or 0),
        up=_upward(
            scope,
            weave(
                "r.id IN (SELECT team_id FROM focus) OR {valid} AND r.id IN (SELECT e.team_id "
                "FROM focus f JOIN organization_teammember e ON e.member_id = f.owner_id "
                "WHERE f.team_id IS NULL)",
                valid=valid(scope, "r"),
            ),
        ),
    )
    found = weave(
        "SELECT id FROM (SELECT id, depth, COUNT(*) OVER () AS n, MAX(depth) OVER () AS deepest "
        "FROM (SELECT id, depth FROM down LIMIT {most} + 1) w) l "
        "WHERE n <= {most} OR depth < deepest OR depth = 1 UNION SELECT id FROM up",
        most=Piece(str(MOST_TEAMS)),
    )
    return _branches(scope, tables, found)


def _ends(scope: Scope, objective_id: int) -> Piece:
    """Who owns an objective on the day."""
    return weave(
        "SELECT {row}.team_id, {row}.owner_id FROM {tables} WHERE o.id = {id} AND {visible}",
        row=scope.row("o"),
        tables=scope.tables("o"),
        id=objective_id,
        visible=scope.visible("o"),
    )


def _upward(scope: Scope, start: Piece) -> Piece:
    """The table of some teams and everything above them."""
    return weave(
        "up(id, depth) AS (SELECT r.id, 0 FROM organization_team r "
        "WHERE r.organization_id = {organization} AND ({start}) "
        "UNION SELECT t.parent_id, d.depth + 1 FROM up d CROSS JOIN organization_team t "
        "WHERE t.id = d.id AND t.parent_id IS NOT NULL)",
        organization=scope.viewer.organization_id,
        start=start,
    )


def lines_of_teams(
    scope: Scope, team_ids: Collection[int], member_ids: Collection[int]
) -> list[Branch]:
    """Teams, those that people belong to, and everything above them. One statement."""
    start = weave(
        "r.id IN {teams} OR r.parent_id IS NULL OR {valid} AND r.id IN "
        "(SELECT e.team_id FROM organization_teammember e WHERE e.member_id IN {members})",
        teams=team_ids,
        valid=valid(scope, "r"),
        members=member_ids,
    )
    return _branches(scope, _upward(scope, start), Piece("SELECT id FROM up"))


def teams_among(scope: Scope, ids: Collection[int]) -> list[Branch]:
    """Some teams by name. One statement."""
    found = weave(
        "among(id) AS (SELECT r.id FROM organization_team r WHERE r.organization_id = "
        "{organization} AND r.id IN {ids} AND {valid})",
        organization=scope.viewer.organization_id,
        ids=ids,
        valid=valid(scope, "r"),
    )
    return _branches(scope, found, Piece("SELECT id FROM among"))


def _branches(scope: Scope, tables: Piece, ids: Piece) -> list[Branch]:
    read = weave(
        TEAM,
        below_valid=valid(scope, "c"),
        belongs=belongs(scope, "e", "n"),
        objectives=scope.tables("o", by_standing=True),
        row=scope.row("o"),
        visible=scope.visible("o", by_standing=True),
        found=weave(
            "(SELECT DISTINCT y.id FROM ({ids}) y LIMIT {most}) f", ids=ids, most=MOST_LINES
        ),
    )
    rows = weave("WITH RECURSIVE {tables} {read}", tables=tables, read=read).rows()
    return [
        Branch(id, parent, title, lead or "", *counts) for id, parent, title, lead, *counts in rows
    ]


def memberships(
    scope: Scope,
    team_ids: Collection[int],
    member_ids: Collection[int],
    most: int = MOST_PEOPLE,
) -> list[tuple[int, int]]:
    """(team, member) of some teams and of some people, in valid teams: those of the people named
    first, then by name. One statement."""
    rows = weave(
        "SELECT e.team_id, e.member_id FROM organization_teammember e "
        "JOIN organization_member m ON m.id = e.member_id "
        "JOIN organization_team t ON t.id = e.team_id "
        "WHERE (e.team_id IN {teams} OR e.member_id IN {members}) "
        "AND t.organization_id = {organization} AND {both} ORDER BY CASE WHEN e.member_id "
        "IN {members} THEN 0 ELSE 1 END, m.name, m.id, t.name, t.id LIMIT {most}",
        teams=team_ids,
        members=member_ids,
        organization=scope.viewer.organization_id,
        both=every(valid(scope, "t"), belongs(scope, "e", "m")),
        most=most,
    ).rows()
    return [(team_id, member_id) for team_id, member_id in rows]


def people(scope: Scope, ids: Collection[int]) -> dict[int, Node]:
    """People as nodes, by name, not hung yet; `children` counts what they own alone. One statement."""
    rows = weave(
        PERSON,
        objectives=scope.tables("o", by_standing=True),
        row=scope.row("o"),
        visible=scope.visible("o", by_standing=True),
        organization=scope.viewer.organization_id,
        ids=ids,
    ).rows()
    return {
        id: Node(
            id=f"member:{id}",
            kind="member",
            title=name,
            sub=title,
            url=f"/people/{id}",
            children=count,
        )
        for id, name, title, count in rows
    }


def team_nodes(branches: Iterable[Branch]) -> dict[str, Node]:
    """Teams as nodes, the company left out."""
    keys = {one.id: one.key for one in branches}
    return {
        one.key: Node(
            id=one.key,
            kind="team",
            title=one.name,
            owner=one.lead,
            url=f"/teams/{one.id}",
            children=one.children,
            parents=[Tie(keys.get(one.parent or 0, f"team:{one.parent}"))],
        )
        for one in branches
        if one.key != ROOT
    }
