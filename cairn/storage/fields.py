"""Column types that every table shares."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from cairn.storage.ids import new_id

Set = TypeVar("Set")
Get = TypeVar("Get")

if TYPE_CHECKING:
    IdColumn = models.BigIntegerField[int, int]
    Column = models.Field
else:
    IdColumn = models.BigIntegerField

    class Column(models.Field):
        """Django's field, which knows no type parameters when it runs."""

        def __class_getitem__(cls, _types: Any) -> type:
            return cls


class IdField(IdColumn):
    """The primary key: a time-ordered 63-bit integer made in Python."""

    def __init__(self, **options: Any) -> None:
        fixed: dict[str, Any] = {"primary_key": True, "default": new_id, "editable": False}
        super().__init__(**fixed | options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, arguments, options = super().deconstruct()
        for fixed in ("primary_key", "default", "editable"):
            options.pop(fixed, None)
        return name, path, arguments, options


class AmountField(Column[Set, Get]):
    """An exact decimal: `numeric` on PostgreSQL, text on SQLite, whose own numbers are floats.

    At most 15 digits before the point and 6 behind it; the domain checks that.
    Text does not sort as numbers do, so nothing orders by such a column.
    """

    if TYPE_CHECKING:  # what the columns hold, for the checker's plugin
        _pyi_private_set_type: Decimal
        _pyi_private_get_type: Decimal

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "numeric(21,6)" if connection.vendor == "postgresql" else "text"

    def get_internal_type(self) -> str:
        return "AmountField"

    def from_db_value(self, value: Any, *_: Any) -> Decimal | None:
        return None if value is None else plain(Decimal(value))

    def to_python(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else format(plain(Decimal(value)), "f")

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        text = value if prepared else self.get_prep_value(value)
        if text is None or connection.vendor != "postgresql":
            return text
        return Decimal(text)


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros, an exponent or a sign before zero."""
    if not value:
        return Decimal(0)
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.normalize()
