"""Several short lists in one statement."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from cairn.storage.counting import counted
from cairn.storage.rows import fetch, on_postgresql

type Part = tuple[str, tuple[Any, ...]]


def list_together(*lists: QuerySet[Any, Any]) -> list[list[list[Any]]]:
    """The rows of each list of `.values_list()`, in its order; one query, however many lists there
    are. They come by way of JSON: days and exact numbers as text, cast by who asks."""
    return [json.loads(text or "[]") for text in _fetch([_listed(found) for found in lists])]


def list_and_count(
    lists: Sequence[QuerySet[Any, Any]], counts: Sequence[QuerySet[Any]], most: int | None = None
) -> tuple[list[list[list[Any]]], tuple[int, ...]]:
    """The same, and how many rows other lists have, up to `most`. One query."""
    parts = [*map(_listed, lists), *(counted(found, most) for found in counts)]
    answer = _fetch(parts)
    texts, numbers = answer[: len(lists)], answer[len(lists) :]
    return [json.loads(text or "[]") for text in texts], tuple(numbers)


def _fetch(parts: Sequence[Part]) -> Sequence[Any]:
    words = ", ".join(part for part, _values in parts)
    row: Sequence[Any] = fetch(
        f"SELECT {words}", [value for _part, held in parts for value in held]
    )[0]
    return row


def listed_instant(text: str) -> datetime:
    """SQLite keeps instants in UTC without saying so."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _listed(found: QuerySet[Any, Any]) -> Part:
    try:
        words, values = found.query.sql_with_params()
    except EmptyResultSet:
        return "NULL", ()
    columns = ", ".join(f'one."{name}"' for name in found.query.selected or ())
    if on_postgresql():
        listed = f"json_agg(json_build_array({columns}))::text"
    else:
        listed = f"json_group_array(json_array({columns}))"
    return f"(SELECT {listed} FROM ({words}) one)", values  # noqa: S608
