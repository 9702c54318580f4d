"""The map by team: the organization, its teams as they were that day, their people, and what each
of them owns. What a team owns stands with the team, what somebody owns alone with that person."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from cairn.goals.map.alignment import PAGE, Drawing, root_node
from cairn.goals.map.filters import Filters
from cairn.goals.map.lines import MOST_OPENED, find_hits
from cairn.goals.map.nodes import ROOT, Node, Tie, count_sent
from cairn.goals.map.reading import read_nodes
from cairn.goals.map.scope import Scope
from cairn.goals.map.trees import (
    Branch,
    lines_of_teams,
    memberships,
    people,
    team_nodes,
    teams_among,
    top_teams,
    valid,
)
from cairn.goals.map.undoing import read_past
from cairn.organization.models import Organization
from cairn.storage.pieces import weave


def draw_teams(
    scope: Scope, organization: Organization, filters: Filters, focus: int | None = None
) -> Drawing:
    """The first answer. A constant number of statements for each way of asking."""
    hits, more = find_hits(scope, filters) if filters else ([], False)
    teams = [] if filters else top_teams(scope, focus)
    open_teams = opened_teams(teams)
    found = _read(scope, [*_owned_by(scope, open_teams), *hits, *([focus] if focus else [])])
    owners = {node.owner_id for node in found.values() if node.owner_id and not node.team_id}
    if filters:
        named = {node.team_id for node in found.values() if node.team_id}
        teams = lines_of_teams(scope, named | ({filters.team} if filters.team else set()), owners)
    ties = memberships(scope, open_teams, owners)
    if filters:
        ties = [tie for tie in ties if tie[1] in owners]
    else:
        focused = {
            node.team_id for node in found.values() if node.team_id and node.id == str(focus)
        }
        at_home = {team_id for team_id, member_id in ties if member_id in owners}
        teams = _drawn(teams, open_teams, focused or at_home)
    persons = people(scope, {member for _, member in ties} | owners)
    nodes = _hang(scope, organization, teams, ties, persons, found)
    _mark(nodes, hits, focus, filters)
    count_sent(nodes.values())
    return Drawing(list(nodes.values()), matches=len(hits) if filters else None, more=more)


def _drawn(
    teams: Sequence[Branch], opened: Collection[int], focused: Collection[int]
) -> list[Branch]:
    """The open teams, those right below them, and the lines above what is in focus."""
    by_id = {one.id: one for one in teams}
    drawn = {one.id for one in teams if one.key == ROOT or one.parent in opened}
    for start in focused:
        above = by_id.get(start)
        while above is not None:
            drawn.add(above.id)
            above = by_id.get(above.parent or 0)
    return [one for one in teams if one.id in drawn]


def opened_teams(teams: Sequence[Branch]) -> list[int]:
    """The teams whose children come along: whole levels while they fit, the company always."""
    below: dict[int | None, list[Branch]] = defaultdict(list)
    for one in teams:
        below[one.parent].append(one)
    shown: list[int] = []
    level, taken = below[None], 0
    while level:
        taken += sum(one.children for one in level)
        if shown and taken > MOST_OPENED:
            break
        shown += [one.id for one in level]
        level = [child for one in level for child in below[one.id]]
    return shown


def _owned_by(scope: Scope, team_ids: Collection[int]) -> list[int]:
    rows = weave(
        "SELECT o.id FROM {tables} WHERE {row}.team_id IN {teams} AND {visible} "
        "ORDER BY o.id LIMIT {most}",
        tables=scope.tables("o", by_standing=True),
        row=scope.row("o"),
        teams=team_ids,
        visible=scope.visible("o", by_standing=True),
        most=PAGE,
    ).rows()
    return [id for (id,) in rows]


def _read(scope: Scope, ids: Collection[int]) -> dict[str, Node]:
    nodes = read_nodes(scope, list(dict.fromkeys(ids)))
    if scope.past:
        read_past(scope, ids).restore(nodes)
    for node in nodes.values():
        node.children = 0
    return nodes


def _hang(
    scope: Scope,
    organization: Organization,
    teams: Sequence[Branch],
    ties: Sequence[tuple[int, int]],
    persons: Mapping[int, Node],
    found: Mapping[str, Node],
) -> dict[str, Node]:
    """All nodes with what they hang on: the root, teams, people, objectives."""
    root = root_node(organization)
    root.children = sum(one.children for one in teams if one.key == ROOT)
    keys = {one.id: one.key for one in teams}
    hang_people(persons, ties, keys)
    hang_objectives(found.values(), keys)
    by_key = {node.id: node for node in persons.values()}
    return {ROOT: root, **found, **team_nodes(teams), **by_key}


def hang_people(
    persons: Mapping[int, Node], ties: Sequence[tuple[int, int]], keys: Mapping[int, str]
) -> None:
    """People hang on their teams, those that are drawn first; on the root without any."""
    for team_id, member_id in ties:
        if member_id in persons:
            persons[member_id].parents.append(Tie(keys.get(team_id, f"team:{team_id}")))
    drawn = set(keys.values())
    for node in persons.values():
        node.parents.sort(key=lambda tie: tie.id not in drawn)
        if not node.parents:
            node.parents = [Tie(ROOT)]


def hang_objectives(found: Collection[Node], keys: Mapping[int, str]) -> None:
    for node in found:
        team, owner = node.team_id, node.owner_id
        above = f"member:{owner}" if team is None else keys.get(team, f"team:{team}")
        node.parents = [Tie(above)]


def _mark(
    nodes: Mapping[str, Node], hits: Collection[int], focus: int | None, filters: Filters
) -> None:
    fits = {str(id) for id in hits}
    for node in nodes.values():
        node.dim = bool(filters) and node.id not in fits
    lit = nodes.get(str(focus))
    while lit is not None:
        lit.lit, lit.dim = True, False
        lit = nodes.get(lit.parents[0].id) if lit.parents else None


def draw_team_branch(scope: Scope, of: str, after: int | None = None) -> Drawing | None:
    """What hangs on a team, a person or the root, a page at a time; None where there is none."""
    kind, _, number = of.rpartition(":")
    if kind == "member":
        return _person_branch(scope, int(number), after)
    wanted = top_teams(scope) if of == ROOT else teams_among(scope, [int(number)])
    team = next((one for one in wanted if one.key == of), None)
    return _team_branch(scope, team, after or 0) if team else None


def _person_branch(scope: Scope, member_id: int, after: int | None) -> Drawing | None:
    if member_id not in people(scope, [member_id]):
        return None
    rows = weave(
        "SELECT o.id FROM {tables} WHERE {row}.owner_id = {owner} AND {row}.team_id IS NULL "
        "AND o.id > {after} AND {visible} ORDER BY o.id LIMIT {most}",
        tables=scope.tables("o", by_standing=True),
        row=scope.row("o"),
        owner=member_id,
        after=after or 0,
        visible=scope.visible("o", by_standing=True),
        most=PAGE + 1,
    ).rows()
    ids = [id for (id,) in rows]
    found = _read(scope, ids[:PAGE])
    hang_objectives(found.values(), {})
    goes_on = ids[PAGE - 1] if len(ids) > PAGE else None
    return Drawing(list(found.values()), more=goes_on is not None, after=goes_on)


def _team_branch(scope: Scope, team: Branch, after: int) -> Drawing:
    """Objectives, teams, people, in this order; `after` is how many came before."""
    below = weave(
        "SELECT 'objective' AS kind, o.id FROM {objectives} WHERE {row}.team_id = {team} "
        "AND {visible} UNION ALL SELECT 'team', c.id FROM organization_team c "
        "WHERE c.parent_id = {team} AND {valid}",
        objectives=scope.tables("o", by_standing=True),
        row=scope.row("o"),
        team=team.id,
        visible=scope.visible("o", by_standing=True),
        valid=valid(scope, "c"),
    ).rows()
    ties = memberships(scope, [team.id], (), most=after + PAGE + 1)
    every_one = [*sorted(below), *(("member", member) for _, member in ties)]
    part = every_one[after : after + PAGE]
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, id in part:
        by_kind[kind].append(id)
    found = _read(scope, by_kind["objective"])
    keys = {team.id: team.key}
    hang_objectives(found.values(), keys)
    persons = people(scope, by_kind["member"])
    hang_people(persons, [tie for tie in ties if tie[1] in persons], keys)
    teams = team_nodes([team, *teams_among(scope, by_kind["team"])])
    teams.pop(team.key, None)
    nodes = [*found.values(), *teams.values(), *persons.values()]
    goes_on = after + PAGE if len(every_one) > after + PAGE else None
    return Drawing(nodes, more=goes_on is not None, after=goes_on)
