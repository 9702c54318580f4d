"""Deleting many rows with all that hangs on them, as a few statements: Django would load each of them."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import CASCADE, SET_NULL
from django.db.models.expressions import RawSQL

from cairn.storage.rows import on_postgresql


def drop_trees(model: Any, ids: Collection[int]) -> None:
    """Rows of a model, what they keep alive (CASCADE), and their name in what stays (SET_NULL).

    Whoever calls has seen to it that nothing else keeps them (PROTECT). References are looked at when
    the transaction ends, so the order of the statements does not matter.
    """
    if not ids:
        return
    found = list(_below(model, "", (model,)))
    for relation, path in found:
        rows = relation.related_model._base_manager.filter(**{f"{path}__in": these(ids)})
        if relation.on_delete is SET_NULL:
            rows.update(**{relation.field.name: None})
    for relation, path in found:
        rows = relation.related_model._base_manager.filter(**{f"{path}__in": these(ids)})
        if relation.on_delete is CASCADE:
            rows._raw_delete(DEFAULT_DB_ALIAS)
    model._base_manager.filter(pk__in=these(ids))._raw_delete(DEFAULT_DB_ALIAS)


def these(ids: Collection[int]) -> RawSQL:
    """Any number of ids as one value of a statement, for `id__in`."""
    if on_postgresql():
        return RawSQL("SELECT unnest(%s::bigint[])", [sorted(ids)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(sorted(ids))])


def _below(model: Any, path: str, above: tuple[Any, ...]) -> Iterator[tuple[Any, str]]:
    """Relations that lead to a model, with the path from their rows to it; the farthest first."""
    for relation in references_to(model):
        kind = relation.on_delete
        if kind not in (CASCADE, SET_NULL):
            continue
        here = f"{relation.field.name}__{path}" if path else relation.field.name
        if kind is CASCADE and relation.related_model not in above:
            yield from _below(relation.related_model, here, (*above, relation.related_model))
        yield relation, here


def references_to(model: Any) -> list[Any]:
    """The relations by which rows name a row of the model, those without a name back (`related_name`
    is "+") included: `_meta.related_objects` leaves these out."""
    return [
        one
        for one in model._meta.get_fields(include_hidden=True)
        if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)
    ]
