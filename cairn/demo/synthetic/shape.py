"""How many made-up objectives hang together: who supports whom, before anything has a name. Pure."""

from dataclasses import dataclass
from itertools import accumulate, pairwise
from random import Random

FANS = (3, 3, 3, 4, 4, 4, 5, 5, 6, 7, 8, 9)
FEWEST_ROOTS, OBJECTIVES_A_ROOT = 3, 11_000
TWO_PARENTS = 0.05


@dataclass(frozen=True, slots=True)
class Place:
    """One objective of the forest; `above` and `beside` (a second parent) are earlier places.

    `rank` says which child of its parent it is, or which root.
    """

    level: int
    above: int | None
    beside: int | None
    rank: int


def grow(chance: Random, count: int) -> list[Place]:
    """Level after level, three to nine below each; five to seven levels from 500 places on."""
    roots = min(count, max(FEWEST_ROOTS, count // OBJECTIVES_A_ROOT))
    places = [Place(1, None, None, rank) for rank in range(roots)]
    first_of = {1: 0}
    above = 0
    while len(places) < count:
        level = places[above].level + 1
        first_of.setdefault(level, len(places))
        others = range(first_of[level - 1], first_of[level])
        fan = min(chance.choice(FANS), count - len(places))
        places += [Place(level, above, _beside(chance, above, others), rank) for rank in range(fan)]
        above += 1
    return places


def _beside(chance: Random, above: int, others: range) -> int | None:
    """Now and then another of the parent's level."""
    if chance.random() >= TWO_PARENTS or len(others) < 2:
        return None
    chosen = chance.choice(others)
    return chosen if chosen != above else others[(others.index(chosen) + 1) % len(others)]


def shares(count: int, parts: tuple[int, ...]) -> list[int]:
    """The count cut in proportion, nothing lost."""
    whole = sum(parts)
    cuts = [0, *(count * so_far // whole for so_far in accumulate(parts))]
    return [after - before for before, after in pairwise(cuts)]
