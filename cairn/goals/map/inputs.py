"""What counts into an objective from below it, on the day that a map shows."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from cairn.goals.explaining import Fed
from cairn.goals.map.nodes import Node
from cairn.goals.map.reading import read_nodes
from cairn.goals.map.scope import Scope
from cairn.goals.map.undoing import Past, read_past
from cairn.storage.pieces import weave

FED = (
    "SELECT a.target_id, a.id, o.id, a.key_result_id, o.title, a.weight, {progress} "
    "FROM goals_alignment a CROSS JOIN {tables} WHERE a.target_id IN {of} AND {holds} "
    "AND o.id = a.objective_id AND {visible} AND NOT {draft} ORDER BY a.id"
)


def find_node(scope: Scope, objective_id: int) -> Node | None:
    """One objective as a map shows it, if the viewer may see it. One statement, two of a past day."""
    nodes = read_nodes(scope, [objective_id])
    if scope.past and nodes:
        read_past(scope, [objective_id]).restore(nodes)
    return nodes.get(str(objective_id))


def fed_then(scope: Scope, objective_ids: Collection[int]) -> dict[int, list[Fed]]:
    """What counted into each objective and its key results, in order of the alignments.

    One statement, two of a past day.
    """
    rows = weave(
        FED,
        progress=scope.shown_progress("o"),
        tables=scope.tables("o"),
        of=objective_ids,
        holds=scope.holds("a"),
        visible=scope.visible("o"),
        draft=scope.draft("o"),
    ).rows()
    past = read_past(scope, [row[2] for row in rows]) if scope.past else Past()
    fed: dict[int, list[Fed]] = defaultdict(list)
    for target, id, objective, key_result, now, weight, done in rows:
        counted = past.weights.get(id, Decimal(str(weight)))
        title = past.objectives.get(objective, {}).get("title", now)
        if counted > 0:
            shown = None if done is None else Decimal(done)
            fed[target].append(Fed(objective, key_result, title, counted, shown))
    return fed
