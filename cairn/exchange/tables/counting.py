"""How many rows a table will have, asked of the database before they are made."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet


def counted(first: QuerySet[Any, Any], *others: QuerySet[Any, Any]) -> Callable[[int], int]:
    """A table's rows are those of all parts; counting ends at the most that is asked for. One query."""

    def count(most: int) -> int:
        ids, *more = (part.order_by().values("id") for part in (first, *others))
        found = ids.union(*more, all=True) if more else ids
        return found[:most].count()

    return count
