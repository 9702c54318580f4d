"""Neutral rows as bytes and back: for the database, and for the pipe of the reading child. Pure.

JSON, packed; a dataclass becomes the list of its values, so that only what rows can hold comes back.
Raises `ValueError` for anything else.
"""

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from cairn.exchange import rows
from cairn.exchange.rows import Rows

CLASSES: Final[dict[str, type]] = {
    one.__name__: one
    for one in (
        *(rows.Place, rows.Fault, rows.Person, rows.Team, rows.Cycle, rows.Ending),
        *(rows.Objective, rows.Milestone, rows.KeyResult, rows.Initiative, rows.Alignment),
        *(rows.CheckIn, rows.Comment, rows.Rows),
    )
}
PLAIN: Final[dict[str, Callable[[str], Any]]] = {
    "D": Decimal,
    "d": date.fromisoformat,
    "t": datetime.fromisoformat,
}


def pack(read: Rows) -> bytes:
    text = json.dumps(_plain(read), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 3)


def unpack(packed: bytes, most: int = 512_000_000) -> Rows:
    """`most` bytes when unpacked; more is a `ValueError`."""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(bytes(packed), most)
    except zlib.error as fault:
        raise ValueError(str(fault)) from fault
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("too long")
    found = _read(json.loads(text.decode("utf-8", "surrogatepass")))
    if not isinstance(found, Rows):
        raise ValueError("no rows")
    return found


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return {"D": str(value)}
        case datetime():
            return {"t": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case tuple() | list():
            return [_plain(one) for one in value]
        case Mapping():
            return {"m": {str(name): _plain(one) for name, one in value.items()}}
    if is_dataclass(value) and type(value).__name__ in CLASSES:
        return {type(value).__name__: [_plain(getattr(value, one.name)) for one in fields(value)]}
    raise ValueError(f"rows do not hold {type(value).__name__}")


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_read(one) for one in value)
    if not isinstance(value, dict):
        return value
    if len(value) != 1:
        raise ValueError("what is this?")
    [(name, inner)] = value.items()
    if name in PLAIN:
        return PLAIN[name](inner)
    if name == "m":
        return {one: _read(held) for one, held in inner.items()}
    if name in CLASSES:
        return CLASSES[name](*(_read(one) for one in inner))
    raise ValueError(f"rows do not hold {name}")
