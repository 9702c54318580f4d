"""Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import Model

from cairn.storage.fields import IdField

type Row = tuple[Any, ...]

AS_THEY_ARE = frozenset(
    (
        *(models.CharField, models.EmailField, models.URLField, models.TextField),
        *(models.ForeignKey, models.OneToOneField, models.BigIntegerField, IdField),
        *(models.PositiveIntegerField, models.PositiveSmallIntegerField, models.BooleanField),
    )
)
"""Texts, numbers and references to rows with such ids need no preparing."""
CAREFUL = ("PRAGMA cache_size = -32000", "PRAGMA synchronous = FULL")
HASTY = ("PRAGMA cache_size = -1000000", "PRAGMA synchronous = NORMAL")


def insert(table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Write rows whose values are as the driver takes them."""
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            holes = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({holes})', rows)  # noqa: S608
            return
        into = f'COPY "{table}" ({names}) FROM STDIN'
        with connection.wrap_database_errors, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)


def insert_models(instances: Sequence[Model]) -> None:
    """Write new instances of one model, as `bulk_create` would."""
    if not instances:
        return
    table = type(instances[0])._meta
    columns = [str(one.column) for one in table.concrete_fields]
    insert(table.db_table, columns, list(_rows(instances)))


def _rows(instances: Iterable[Model]) -> Iterator[Row]:
    fields = type(next(iter(instances)))._meta.concrete_fields
    ready = [(one.attname, _prepare(one)) for one in fields]
    for instance in instances:
        values = instance.__dict__
        yield tuple(
            values[name] if prepare is None else prepare(values[name]) for name, prepare in ready
        )


def _prepare(field: Any) -> Callable[[Any], Any] | None:
    """What makes of a value what the driver takes; None where it takes it as it is."""
    if type(field) in AS_THEY_ARE:
        return None
    database = connections[DEFAULT_DB_ALIAS]
    return lambda value: field.get_db_prep_save(value, database)


def update_models(instances: Sequence[Model], names: Sequence[str]) -> None:
    """Write these columns of rows of one model, each by its id, as one prepared statement."""
    if not instances:
        return
    database = connections[DEFAULT_DB_ALIAS]
    table = type(instances[0])._meta
    fields = [table.get_field(name) for name in names]
    ready: list[Any] = [(one.attname, one.get_db_prep_save) for one in fields]  # type: ignore[union-attr]
    columns = ", ".join(f'"{one.column}" = %s' for one in fields)  # type: ignore[union-attr]
    rows = [
        (*(prepare(row.__dict__[name], database) for name, prepare in ready), row.pk)
        for row in instances
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{table.db_table}" SET {columns} WHERE id = %s', rows)  # noqa: S608


@contextmanager
def in_haste() -> Iterator[None]:
    """More memory and fewer waits for the disk on SQLite, until the rows are in."""
    _set(HASTY)
    try:
        yield
    finally:
        _set(CAREFUL)


def _set(pragmas: Sequence[str]) -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            for pragma in pragmas:
                cursor.execute(pragma)
