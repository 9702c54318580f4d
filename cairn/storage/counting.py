"""Several counts in one statement."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from cairn.storage.rows import fetch


def count_together(lists: Sequence[QuerySet[Any]], most: int | None = None) -> tuple[int, ...]:
    """How many rows each list has, up to `most`. One query, however many lists there are."""
    parts = [counted(found, most) for found in lists]
    words = ", ".join(part for part, _values in parts)
    values = [value for _part, held in parts for value in held]
    return tuple(fetch(f"SELECT {words}", values)[0])


def counted(found: QuerySet[Any], most: int | None = None) -> tuple[str, tuple[Any, ...]]:
    """The statement of a count, with its values; what cannot be anything is nothing."""
    try:
        words, values = found.order_by().values_list("id")[:most].query.sql_with_params()
    except EmptyResultSet:
        return "0", ()
    return f"(SELECT COUNT(*) FROM ({words}) one)", values  # noqa: S608
