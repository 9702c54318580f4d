"""Figures cut short to be read, all in one way: halves go up. Pure."""

from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)


def rounded(value: Decimal, places: int = 0) -> Decimal:
    """2.5 → 3 and −2.5 → −3; what comes to nothing has no sign."""
    cut = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return abs(cut) if cut == 0 else cut


def percent(fraction: Decimal, places: int = 0) -> str:
    """0.5625 → 56%."""
    return f"{rounded(fraction * HUNDRED, places)}%"
