"""Weights that sum to exactly 100 %, whatever is edited, added or dropped. Pure.

A fixed weight stays; the others share the rest in proportion, equally if all are zero. Shares are
rounded down to two places and the last one that counts takes the residue. Where every weight is
fixed and they fall short of 100, the last (other than the one edited) is released and takes the
rest. A share alone is 100.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
WHOLE = Decimal("100.00")
NIL = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Share:
    """A weight in percent, two places; fixed once somebody has set it."""

    weight: Decimal
    fixed: bool


class WeightTooLarge(ValueError):
    """The fixed weights would pass 100 % together; `largest` is what still fits."""

    def __init__(self, largest: Decimal) -> None:
        super().__init__(f"at most {largest} fits")
        self.largest = largest


def _divide(amount: Decimal, proportions: Sequence[Fraction]) -> list[Decimal]:
    """The amount in proportion, to two places, summing exactly."""
    if not any(proportions):
        proportions = [Fraction(1)] * len(proportions)
    whole = sum(proportions, Fraction(0))
    cents = int(amount / CENT)
    parts = [Decimal(int(cents * part / whole)) * CENT for part in proportions]
    last = max(place for place, part in enumerate(proportions) if part)
    parts[last] += amount - sum(parts, NIL)
    return parts


def _fill(shares: Sequence[Share], proportions: Sequence[Fraction]) -> list[Share]:
    """The shares that are not fixed divide what the fixed ones leave."""
    room = WHOLE - sum((share.weight for share in shares if share.fixed), NIL)
    free = [place for place, share in enumerate(shares) if not share.fixed]
    filled = list(shares)
    for place, part in zip(free, _divide(room, _levelled(proportions, free)), strict=True):
        filled[place] = replace(shares[place], weight=part)
    return filled


def _levelled(proportions: Sequence[Fraction], free: Sequence[int]) -> list[Fraction]:
    """Weights that differ by a rounding residue alone are equal, or the residue would grow."""
    parts = [proportions[place] for place in free]
    if parts and max(parts) - min(parts) <= Fraction(CENT) * len(parts):
        return [Fraction(1)] * len(parts)
    return parts


def settle(shares: Sequence[Share], edited: int | None = None) -> list[Share]:
    """Make them sum to 100, moving a fixed weight only if nothing else can give."""
    settled = list(shares)
    if not settled:
        return settled
    if len(settled) == 1:
        return [Share(WHOLE, fixed=False)]
    if sum((share.weight for share in settled if share.fixed), NIL) > WHOLE:
        settled = [replace(share, fixed=False) for share in settled]
    if all(share.fixed for share in settled) and sum(s.weight for s in settled) < WHOLE:
        others = [place for place in range(len(settled)) if place != edited]
        settled[others[-1]] = replace(settled[others[-1]], fixed=False)
    if all(share.fixed for share in settled):
        return settled
    return _fill(settled, [Fraction(share.weight) for share in settled])


def _read(weight: Decimal, largest: Decimal) -> Decimal:
    """Two places; refuses what is no number, negative or more than fits."""
    if not weight.is_finite() or weight < 0:
        raise ValueError("a weight is a number from 0 to 100")
    if weight > largest:
        raise WeightTooLarge(largest)
    return weight.quantize(CENT, ROUND_HALF_UP)


def even_out(count: int) -> list[Decimal]:
    """Equal weights; the residue goes to the last."""
    return _divide(WHOLE, [Fraction(1)] * count) if count else []


def set_weight(shares: Sequence[Share], index: int, weight: Decimal) -> list[Share]:
    """Fix one weight. Raises WeightTooLarge if it passes what the other fixed ones leave."""
    fixed = (share.weight for place, share in enumerate(shares) if share.fixed and place != index)
    value = _read(weight, max(NIL, WHOLE - sum(fixed, NIL)))
    edited = list(shares)
    edited[index] = Share(value, fixed=True)
    return settle(edited, index)


def add_share(shares: Sequence[Share], weight: Decimal | None) -> list[Share]:
    """One more, at the end. None takes an equal part of what is not fixed: 0 if nothing is free."""
    grown = [*shares, Share(NIL, fixed=False)]
    if weight is not None:
        return set_weight(grown, len(shares), weight)
    if len(grown) == 1:
        return settle(grown)
    free = [Fraction(share.weight) for share in shares if not share.fixed]
    equal = sum(free, Fraction(0)) / len(free) if free else Fraction(1)
    return _fill(grown, [*(Fraction(share.weight) for share in shares), equal])


def drop_share(shares: Sequence[Share], index: int) -> list[Share]:
    """One less; the others take over its weight."""
    return settle([share for place, share in enumerate(shares) if place != index])


def share_out(asked: Sequence[Share | None]) -> list[Share]:
    """All of them at once, as a form gives them; None asks for an equal part of what is free.

    Raises WeightTooLarge if the fixed ones pass 100 % together.
    """
    room = WHOLE
    for share in asked:
        if share is not None and share.fixed:
            room -= _read(share.weight, room)
    free = [share.weight for share in asked if share is not None and not share.fixed]
    equal = sum(free, NIL) / len(free) if any(free) else Decimal(1)
    return settle([share or Share(equal, fixed=False) for share in asked])
