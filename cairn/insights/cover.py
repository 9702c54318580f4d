"""How much of the work leads, along an alignment, to something above it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cairn.insights.frame import Frame, count_by_group
from cairn.insights.hygiene import is_aligned, should_align
from cairn.storage.pieces import every


@dataclass(frozen=True, slots=True)
class Part:
    """So many `of` a number."""

    count: int
    of: int

    @property
    def share(self) -> Decimal | None:
        """A fraction; None of nothing."""
        if not self.of:
            return None
        return (Decimal(self.count) / self.of).quantize(Decimal("0.0001"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Cover:
    """The aligned, of those that should be: all that go on, but the company's and personal growth."""

    whole: Part
    groups: Mapping[int, Part]


def cover_of(frame: Frame) -> Cover:
    """What is not aligned is what the list of gaps counts. One statement."""
    should = should_align(frame)
    counts = count_by_group(frame, {"aligned": every(should, is_aligned(frame)), "all": should})
    return Cover(_part(counts.whole), {id: _part(found) for id, found in counts.groups.items()})


def _part(found: Mapping[str, int]) -> Part:
    return Part(found["aligned"], found["all"])
