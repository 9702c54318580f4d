"""Whether what a file says fits its column, before anything is written. Raises `ValueError`."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NoReturn
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from cairn.exchange.organizations.kinds import Column
from cairn.storage.fields import AmountField
from cairn.storage.ids import read_id

type Fits = Callable[[Any], object]

AMOUNT: Final = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
LARGEST_PICTURE: Final = 32_000_000
LARGEST: Final[Mapping[type[Any], int]] = {
    models.PositiveSmallIntegerField: 32_767,
    models.PositiveIntegerField: 2_147_483_647,
}
HERE: Final = re.compile(r"/(?![/\\])[^\s\\]*")
"""An address on this server."""


def read_row(line: bytes) -> dict[str, Any]:
    """The object that a line says; NaN, numbers without end and nesting without end are refused."""
    said = json.loads(line, parse_constant=_refuse)
    if not isinstance(said, dict):
        _refuse(said)
    return said


def check_of(column: Column) -> Fits:
    """What looks at a value of the column."""
    fits = _fits(column)
    if not column.field.null:
        return fits
    return lambda said: said is None or fits(said)


def _fits(column: Column) -> Fits:
    field = column.field
    if column.is_id:
        return _id
    if column.is_nested:
        return _nested(field)
    for sort, fits in BY_SORT.items():
        if isinstance(field, sort):
            return fits(column)
    raise LookupError(column.name)


def _refuse(_said: object = None) -> NoReturn:
    raise ValueError


def _id(said: Any) -> None:
    if not isinstance(said, str) or read_id(said) is None:
        _refuse()


def _nested(field: Any) -> Fits:
    """Of the sort that the column begins with: an object or a list."""
    sort = type(field.get_default())

    def fits(said: Any) -> None:
        if sort in (dict, list) and not isinstance(said, sort):
            _refuse()
        _clean(json.dumps(said, ensure_ascii=False))
        if "\\u0000" in json.dumps(said):
            _refuse()

    return fits


def _clean(said: Any) -> str:
    """Text that both databases keep."""
    if not isinstance(said, str) or "\x00" in said:
        _refuse()
    said.encode()
    return said


def _text(column: Column) -> Fits:
    field: Any = column.field
    most, choices = field.max_length, {value for value, _words in field.flatchoices}
    special = SPECIAL.get(column.name)

    def fits(said: Any) -> None:
        if most is not None and len(_clean(said)) > most:
            _refuse()
        if choices and said not in choices and not (field.blank and said == ""):
            _refuse()
        if special and (said or not field.blank):
            special(_clean(said))

    return fits if most is not None or choices or special else _clean


def _email(said: str) -> None:
    try:
        validate_email(said)
    except ValidationError:
        _refuse()
    if said != said.strip().lower():
        _refuse()


def _link(column: Column) -> Fits:
    """Where initiatives lead: out of here, by http."""
    most: int = column.field.max_length

    def fits(said: Any) -> None:
        if len(_clean(said)) > most or (
            said and not said.lower().startswith(("http://", "https://"))
        ):
            _refuse()

    return fits


def _here(said: str) -> None:
    if not HERE.fullmatch(said):
        _refuse()


def _zone(said: str) -> None:
    if said not in _zones():
        _refuse()


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _whole(column: Column) -> Fits:
    most = next(
        (most for sort, most in LARGEST.items() if isinstance(column.field, sort)), 2**63 - 1
    )

    def fits(said: Any) -> None:
        if type(said) is not int or not 0 <= said <= most:
            _refuse()

    return fits


def _amount(_column: Column) -> Fits:
    def fits(said: Any) -> None:
        if not isinstance(said, str) or not AMOUNT.fullmatch(said):
            _refuse()

    return fits


def _decimal(column: Column) -> Fits:
    field: Any = column.field
    pattern = re.compile(
        rf"-?\d{{1,{field.max_digits - field.decimal_places}}}(\.\d{{1,{field.decimal_places}}})?"
    )

    def fits(said: Any) -> None:
        if not isinstance(said, str) or not pattern.fullmatch(said):
            _refuse()
        Decimal(said)

    return fits


def _yes(_column: Column) -> Fits:
    def fits(said: Any) -> None:
        if type(said) is not bool:
            _refuse()

    return fits


def _instant(_column: Column) -> Fits:
    def fits(said: Any) -> None:
        if not isinstance(said, str) or datetime.fromisoformat(said).utcoffset() is None:
            _refuse()

    return fits


def _day(_column: Column) -> Fits:
    def fits(said: Any) -> None:
        if not isinstance(said, str) or date.fromisoformat(said).isoformat() != said:
            _refuse()

    return fits


def _bytes(_column: Column) -> Fits:
    def fits(said: Any) -> None:
        if not isinstance(said, str) or len(said) > LARGEST_PICTURE:
            _refuse()
        try:
            base64.b64decode(said, validate=True)
        except binascii.Error:
            _refuse()

    return fits


SPECIAL: Final[Mapping[str, Fits]] = {"email": _email, "time_zone": _zone, "url": _here}
BY_SORT: Final[Mapping[type[Any], Callable[[Column], Fits]]] = {
    AmountField: _amount,
    models.BooleanField: _yes,
    models.DateTimeField: _instant,
    models.DateField: _day,
    models.DecimalField: _decimal,
    models.URLField: _link,
    models.CharField: _text,
    models.TextField: _text,
    models.IntegerField: _whole,
    models.BinaryField: _bytes,
}
"""The first that a field is; instants are days to Django, too."""
