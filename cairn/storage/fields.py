"""Column types that every table shares."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from cairn.storage.ids import new_id


class IdField(models.BigIntegerField):  # type: ignore[type-arg]
    """The primary key: a time-ordered 63-bit integer made in Python."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"primary_key": True, "default": new_id, "editable": False} | options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, arguments, options = super().deconstruct()
        for fixed in ("primary_key", "default", "editable"):
            options.pop(fixed, None)
        return name, path, arguments, options


class AmountField(models.Field):  # type: ignore[type-arg]
    """An exact decimal: `numeric` on PostgreSQL, text on SQLite, whose own numbers are floats.

    At most 15 digits before the point and 6 behind it; the domain checks that.
    Text does not sort as numbers do, so nothing orders by such a column.
    """

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
    """The same number without trailing zeros and without an exponent."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.normalize()
