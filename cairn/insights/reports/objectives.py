"""The objectives of a report with their key results, as they stood on its day."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from cairn.checkins.past import past_key_results
from cairn.goals.map.inputs import fed_then
from cairn.goals.map.nodes import WITHHELD, Node
from cairn.goals.map.reading import read_nodes
from cairn.goals.map.undoing import read_past
from cairn.goals.models import Outcome
from cairn.goals.queries import key_result_rows
from cairn.goals.rows import KeyResultRow
from cairn.insights.frame import Frame
from cairn.insights.reports.contents import KeyResultLine, ObjectiveLine
from cairn.insights.reports.words import printable
from cairn.insights.scores import GROWTH, is_scored
from cairn.organization.models import Team
from cairn.storage.pieces import weave

AT_A_TIME: Final = 400
PAST_AT_A_TIME: Final = 100
"""Of a past day all that was ever said of them is read."""

type KeyResults = Mapping[int, Sequence[KeyResultRow]]
type Scored = Mapping[int, Decimal]


def read_objectives(frame: Frame, tell: Callable[[], None]) -> list[Node]:
    """All that the asker sees of the subject in the cycle: team by team from the top, what people
    alone own last. One statement a portion, two of a past day."""
    ids = [id for (id,) in weave("SELECT o.id FROM {these}", these=frame.these()).rows()]
    nodes: list[Node] = []
    for portion in portions(ids, AT_A_TIME):
        found = read_nodes(frame.scope, portion)
        if frame.scope.past:
            read_past(frame.scope, portion).restore(found)
        nodes.extend(found.values())
        tell()
    teams = Team.objects.filter(organization_id=frame.organization.id)
    paths = dict(teams.values_list("id", "path"))
    return sorted(nodes, key=lambda node: _place(node, paths))


def _place(node: Node, paths: Mapping[int, str]) -> tuple[bool, str, str, int]:
    return node.team_id is None, paths.get(node.team_id or 0, ""), node.owner, node.number


def portions[One](items: Sequence[One], size: int) -> Iterator[Sequence[One]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]


def read_key_results(frame: Frame, nodes: Sequence[Node], tell: Callable[[], None]) -> KeyResults:
    """By objective; of what was hidden from the asker on a past day there are none."""
    seen = [node for node in nodes if node.status != WITHHELD]
    found: dict[int, Sequence[KeyResultRow]] = {}
    for portion in portions(seen, portion_size(frame)):
        found |= _then(frame, portion) if frame.scope.past else _now(frame, portion)
        tell()
    return found


def portion_size(frame: Frame) -> int:
    return PAST_AT_A_TIME if frame.scope.past else AT_A_TIME


def _now(frame: Frame, nodes: Sequence[Node]) -> dict[int, Sequence[KeyResultRow]]:
    closed = {node.number: _ending(node) for node in nodes}
    below: dict[int, list[KeyResultRow]] = {}
    for row in key_result_rows(frame.scope.viewer, list(closed), frame.on, closed):
        below.setdefault(row.objective_id, []).append(row)
    return dict(below)


def _then(frame: Frame, nodes: Sequence[Node]) -> dict[int, Sequence[KeyResultRow]]:
    closed = {node.number: _ending(node) for node in nodes}
    found = past_key_results(
        frame.wide, frame.organization, closed, fed_then(frame.wide, list(closed))
    )
    return dict(found)


def _ending(node: Node) -> str:
    return node.status if node.status in Outcome else ""


def read_scores(frame: Frame) -> Scored:
    """The scores given by the day, by objective. One statement."""
    rows = weave("SELECT o.id, o.score FROM {these}", these=frame.these(is_scored(frame))).rows()
    return {id: Decimal(str(score)) for id, score in rows}


def objective_line(node: Node, rows: Sequence[KeyResultRow], scored: Scored) -> ObjectiveLine:
    is_given = node.number in scored
    return ObjectiveLine(
        id=node.number,
        title=printable(node.title),
        team=printable(node.team),
        owner=printable(node.owner),
        type=GROWTH if node.is_growth else node.type,
        status=node.status,
        progress=node.progress,
        expected=node.expected,
        confidence=node.confidence,
        score=scored.get(node.number),
        is_limited=node.limited,
        key_results=tuple(key_result_line(row, is_given) for row in rows),
    )


def key_result_line(row: KeyResultRow, is_scored: bool = False) -> KeyResultLine:
    return KeyResultLine(
        title=printable(row.title),
        owner=printable(row.owner.name) if row.owner else "",
        status=row.status,
        start=printable(row.start_text),
        current=printable(row.current_text),
        target=printable(row.target_text),
        progress=row.progress,
        expected=row.expected,
        weight=row.weight,
        confidence=row.confidence if row.last_checkin_on else None,
        score=row.score if is_scored else None,
        due_on=row.due_on,
        checked_in_on=row.last_checkin_on,
    )
