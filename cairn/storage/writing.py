"""Many rows into one table, from what their lines say. By hand: making an instance of each takes
several times as long."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from itertools import batched
from typing import Any, Final

from django.db import connection, models

from cairn.storage.bulk import insert
from cairn.storage.fields import IdField

BATCH: Final = 2_000
AS_IT_IS: Final[dict[type, type]] = {
    **dict.fromkeys((IdField, models.AutoField, models.BigAutoField), int),
    **dict.fromkeys((models.IntegerField, models.BigIntegerField), int),
    **dict.fromkeys((models.SmallIntegerField, models.PositiveIntegerField), int),
    **dict.fromkeys((models.PositiveSmallIntegerField, models.PositiveBigIntegerField), int),
    **dict.fromkeys((models.CharField, models.TextField, models.EmailField), str),
    models.BooleanField: bool,
}
"""The values of which fields, if they are of this very type, the database takes as they are."""


def write_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Rows of these columns, each value as `lines.spelled` says it."""
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    adapt = [_adapter(one) for one in fields]
    columns = [one.column for one in fields]
    for some in batched(rows, BATCH):
        prepared = [
            tuple(make(value) for make, value in zip(adapt, row, strict=True)) for row in some
        ]
        insert(model._meta.db_table, columns, prepared)


def _adapter(field: Any) -> Callable[[Any], Any]:
    """What makes of a line's value what the database takes. Most values are numbers and texts that
    it takes as they are."""
    read, same = _reader(field), AS_IT_IS.get(type(_ahead(field)))

    def adapted(value: Any) -> Any:
        if value.__class__ is same:
            return value
        return field.get_db_prep_save(None if value is None else read(value), connection)

    return adapted


def _ahead(field: Any) -> Any:
    """The field whose values a foreign key holds, or the field itself."""
    return _ahead(field.target_field) if isinstance(field, models.ForeignKey) else field


def _reader(field: Any) -> Callable[[Any], Any]:
    """What makes a value of the field from what its line says."""
    if isinstance(field, models.JSONField):
        return _same
    if isinstance(field, models.DurationField):
        return _duration
    made: Callable[[Any], Any] = _ahead(field).to_python
    return made


def _same(value: Any) -> Any:
    return value


def _duration(microseconds: int) -> timedelta:
    return timedelta(microseconds=microseconds)
