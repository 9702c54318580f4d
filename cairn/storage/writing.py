"""Many rows into one table, from what their lines say. By hand: making an instance of each takes
several times as long."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from itertools import batched
from typing import Any, Final

from django.db import connection, models

BATCH: Final = 2_000


def write_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Rows of these columns, each value as `lines.spelled` says it."""
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    read = [_reader(one) for one in fields]
    names = ", ".join(connection.ops.quote_name(one.column) for one in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    into = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        for some in batched(rows, BATCH):
            prepared = [
                [
                    one.get_db_prep_save(None if value is None else make(value), connection)
                    for one, make, value in zip(fields, read, row, strict=True)
                ]
                for row in some
            ]
            cursor.executemany(into, prepared)


def _reader(field: Any) -> Callable[[Any], Any]:
    """What makes a value of the field from what its line says."""
    if isinstance(field, models.JSONField):
        return _same
    if isinstance(field, models.DurationField):
        return _duration
    if isinstance(field, models.ForeignKey):
        return _reader(field.target_field)
    made: Callable[[Any], Any] = field.to_python
    return made


def _same(value: Any) -> Any:
    return value


def _duration(microseconds: int) -> timedelta:
    return timedelta(microseconds=microseconds)
