"""The objectives of one cycle with what ties them: made from the lowest level up, so that whatever
counts into another is there before it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from cairn.cycles.models import Cycle
from cairn.demo.synthetic.goals import Batch, Maker, Order
from cairn.demo.synthetic.people import Seat
from cairn.demo.synthetic.shape import Place, grow
from cairn.demo.synthetic.standings import Line
from cairn.demo.synthetic.ties import Ties
from cairn.goals.models import Objective

A_BATCH = 500
COUNTS, FEEDS = Decimal(20), Decimal(50)


@dataclass(slots=True)
class Forest:
    """One cycle's. `first` is the number of its first objective within the organization.

    `made`, `lines` and `below` hold what waits for the objectives above to be made.
    """

    maker: Maker
    cycle: Cycle
    first: int
    places: list[Place]
    seats: list[Seat]
    made: dict[int, Objective] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    below: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def batches(self) -> Iterator[Batch]:
        ties = Ties(self.maker, self.cycle)
        last_first = range(len(self.places) - 1, -1, -1)
        for at in range(0, len(self.places), A_BATCH):
            batch = Batch()
            for place in last_first[at : at + A_BATCH]:
                self._make(batch, place, ties)
            yield batch

    def _make(self, batch: Batch, place: int, ties: Ties) -> None:
        """An objective, and the alignments of those below it."""
        below = self.below.pop(place, [])
        feed = next((self.lines.pop(one) for one in below if self._counts(one, place)), None)
        if feed:
            feed.key_result, feed.weight = (0, FEEDS) if place % 3 == 2 else (None, COUNTS)
        made = self.maker.make(batch, self.cycle, self._order(place, feed))
        for one in below:
            line = feed if self._counts(one, place) else None
            is_sure = self.places[one].above == place and self.places[one].rank < 3
            ties.tie(batch, self.made[one], made, line, is_sure=is_sure)
        where = self.places[place]
        self.made[place] = made.objective
        for above in (where.above, where.beside):
            if above is not None:
                self.below[above].append(place)
        if where.above is not None and where.rank == 0:
            self.lines[place] = made.line

    def _counts(self, one: int, above: int) -> bool:
        """The first below each objective counts into it."""
        return self.places[one].above == above and self.places[one].rank == 0

    def _order(self, place: int, feed: Line | None) -> Order:
        where = self.places[place]
        return Order(
            number=self.first + place,
            when=place / len(self.places),
            seat=self.seats[place],
            is_open=where.rank == 0,
            feed=feed,
        )


def plant(maker: Maker, cycle: Cycle, first: int, count: int) -> Forest:
    """The shape of a cycle's objectives, and whose each will be: the lowest level and half of the
    one above it are people's, the others teams'."""
    places = grow(maker.chance, count)
    deepest = max((one.level for one in places), default=0)
    seats: list[Seat] = []
    for place in places:
        if place.above is None:
            seats.append(maker.staff.head())
        else:
            up = deepest - place.level
            is_persons = up == 0 or (up == 1 and place.rank % 2 == 1)
            above, turn = seats[place.above], place.rank + place.above
            seats.append(maker.staff.below(above, turn, is_persons=is_persons))
    return Forest(maker, cycle, first, places, seats)
