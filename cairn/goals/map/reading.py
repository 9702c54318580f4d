"""Reading objectives as nodes: their columns, what they hang on and how many hang on them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from cairn.goals import progress
from cairn.goals.map.nodes import WITHHELD, Node, Tie
from cairn.goals.map.scope import Scope
from cairn.goals.rows import Columns
from cairn.goals.status import status_of
from cairn.storage.pieces import weave
from cairn.storage.rows import kept_day

COLUMNS = (
    *("id", "title", "type", "is_growth", "visibility", "team_id", "team", "owner_id", "owner"),
    *("is_draft", "closed_as", "due_on", "starts_on", "progress", "confidence", "checked_in_on"),
    *(
        "behind_on",
        "at_risk_on",
        "outdated_on",
        "is_known",
        "of_company",
        "key_results",
        "children",
    ),
)
DAYS = ("due_on", "starts_on", "checked_in_on", "behind_on", "at_risk_on", "outdated_on")
NODES = (
    "SELECT o.id, o.title, o.type, o.is_growth, o.visibility, {row}.team_id, t.name, "
    "{row}.owner_id, m.name, {draft}, {row}.closed_as, {row}.due_on, c.starts_on, {progress}, "
    "{row}.confidence, {row}.checked_in_on, {row}.behind_on, {row}.at_risk_on, "
    "{row}.outdated_on, {known}, {row}.team_id = {company}, "
    "(SELECT COUNT(*) FROM goals_keyresult k WHERE k.objective_id = o.id AND {there}), "
    "(SELECT COUNT(DISTINCT a.objective_id) FROM goals_alignment a CROSS JOIN {below} "
    "WHERE a.target_id = o.id AND {holds} AND b.id = a.objective_id AND {below_visible}) "
    "FROM {tables} LEFT JOIN organization_team t ON t.id = {row}.team_id "
    "LEFT JOIN organization_member m ON m.id = {row}.owner_id "
    "LEFT JOIN cycles_cycle c ON c.id = {row}.cycle_id "
    "WHERE o.id IN {ids} AND {visible}"
)
TIES = (
    "SELECT a.id, a.objective_id, a.target_id, k.title, a.is_for_blocked, a.weight, {of_company} "
    "FROM goals_alignment a CROSS JOIN {tables} "
    "LEFT JOIN goals_keyresult k ON k.id = a.key_result_id "
    "WHERE a.objective_id IN {ids} AND {holds} AND o.id = a.target_id AND {visible} "
    "ORDER BY a.answered_at, a.id"
)


def read_nodes(scope: Scope, ids: Collection[int]) -> dict[str, Node]:
    """The visible ones, by id, in the order of `ids`. One statement."""
    found = _statement(scope, ids).rows()
    by_id = {row[0]: _node(scope, dict(zip(COLUMNS, row, strict=True))) for row in found}
    return {str(id): by_id[id] for id in ids if id in by_id}


def _statement(scope: Scope, ids: Collection[int]) -> Any:
    return weave(
        NODES,
        row=scope.row("o"),
        draft=scope.draft("o"),
        progress=scope.shown_progress("o"),
        known=scope.known("o"),
        company=scope.company(),
        there=scope.there("k"),
        below=scope.tables("b"),
        holds=scope.holds("a"),
        below_visible=scope.visible("b"),
        tables=scope.tables("o"),
        ids=ids,
        visible=scope.visible("o"),
    )


def _node(scope: Scope, values: dict[str, Any]) -> Node:
    values |= {name: kept_day(values[name]) for name in DAYS}
    done = None if values["progress"] is None else Decimal(values["progress"])
    known = bool(values["is_known"])
    return Node(
        id=str(values["id"]),
        kind="objective",
        title=values["title"],
        url=f"/objectives/{values['id']}",
        owner=values["owner"] or "",
        team=values["team"] or "",
        type=values["type"],
        is_growth=bool(values["is_growth"]),
        status=_status(scope, values, done),
        progress=done,
        expected=progress.expected(values["starts_on"], values["due_on"], scope.on)
        if known
        else None,
        confidence=values["confidence"] if known else None,
        withheld=not known,
        limited=values["visibility"] != "organization",
        children=values["children"],
        key_results=values["key_results"],
        of_company=bool(values["of_company"]),
        team_id=values["team_id"],
        owner_id=values["owner_id"],
    )


def _status(scope: Scope, values: dict[str, Any], done: Decimal | None) -> str:
    """That it is a draft or over anybody may know; the rest follows from the numbers."""
    if values["is_draft"]:
        return "draft"
    if not values["is_known"] and not values["closed_as"]:
        return WITHHELD
    return status_of(Columns(values), done, scope.on, closed_as=values["closed_as"]).status


def read_ties(
    scope: Scope, ids: Collection[int], weights: Mapping[int, Decimal] | None = None
) -> Mapping[str, list[Tie]]:
    """What the objectives support, by their id, the first accepted first. One statement.

    `weights` are those of alignments whose weight was another one on the day.
    """
    rows = weave(
        TIES,
        of_company=weave("{row}.team_id = {company}", row=scope.row("o"), company=scope.company()),
        tables=scope.tables("o"),
        ids=ids,
        holds=scope.holds("a"),
        visible=scope.visible("o"),
    ).rows()
    found: dict[str, dict[str, Tie]] = defaultdict(dict)
    for id, objective_id, target_id, key_result, blocked, weight, of_company in rows:
        known, target = found[str(objective_id)], str(target_id)
        first = known.get(target, Tie(target))
        counts = (weights or {}).get(id, weight) > 0
        known[target] = Tie(
            target,
            blocked=first.blocked or bool(blocked),
            counts=first.counts or counts,
            key_result=first.key_result or key_result or "",
            of_company=bool(of_company),
        )
    return {id: list(ties.values()) for id, ties in found.items()}
