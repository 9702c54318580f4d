"""Several short lists in one statement."""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from cairn.storage.rows import fetch, on_postgresql


def list_together(*lists: QuerySet[Any, Any]) -> list[list[list[Any]]]:
    """The rows of each list of `.values_list()`, in its order; one query, however many lists there
    are. They come by way of JSON: days and exact numbers as text, cast by who asks."""
    parts = [_listed(found) for found in lists]
    words = ", ".join(part for part, _values in parts)
    values = [value for _part, held in parts for value in held]
    return [json.loads(text or "[]") for text in fetch(f"SELECT {words}", values)[0]]


def listed_instant(text: str) -> datetime:
    """SQLite keeps instants in UTC without saying so."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _listed(found: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
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
