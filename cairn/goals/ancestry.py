"""The order in which numbers travel up: every target after all that lies below it. Pure.

An edge is (objective, target). Alignments never form a loop, and these functions end even if one
did; `find_loop` is how a check or a test finds out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

type Edge = tuple[int, int]


def order_above(start: int, edges: Iterable[Edge]) -> list[int]:
    """Everything that `start` leads to, each after all that leads to it; ties by id."""
    targets: dict[int, set[int]] = defaultdict(set)
    for objective, target in edges:
        targets[objective].add(target)
    return [one for one in _ordered(reached_from(start, targets), targets) if one != start]


def reached_from(start: int, targets: Mapping[int, set[int]]) -> set[int]:
    """Everything that `start` leads to, itself among it; `targets` by objective."""
    reached, waiting = {start}, [start]
    while waiting:
        fresh = targets.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting.extend(fresh)
    return reached


def _ordered(members: set[int], targets: dict[int, set[int]]) -> list[int]:
    """Topological, smallest id first among those that are ready."""
    below = dict.fromkeys(members, 0)
    for one in members:
        for target in targets[one]:
            below[target] += 1
    ready = sorted((one for one in members if not below[one]), reverse=True)
    ordered = []
    while ready:
        one = ready.pop()
        ordered.append(one)
        for target in targets[one]:
            below[target] -= 1
            if not below[target]:
                ready.append(target)
        ready.sort(reverse=True)
    return ordered


def ranks(edges: Sequence[Edge]) -> dict[int, int]:
    """How many steps lie below each that is in an edge, at most: 0 has nothing below it."""
    targets: dict[int, set[int]] = defaultdict(set)
    for objective, target in edges:
        targets[objective].add(target)
    members = {one for edge in edges for one in edge}
    found = dict.fromkeys(members, 0)
    for one in _ordered(members, targets):
        for target in targets[one]:
            found[target] = max(found[target], found[one] + 1)
    return found


def find_loop(edges: Sequence[Edge]) -> set[int]:
    """Those that lie on a loop or above one; empty where there is none."""
    targets: dict[int, set[int]] = defaultdict(set)
    for objective, target in edges:
        targets[objective].add(target)
    members = {one for edge in edges for one in edge}
    return members - set(_ordered(members, targets))
