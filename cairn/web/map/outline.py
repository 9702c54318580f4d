"""The nested list of the map: every node once, where it stands, with what else it supports."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cairn.goals.map.nodes import Node


@dataclass(slots=True)
class Entry:
    """A node and what is listed below it. `also` are the other nodes that it supports, as (title,
    id where it is in the list)."""

    node: Node
    below: list["Entry"] = field(default_factory=list)
    also: list[tuple[str, str]] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        """How many of its children are not in the list."""
        return max(0, self.node.children - self.node.sent)


def outline(nodes: Sequence[Node]) -> list[Entry]:
    """The entries at the top: those of the root, or those whose place is not among them."""
    by_id = {node.id: Entry(node) for node in nodes}
    top: list[Entry] = []
    for entry in by_id.values():
        parents = entry.node.parents
        above = by_id.get(parents[0].id) if parents else None
        (above.below if above and above is not entry else top).append(entry)
        entry.also = [(by_id[one.id].node.title, one.id) for one in parents[1:] if one.id in by_id]
    return top
