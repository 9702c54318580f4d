"""How scores are distributed, by the type of objective, against what each type is expected to reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from cairn.goals.models import Type
from cairn.insights.frame import Frame
from cairn.reviews.judging import SWEET, too_easy
from cairn.storage.pieces import Piece, every, weave

GROWTH: Final = "growth"
KINDS: Final = (Type.COMMITTED.value, Type.ASPIRATIONAL.value, GROWTH)
STEPS: Final = tuple(Decimal(n) / 10 for n in range(11))
KIND = "CASE WHEN o.is_growth THEN 'growth' ELSE o.type END"
GIVEN = (
    "(EXISTS (SELECT 1 FROM reviews_score r WHERE r.objective_id = o.id AND NOT r.is_opinion "
    "AND r.scored_at < {until} LIMIT 1 OFFSET 0) OR EXISTS (SELECT 1 FROM goals_closure z "
    "WHERE z.objective_id = o.id AND z.reopened_at IS NULL AND z.closed_at < {until} "
    "LIMIT 1 OFFSET 0))"
)


@dataclass(frozen=True, slots=True)
class Scores:
    """How many objectives of one kind have each of the `STEPS`."""

    kind: str
    counts: Mapping[Decimal, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def mean(self) -> Decimal | None:
        """With two decimals."""
        if not self.total:
            return None
        whole = sum((step * count for step, count in self.counts.items()), Decimal(0))
        return (whole / self.total).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def is_too_easy(self) -> bool:
        """Enough aspirational ones, and each 1.0."""
        given = [step for step, count in self.counts.items() for _ in range(count)]
        return self.kind == Type.ASPIRATIONAL and too_easy(given)


def is_sweet(step: Decimal) -> bool:
    """Within the band that an aspirational objective aims for."""
    return SWEET[0] <= step <= SWEET[1]


def scores_of(frame: Frame) -> tuple[Scores, ...]:
    """One for each of the `KINDS`. Of a past day: those given by then, as they are today. One
    statement."""
    rows = weave(
        "SELECT {kind}, o.score, COUNT(*) FROM {these} GROUP BY 1, 2",
        kind=Piece(KIND),
        these=frame.these(is_scored(frame)),
    ).rows()
    found: dict[str, dict[Decimal, int]] = {kind: {} for kind in KINDS}
    for kind, score, count in rows:
        found[kind][Decimal(str(score)).quantize(Decimal("0.1"))] = count
    return tuple(Scores(kind, found[kind]) for kind in KINDS)


def is_scored(frame: Frame) -> Piece:
    """As a condition on an objective `o`."""
    scored = Piece("o.score IS NOT NULL")
    if not frame.scope.past:
        return scored
    given = weave(GIVEN, until=frame.scope.until)
    return every(scored, frame.scope.known("o"), given)


def has_score(frame: Frame, kind: str, score: Decimal | None) -> Piece:
    """Scored, of that kind, and like that, where one is named."""
    of_kind = weave("{column} = {kind}", column=Piece(KIND), kind=kind)
    like = Piece("1 = 1") if score is None else Piece(f"o.score = {score:.1f}")
    return every(is_scored(frame), of_kind, like)
