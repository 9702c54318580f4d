"""What needs talking about, and what its owners last said."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from cairn.checkins.models import CheckIn
from cairn.goals.map.nodes import Node
from cairn.goals.models import Status
from cairn.goals.rows import KeyResultRow
from cairn.insights.frame import Frame
from cairn.insights.reports.contents import Remark, Risk
from cairn.insights.reports.objectives import KeyResults, key_result_line
from cairn.insights.reports.words import plain_words, printable

URGENT: Final = (Status.AT_RISK.value, Status.BEHIND.value, Status.OUTDATED.value)
"""The most urgent first."""
MOST_RISKS: Final = 40
MOST_REASONS: Final = 3


def urgent(nodes: Iterable[Node]) -> list[Node]:
    """By status, then by how far behind."""
    return sorted(
        (node for node in nodes if node.status in URGENT),
        key=lambda node: (URGENT.index(node.status), -_gap(node.progress, node.expected)),
    )


def _gap(progress: Decimal | None, expected: Decimal | None) -> Decimal:
    return Decimal(0) if progress is None or expected is None else expected - progress


def risks_of(frame: Frame, nodes: Sequence[Node], key_results: KeyResults) -> tuple[Risk, ...]:
    """In the order of the nodes. One query."""
    because = {node.number: _reasons(key_results.get(node.number, ())) for node in nodes}
    remarks = _remarks(frame, [row.id for rows in because.values() for row in rows])
    return tuple(_risk(node, because[node.number], remarks) for node in nodes)


def _reasons(rows: Iterable[KeyResultRow]) -> list[KeyResultRow]:
    """The key results that are not on track, the most urgent first."""
    found = [row for row in rows if row.status in URGENT]
    found.sort(key=lambda row: (URGENT.index(row.status), -_gap(row.progress, row.expected)))
    return found[:MOST_REASONS]


def _risk(node: Node, rows: Sequence[KeyResultRow], remarks: Mapping[int, Remark]) -> Risk:
    return Risk(
        objective=printable(node.title),
        team=printable(node.team),
        owner=printable(node.owner),
        status=node.status,
        progress=node.progress,
        expected=node.expected,
        because=tuple(key_result_line(row) for row in rows),
        remarks=tuple(remarks[row.id] for row in rows if row.id in remarks),
    )


def _remarks(frame: Frame, ids: Sequence[int]) -> Mapping[int, Remark]:
    """The last words on each key result that were said by the day and stood then."""
    until = frame.scope.until
    rows = (
        CheckIn.objects.filter(
            key_result__in=ids, recorded_at__lt=until, effective_on__lte=frame.on
        )
        .exclude(corrected_by__recorded_at__lt=until)
        .order_by("-effective_on", "-recorded_at", "-id")
        .values_list(
            *("key_result_id", "key_result__title", "author__name", "effective_on"),
            *("note", "blockers"),
        )
    )
    found: dict[int, Remark] = {}
    for id, title, by, on, note, blockers in rows:
        if id not in found and (note.strip() or blockers.strip()):
            words = plain_words(note), plain_words(blockers)
            found[id] = Remark(printable(title), printable(by), on, *words)
    return found
