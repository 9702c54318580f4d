"""Numbers as the ledger keeps them."""

from decimal import Decimal, InvalidOperation
from typing import Any


def decimal_of(value: Any) -> Decimal | None:
    """A recorded number; None where nothing, or no number, was recorded."""
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None
