"""The map by alignment: the organization, the company's objectives, and what supports them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cairn.goals.map.filters import Filters
from cairn.goals.map.lines import (
    CONTEXT_LEVELS,
    MOST_MATCHES,
    Found,
    children_of,
    find_lines,
    opened,
    root_ids,
)
from cairn.goals.map.loose import count_loose, loose_ids
from cairn.goals.map.nodes import LOOSE, ROOT, Node, Tie, count_sent, hang
from cairn.goals.map.reading import read_nodes, read_ties
from cairn.goals.map.scope import Scope
from cairn.goals.map.undoing import Past, read_past
from cairn.organization.models import Organization

PAGE = 200


@dataclass(slots=True)
class Drawing:
    """The nodes of an answer, the root first. `matches` counts what fits the filters, None without
    any; `more` says that further ones fit, `after` what the next page of a branch comes after."""

    nodes: list[Node] = field(default_factory=list)
    matches: int | None = None
    more: bool = False
    after: int | None = None


def draw_alignment(
    scope: Scope, organization: Organization, filters: Filters, focus: int | None = None
) -> Drawing:
    """The first answer. Four statements, five as of a past day."""
    found = find_lines(scope, filters=filters, focus=focus)
    levels = CONTEXT_LEVELS if focus else None
    hits = list(found.of("hits"))[:MOST_MATCHES]
    above, below = found.of("above"), found.of("below")
    ids = sorted({*opened(found, levels), *above, *below, *found.of("lines"), *hits})
    nodes, ties = _read(scope, ids)
    hang(nodes, ties)
    _mark(nodes, found, filters, hits)
    root = root_node(organization)
    top = sum(node.parents[0].id == ROOT for node in nodes.values())
    root.children = top if filters else sum(depth == 1 for depth in found.of("top").values())
    root.lit = bool(focus)
    shown = {ROOT: root, **nodes, **_loose(scope, nodes, filters)}
    count_sent(shown.values())
    return Drawing(
        list(shown.values()),
        matches=len(hits) if filters else None,
        more="hits" in found.full,
    )


def _read(scope: Scope, ids: Collection[int]) -> tuple[dict[str, Node], Mapping[str, list[Tie]]]:
    nodes = read_nodes(scope, ids)
    past = read_past(scope, ids) if scope.past else Past()
    past.restore(nodes)
    return nodes, read_ties(scope, ids, past.weights)


def _mark(nodes: Mapping[str, Node], found: Found, filters: Filters, hits: Collection[int]) -> None:
    """What is on the focused line, and what is only there because it leads to a match."""
    lit = {*found.of("above"), *found.of("below")}
    fits = set(hits)
    for node in nodes.values():
        node.lit = node.number in lit
        node.dim = bool(filters) and node.number not in fits and not node.lit


def root_node(organization: Organization) -> Node:
    return Node(
        id=ROOT,
        kind="organization",
        title=organization.mission or organization.name,
        sub=organization.vision,
        strategy=organization.strategy,
        url="/company",
    )


def _loose(scope: Scope, nodes: Mapping[str, Node], filters: Filters) -> dict[str, Node]:
    """The group of what stands on no line, if there is any; counted only where nothing is filtered."""
    inside = [node for node in nodes.values() if node.parents[0].id == LOOSE]
    count = len(inside)
    more = False
    if not filters:
        count, more = count_loose(scope)
    if not count and not inside:
        return {}
    node = Node(
        id=LOOSE,
        kind="group",
        title=_("On no line"),
        sub=_("Unaligned, drafts, growth, ended"),
        children=count,
        more=more,
        parents=[Tie(ROOT)],
    )
    return {LOOSE: node}


def draw_branch(scope: Scope, of: str, before: int | None = None) -> Drawing | None:
    """What hangs on a node, a page at a time; None where there is no such node to see.

    The children of an objective come in the order of their ids, what is on no line newest
    first. Three statements, four as of a past day.
    """
    if of == LOOSE:
        ids = loose_ids(scope, PAGE + 1, before)
    elif of == ROOT:
        ids = root_ids(scope, PAGE + 1, before)
    else:
        found = children_of(scope, int(of), PAGE + 1, before)
        if found is None:
            return None
        ids = found
    nodes, ties = _read(scope, ids[:PAGE])
    hang(nodes, ties, under=of)
    after = ids[PAGE - 1] if len(ids) > PAGE else None
    return Drawing(list(nodes.values()), more=after is not None, after=after)
