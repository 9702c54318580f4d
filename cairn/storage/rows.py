"""Hand-written SQL for the few hot statements: rows to model instances, values to parameters.

The ORM spends far more time on writing a statement than the database on running it. Here the
statement is written once; columns, converters and adapters still come from the models.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.base import ModelState
from django.db.models.expressions import Col

from cairn.storage.fields import AmountField, plain

type Converter = Callable[[Any, Any, Any], Any]
type Prepare = Callable[[Any], Any]
type Answer[T] = Callable[[], T]


class Columns[M: models.Model]:
    """The columns of a model that a statement selects under an alias: those named, else all.

    The others are deferred, as after `.only()`: whoever asks for one of them pays a query.
    """

    def __init__(self, model: type[M], alias: str, *names: str) -> None:
        fields = [one for one in model._meta.concrete_fields if one.attname in names or not names]
        self.model, self.fields, self.width = model, fields, len(fields)
        self.names = [one.attname for one in fields]
        self.text = ", ".join(f'{alias}."{one.column}"' for one in fields)
        self._key_at = [one.primary_key for one in fields].index(True)

    def build(self, values: Sequence[Any]) -> M | None:
        """What `from_db` makes of these values; None where an outer join found no row.

        `from_db` sets every attribute through its descriptor, for signals and relations that a
        row fresh from the database cannot have; that took a sixth of a check-in.
        """
        if values[self._key_at] is None:
            return None
        made = self.model.__new__(self.model)
        state = made._state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        made.__dict__.update(zip(self.names, self._read(values), strict=True))
        return made

    def as_values(self, values: Sequence[Any]) -> dict[str, Any]:
        """The values by attribute name, as `.values()` gives them."""
        return dict(zip(self.names, self._read(values), strict=True))

    def _read(self, values: Sequence[Any]) -> list[Any]:
        read = list(values)
        for at, convert in self._conversions:
            if read[at] is not None:
                read[at] = convert(read[at])
        return read

    @cached_property
    def _conversions(self) -> tuple[tuple[int, Prepare], ...]:
        """(place, conversion) of the columns that a database does not give ready-made."""
        found = [(at, _conversion(self.model, one)) for at, one in enumerate(self.fields)]
        return tuple((at, convert) for at, convert in found if convert)


def _conversion(model: type[models.Model], field: "models.Field[Any, Any]") -> Prepare | None:
    """What makes of a value what the model has, without asking the field again for every row."""
    if type(field) is models.DateField:
        return None if on_postgresql() else kept_day
    database, expression = connections[DEFAULT_DB_ALIAS], Col(model._meta.db_table, field)
    converters: list[Converter] = database.ops.get_db_converters(expression)
    converters += field.get_db_converters(database)

    def convert(value: Any) -> Any:
        for one in converters:
            value = one(value, expression, database)
        return value

    return convert if converters else None


def unsaved[M: models.Model](model: type[M], **values: Any) -> M:
    """A new instance for a statement that inserts it, from the values of all its columns.

    The same short cut as in `Columns.build`: no defaults, no descriptors.
    """
    made = model.__new__(model)
    made._state = ModelState()
    made.__dict__.update(values)
    return made


def split(row: Sequence[Any], parts: Sequence[Columns[Any]]) -> list[Any]:
    """One row of several models' columns as an instance, or None, of each."""
    at, found = 0, []
    for part in parts:
        found.append(part.build(row[at : at + part.width]))
        at += part.width
    return found


def insert(row: models.Model) -> None:
    """Insert a row as it stands, without what `save` does besides."""
    statement, columns = _insertion(type(row))
    kept = vars(row)
    execute(
        statement, [prepare(kept[name]) if prepare else kept[name] for name, prepare in columns]
    )


_as_json = json.JSONEncoder(ensure_ascii=False).encode


@lru_cache(maxsize=64)
def _insertion(model: type[models.Model]) -> tuple[str, list[tuple[str, Prepare | None]]]:
    """The statement, and the columns with what makes of their values what the database keeps."""
    fields = model._meta.concrete_fields
    json_hole = "%s::jsonb" if on_postgresql() else "%s"
    holes = [json_hole if isinstance(one, models.JSONField) else "%s" for one in fields]
    names = ", ".join(f'"{one.column}"' for one in fields)
    table = model._meta.db_table
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(holes)})'  # noqa: S608
    return statement, [(one.attname, _prepare(one)) for one in fields]


def _prepare(field: "models.Field[Any, Any]") -> Prepare | None:
    if isinstance(field, models.JSONField):
        return _as_json
    return amount if isinstance(field, AmountField) else None


@lru_cache(maxsize=1)
def on_postgresql() -> bool:
    return connections[DEFAULT_DB_ALIAS].vendor == "postgresql"


def amount(value: Decimal | None) -> Any:
    """An amount as `AmountField` keeps it."""
    if value is None or on_postgresql():
        return value
    return format(plain(value), "f")


def kept_day(kept: date | str | None) -> date | None:
    """A day out of a hand-written statement: SQLite keeps its text."""
    return date.fromisoformat(kept) if isinstance(kept, str) else kept


def kept_percent(kept: Decimal | float) -> Decimal:
    """Two exact decimals: SQLite keeps them as a float, whose shortest text is the number again."""
    return Decimal(str(kept)).quantize(Decimal("0.01"))


def execute(statement: str, values: Sequence[Any]) -> None:
    _run(statement, values)


def fetch(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = _run(statement, values).fetchall()
    return found


def ask(statement: str, values: Sequence[Any]) -> Answer[list[tuple[Any, ...]]]:
    """A question whose rows are taken later, by calling what this gives.

    `travelling_together` with others it costs one way there and back with all of them; the rows are
    those of the moment at which it was asked.
    """
    found = _run(statement, values)
    if on_postgresql():
        taken: Answer[list[tuple[Any, ...]]] = found.fetchall
        return taken
    rows: list[tuple[Any, ...]] = found.fetchall()
    return lambda: rows


@contextmanager
def travelling_together() -> Iterator[None]:
    """Inside, a statement without an answer waits for the next that has one and goes with it.

    On PostgreSQL that spares a way there and back for each; a fault shows where they arrive. Only
    for statements of this module: the ORM asks how many rows each of its own has changed.
    """
    if on_postgresql():
        database = connections[DEFAULT_DB_ALIAS]
        with database.wrap_database_errors, database.connection.pipeline():
            yield
    else:
        yield


def _run(statement: str, values: Sequence[Any]) -> Any:
    """The driver's own cursor after a statement, with the checks of Django's around it.

    Django's cursor rewrites the text and dresses itself anew for every statement, which costs more
    than most of these take to run; it is used as soon as somebody listens to the statements.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.execute_wrappers or database.queries_logged:
        cursor = database.cursor()
        cursor.execute(statement, _parameters(database, values))
        return cursor
    database.close_if_health_check_failed()
    if database.connection is None:
        database.ensure_connection()
    if database.needs_rollback:
        database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        if on_postgresql():
            return database.connection.execute(statement, values)
        marked = _with_marks(statement, len(values))
        return database.connection.execute(marked, _parameters(database, values))


@lru_cache(maxsize=256)
def _with_marks(statement: str, holes: int) -> str:
    """`%s` as SQLite writes it."""
    return statement % (("?",) * holes)


def _parameters(database: Any, values: Sequence[Any]) -> Sequence[Any]:
    """As this database's driver takes them: SQLite has text for days and instants."""
    if on_postgresql():
        return values
    return [_as_text(database, one) if isinstance(one, date) else one for one in values]


def _as_text(database: Any, value: date) -> Any:
    """A day or an instant; an instant is a day of its own kind to Python."""
    if type(value) is date:
        return value.isoformat()
    return database.ops.adapt_datetimefield_value(value)
