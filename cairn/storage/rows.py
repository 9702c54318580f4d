"""Hand-written SQL for the few hot statements: rows to model instances, values to parameters.

The ORM spends far more time on writing a statement than the database on running it. Here the
statement is written once; columns, converters and adapters still come from the models.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.expressions import Col

from cairn.storage.fields import plain

type Converter = Callable[[Any, Any, Any], Any]


@lru_cache(maxsize=64)
def column_list(model: type[models.Model], alias: str) -> str:
    """Every column of a model, quoted, as `alias."column"`."""
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


@lru_cache(maxsize=64)
def width(model: type[models.Model]) -> int:
    return len(model._meta.concrete_fields)


def build[M: models.Model](model: type[M], values: Sequence[Any]) -> M | None:
    """An instance from the values of `column_list`; None where an outer join found no row."""
    if values[_key_at(model)] is None:
        return None
    return model.from_db("default", _names(model), _converted(model, values))


def as_values(model: type[models.Model], values: Sequence[Any]) -> dict[str, Any]:
    """The values of `column_list` by attribute name, as `.values()` gives them."""
    return dict(zip(_names(model), _converted(model, values), strict=True))


def _converted(model: type[models.Model], values: Sequence[Any]) -> list[Any]:
    read = list(values)
    for at, converters, expression in _conversions(model, connection.vendor):
        if read[at] is not None:
            for convert in converters:
                read[at] = convert(read[at], expression, connection)
    return read


@lru_cache(maxsize=64)
def _key_at(model: type[models.Model]) -> int:
    return [field.primary_key for field in model._meta.concrete_fields].index(True)


@lru_cache(maxsize=64)
def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@lru_cache(maxsize=64)
def _conversions(
    model: type[models.Model], vendor: str
) -> tuple[tuple[int, list[Converter], Any], ...]:
    """(place, converters, expression) of the columns that a database does not give ready-made."""
    found = []
    for at, one in enumerate(model._meta.concrete_fields):
        expression = Col(model._meta.db_table, one)
        converters = connection.ops.get_db_converters(expression)
        converters += one.get_db_converters(connection)
        if converters:
            found.append((at, converters, expression))
    return tuple(found)


def parameter(value: Any) -> Any:
    """A value as this database's driver takes it: days and instants adapted, the rest as it is."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def amount(value: Decimal | None) -> Any:
    """An amount as `AmountField` keeps it."""
    if value is None or connection.vendor == "postgresql":
        return value
    return format(plain(value), "f")


def execute(statement: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [parameter(value) for value in values])


def fetch(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [parameter(value) for value in values])
        return list(cursor.fetchall())
