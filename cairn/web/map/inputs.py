"""What stands behind a node's number, for hover and for key results on demand."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from cairn.checkins.past import past_key_results
from cairn.errors import NotFound
from cairn.goals.explaining import Fed, Input, fed_into, summed
from cairn.goals.map.inputs import fed_then, find_node
from cairn.goals.map.nodes import WITHHELD, percent, status_text
from cairn.goals.map.scope import Scope
from cairn.goals.models import Outcome
from cairn.goals.queries import one_objective_row
from cairn.goals.rows import KeyResultRow
from cairn.goals.status import Shown
from cairn.organization.models import Organization
from cairn.storage.fields import plain


def inputs_of(
    scope: Scope, organization: Organization, objective_id: int | None, cycles: Iterable[int]
) -> dict[str, Any]:
    """Of a visible objective on the day of the scope, or `NotFound`; `cycles` are all there are,
    since what counts may lie in another one."""
    everywhere = replace(scope, cycles=tuple(cycles))
    if scope.past:
        inputs, rows = _then(everywhere, organization, objective_id or 0)
    else:
        objective = one_objective_row(scope.viewer, objective_id, scope.on)
        rows = objective.key_results
        inputs = _sum(rows, fed_into(scope.viewer, objective.id))
    return {
        "inputs": [_input(one) for one in inputs],
        "key_results": [_key_result(one) for one in rows],
    }


def _then(
    scope: Scope, organization: Organization, objective_id: int
) -> tuple[tuple[Input, ...], Sequence[KeyResultRow]]:
    """Nothing counts, and no key result has a number, where the numbers are not for the viewer."""
    node = find_node(scope, objective_id)
    if node is None:
        raise NotFound
    fed = [] if node.withheld else fed_then(scope, [objective_id])[objective_id]
    closed_as = node.status if node.status in Outcome else ""
    found = past_key_results(scope, organization, {objective_id: closed_as}, {objective_id: fed})
    rows = found[objective_id]
    if node.withheld:
        return (), [_withheld(row) for row in rows]
    return _sum(rows, fed), rows


def _withheld(row: KeyResultRow) -> KeyResultRow:
    """What was measured is its own; what follows may be fed by others."""
    status = row.status if row.status in Outcome else WITHHELD
    return replace(row, progress=None, shown=Shown(status, ""), last_checkin_on=None)


def _sum(rows: Sequence[KeyResultRow], fed: Iterable[Fed]) -> tuple[Input, ...]:
    own = [Input(one.id, one.title, one.weight, one.progress, None) for one in rows]
    return summed([*own, *(one.input for one in fed if one.key_result_id is None)])


def _input(one: Input) -> dict[str, Any]:
    return {
        "title": one.title,
        "weight": _text(one.weight),
        "progress": _text(one.progress),
        "contribution": _text(one.contribution),
        "kind": one.kind,
    }


def _key_result(row: KeyResultRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "title": row.title,
        "url": row.url,
        "owner": row.owner.name if row.owner else "",
        "current": row.current_text,
        "target": row.target_text,
        "progress": _text(row.progress),
        "progress_text": percent(row.progress),
        "status": row.status,
        "status_text": status_text(row.status),
        "confidence": row.confidence if row.last_checkin_on else None,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(plain(value), "f")
