"""Our dataclasses as JSON and back, strictly: what does not fit the declared fields is refused.

So a child that reads a stranger's file can answer with nothing but rows. Pure.
"""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, cast

import orjson

type Reader = Callable[[Any], Any]


class Misspelled(ValueError):
    """JSON that is no such thing."""


def spell(thing: Any) -> bytes:
    """A dataclass of dates, decimals, texts and tuples of the like as JSON."""
    return orjson.dumps(thing, default=_spell_one, option=orjson.OPT_PASSTHROUGH_DATACLASS)


def _spell_one(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value):
        said = (
            (name, getattr(value, name), unsaid)
            for name, unsaid in _defaults(cast("Any", type(value)))
        )
        return {name: one for name, one, unsaid in said if one != unsaid or unsaid is MISSING}
    raise TypeError(type(value).__name__)


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Fields with what they are where nothing is said; that is not spelled."""
    return tuple((one.name, one.default) for one in fields(kind))


def read_spelled[T](content: bytes | str, kind: type[T]) -> T:
    """What `spell` wrote. Raises `Misspelled`."""
    try:
        parsed = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Misspelled("no JSON") from error
    found: T = reader_of(cast("Any", kind))(parsed)
    return found


@cache
def reader_of(kind: Any) -> Reader:
    """What reads a value of that declared type out of parsed JSON."""
    if isinstance(kind, typing.TypeAliasType):
        return reader_of(kind.__value__)
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _optional(reader_of(next(one for one in inner if one is not types.NoneType)))
    if origin is tuple:
        return _tuple_reader(reader_of(inner[0]))
    if origin is typing.Literal:
        return _literal_reader(frozenset(inner))
    assert issubclass(origin, Mapping), kind
    return _mapping_reader(reader_of(inner[1]))


def _exactly(kind: type) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise Misspelled(kind.__name__)
        return value

    return read


def _from_text(kind: Callable[[str], Any]) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not str or len(value) > 100:
            raise Misspelled("text")
        try:
            return kind(value)
        except (ValueError, ArithmeticError) as error:
            raise Misspelled("value") from error

    return read


def _decimal(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(text)
    return value


_PLAIN: dict[Any, Reader] = {
    **{kind: _exactly(kind) for kind in (str, int, bool)},
    Decimal: _from_text(_decimal),
    date: _from_text(date.fromisoformat),
    datetime: _from_text(datetime.fromisoformat),
}


def _optional(inner: Reader) -> Reader:
    return lambda value: None if value is None else inner(value)


def _tuple_reader(inner: Reader) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not list:
            raise Misspelled("list")
        value.reverse()
        found = []
        while value:  # so that what is read already is let go
            found.append(inner(value.pop()))
        return tuple(found)

    return read


def _literal_reader(allowed: frozenset[Any]) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not str or value not in allowed:
            raise Misspelled("choice")
        return value

    return read


def _mapping_reader(inner: Reader) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not dict:
            raise Misspelled("object")
        return {name: inner(one) for name, one in value.items()}

    return read


def _dataclass_reader(kind: Any) -> Reader:
    hints = typing.get_type_hints(kind)
    readers = {one.name: reader_of(hints[one.name]) for one in fields(kind)}
    needed = {
        one.name
        for one in fields(kind)
        if one.default is MISSING and one.default_factory is MISSING
    }

    def read(value: Any) -> Any:
        if type(value) is not dict or not needed <= value.keys() <= readers.keys():
            raise Misspelled(kind.__name__)
        return kind(**{name: readers[name](one) for name, one in value.items()})

    return read
