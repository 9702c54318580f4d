"""Which proposals say nearly the same: suggested to the facilitator, never merged by itself. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from cairn.coach.likeness import pieces_of, share

type Pair = tuple[int, int]

MOST_PAIRS = 20
LIKELY = 0.5
COMMON = 40
"""A piece that more proposals have than this tells nothing, and would cost a square of them."""


def likely_pairs(texts: Mapping[int, str]) -> tuple[Pair, ...]:
    """The pairs that share most, most alike first; only what shares a piece is compared."""
    pieces = {one: pieces_of(text) for one, text in texts.items()}
    having: dict[str, list[int]] = defaultdict(list)
    for one, found in pieces.items():
        for piece in found:
            having[piece].append(one)
    candidates = {
        pair for ones in having.values() if len(ones) <= COMMON for pair in combinations(ones, 2)
    }
    alike = {pair: share(pieces[pair[0]], pieces[pair[1]]) for pair in candidates}
    best = sorted((pair for pair in alike if alike[pair] >= LIKELY), key=lambda p: (-alike[p], p))
    return tuple(best[:MOST_PAIRS])
