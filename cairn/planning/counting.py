"""What votes say: who comes before whom, and who is tied. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

type Placed = tuple[int, int, bool]
"""The dots, the place from 1, and whether others stand on the same place."""


@dataclass(frozen=True, slots=True)
class Count:
    """A revealed vote: the dots of each proposal; `among` is empty where all could be voted for."""

    among: frozenset[int] = frozenset()
    dots: Mapping[int, int] = field(default_factory=dict)

    def merged(self, whole: Mapping[int, int]) -> "Count":
        """With the dots of what became part of another one counted there."""
        dots: dict[int, int] = {}
        for one, given in self.dots.items():
            dots[whole.get(one, one)] = dots.get(whole.get(one, one), 0) + given
        return Count(frozenset(whole.get(one, one) for one in self.among), dots)


def places(proposals: Collection[int], counts: Sequence[Count]) -> dict[int, Placed]:
    """The first vote places them; each later one, among some of them, decides what was tied.

    The dots told are those of the last vote that a proposal was in.
    """
    if not counts:
        return {}
    keys = {one: tuple(-count.dots.get(one, 0) for count in counts) for one in proposals}
    ordered = sorted(keys.values())
    return {
        one: (_dots(one, counts), ordered.index(key) + 1, ordered.count(key) > 1)
        for one, key in keys.items()
    }


def _dots(proposal: int, counts: Sequence[Count]) -> int:
    took_part = [one for one in counts if not one.among or proposal in one.among]
    return took_part[-1].dots.get(proposal, 0) if took_part else 0
