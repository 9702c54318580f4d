"""What was written differently on a past day: changes since then are taken back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.map.nodes import Node
from cairn.goals.map.scope import Scope

KINDS = (Kind.OBJECTIVE_CHANGED, Kind.ALIGNMENT_WEIGHED, Kind.ALIGNMENT_ENDED)


@dataclass(frozen=True, slots=True)
class Past:
    """What was so on the day and is not today: columns of objectives, weights of alignments."""

    objectives: dict[int, dict[str, Any]] = field(default_factory=dict)
    weights: dict[int, Decimal] = field(default_factory=dict)

    def restore(self, nodes: Mapping[str, Node]) -> None:
        for id, old in self.objectives.items():
            if node := nodes.get(str(id)):
                node.title = old.get("title", node.title)
                node.type = old.get("type", node.type)
                node.is_growth = old.get("is_growth", node.is_growth)


def read_past(scope: Scope, ids: Collection[int]) -> Past:
    """Of some objectives on the day of the scope; the first change after it has the last word.
    One statement."""
    past = Past()
    events = Event.objects.filter(objective_id__in=ids, kind__in=KINDS, at__gte=scope.until)
    for kind, subject, objective_id, old in events.order_by("-id").values_list(
        "kind", "subject_id", "objective_id", "old"
    ):
        if kind == Kind.OBJECTIVE_CHANGED:
            past.objectives.setdefault(objective_id or 0, {}).update(old)
        elif "contribution" in old:
            past.weights[subject] = Decimal(old["contribution"])
    return past
