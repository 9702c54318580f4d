"""The alignments and needs of one objective with what is at their other end, by hand."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from cairn.cycles.models import Cycle
from cairn.goals.models import Alignment, Dependency, KeyResult, Objective, Participant
from cairn.goals.opening import joined, sealed
from cairn.goals.seeing import visible
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.storage.pieces import Piece, weave
from cairn.storage.rows import Columns, on_postgresql, split


def columns(*parts: Columns[Any]) -> Piece:
    return Piece(", ".join(part.text for part in parts))


FAR = (
    Columns(Objective, "o"),
    Columns(Cycle, "c", "id", "name", "phase", "starts_on", "ends_on"),
    Columns(Team, "t", "id", "name", "path"),
    Columns(Team, "v", "id", "name", "path"),
    Columns(Member, "m", "id", "name", "manager_id"),
)
ALIGNMENT = (
    Columns(Alignment, "a"),
    Columns(KeyResult, "k", "id", "title", "owner_id"),
    Columns(Member, "asker", "id", "name"),
    Columns(Member, "answerer", "id", "name"),
    Columns(Member, "ender", "id", "name"),
)
BESIDE = ("key_result", "requested_by", "answered_by", "ended_by")
WIDTH = sum(part.width for part in (*ALIGNMENT, *FAR))
BOTH_WAYS = (
    "SELECT {columns}, (SELECT {joined} FROM goals_participant p WHERE p.objective_id = o.id) "
    "FROM goals_alignment a CROSS JOIN goals_objective o "
    "JOIN cycles_cycle c ON c.id = o.cycle_id "
    "LEFT JOIN organization_team t ON t.id = o.team_id "
    "LEFT JOIN organization_team v ON v.id = o.visible_team_id "
    "LEFT JOIN organization_member m ON m.id = o.owner_id "
    "LEFT JOIN goals_keyresult k ON k.id = a.key_result_id "
    "JOIN organization_member asker ON asker.id = a.requested_by_id "
    "LEFT JOIN organization_member answerer ON answerer.id = a.answered_by_id "
    "LEFT JOIN organization_member ender ON ender.id = a.ended_by_id "
    "WHERE (a.objective_id = {id} OR a.target_id = {id}) "
    "AND o.id = CASE WHEN a.objective_id = {id} THEN a.target_id ELSE a.objective_id END "
    "AND k.deleted_at IS NULL AND {visible} "
    "ORDER BY CASE WHEN a.state IN ('requested', 'accepted') THEN 0 ELSE 1 END, a.id DESC "
    "LIMIT {most}"
)
NEED = (
    Columns(Dependency, "d"),
    Columns(Team, "t", "id", "name", "path"),
    Columns(KeyResult, "k", "id", "title"),
    Columns(Objective, "o", "id", "title"),
)
NEEDS = (
    "SELECT {columns} FROM goals_dependency d JOIN organization_team t ON t.id = d.team_id "
    "LEFT JOIN goals_keyresult k ON k.id = d.key_result_id "
    "LEFT JOIN goals_objective o ON o.id = d.supplier_id AND {visible} "
    "WHERE d.objective_id = {id} AND k.deleted_at IS NULL ORDER BY d.needed_on, d.id"
)
ASKED = (
    Columns(Dependency, "d"),
    Columns(Team, "n", "id", "name", "path"),
    Columns(Member, "asker", "id", "name"),
    Columns(Objective, "o", "id", "title", "closed_as"),
    Columns(Cycle, "c", "id", "phase"),
    Columns(Team, "t", "id", "name"),
)
NEEDED = (
    "SELECT {columns} FROM goals_dependency d JOIN organization_team n ON n.id = d.team_id "
    "JOIN organization_member asker ON asker.id = d.requested_by_id "
    "JOIN goals_objective o ON o.id = d.objective_id JOIN cycles_cycle c ON c.id = o.cycle_id "
    "LEFT JOIN organization_team t ON t.id = o.team_id "
    "LEFT JOIN goals_keyresult k ON k.id = d.key_result_id "
    "WHERE d.team_id = {team} AND d.state IN ('requested', 'accepted') AND o.closed_as = '' "
    "AND k.deleted_at IS NULL AND {visible} ORDER BY d.needed_on, d.id LIMIT {most}"
)


def alignments_of(viewer: Actor, objective: Objective, most: int) -> list[Alignment]:
    """Those of a visible objective whose other end the viewer sees too, live ones first.

    Both ends are loaded for the policy but for the far one's organization; key result and people
    have their names.
    """
    statement = weave(
        BOTH_WAYS,
        columns=columns(*ALIGNMENT, *FAR),
        joined=joined_words(),
        id=objective.id,
        visible=visible(viewer, "o"),
        most=most,
    )
    return [_alignment(objective, row) for row in statement.rows()]


def _alignment(near: Objective, row: Sequence[Any]) -> Alignment:
    at = WIDTH - sum(part.width for part in FAR)
    parts: list[Any] = [sealed(one) for one in split(row[:at], ALIGNMENT)]
    alignment: Alignment = parts[0]
    far = joined(split(row[at:WIDTH], FAR), _participants(row[WIDTH]))
    is_above = alignment.objective_id == near.id
    alignment._state.fields_cache |= {
        "objective": near if is_above else far,
        "target": far if is_above else near,
        **dict(zip(BESIDE, parts[1:], strict=True)),
    }
    return alignment


def joined_words() -> Piece:
    """Who takes part in an objective, as one text: `id part` in each line."""
    join = "string_agg" if on_postgresql() else "group_concat"
    return Piece(f"{join}(p.member_id || ' ' || p.part, '\n')")


def _participants(text: str | None) -> list[Participant]:
    """What `joined_words` gave; without ids of their own."""
    pairs: Iterable[list[str]] = (line.split(" ") for line in (text or "").splitlines())
    return [Participant(member_id=int(member), part=part) for member, part in pairs]


def dependencies_with_supplier(viewer: Actor, objective: Objective) -> list[Dependency]:
    """What a visible objective needs, by day: the team, the key result and the supplier by name;
    no supplier where the viewer does not see it."""
    statement = weave(
        NEEDS,
        columns=columns(*NEED),
        visible=visible(viewer, "o"),
        id=objective.id,
    )
    return [_dependency(objective, row) for row in statement.rows()]


def _dependency(objective: Objective, row: Sequence[Any]) -> Dependency:
    found: list[Any] = [sealed(one) for one in split(row, NEED)]
    dependency: Dependency = found[0]
    cached = zip(("team", "key_result", "supplier"), found[1:], strict=True)
    dependency._state.fields_cache |= {"objective": objective, **dict(cached)}
    return dependency


def dependencies_on(viewer: Actor, team_id: int, most: int) -> list[Dependency]:
    """What others still need from a team, by day: the objective with its title, team and cycle."""
    statement = weave(
        NEEDED, columns=columns(*ASKED), team=team_id, visible=visible(viewer, "o"), most=most
    )
    return [_asked(row) for row in statement.rows()]


def _asked(row: Sequence[Any]) -> Dependency:
    found: list[Any] = [sealed(one) for one in split(row, ASKED)]
    dependency, asked, asker, objective, cycle, team = found
    objective._state.fields_cache |= {"cycle": cycle, "team": team}
    dependency._state.fields_cache |= {
        "team": asked,
        "requested_by": asker,
        "objective": objective,
    }
    return cast(Dependency, dependency)
