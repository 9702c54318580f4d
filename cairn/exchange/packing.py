"""Neutral rows, and plain data, as bytes and back, for the database. Pure."""

import json
import zlib
from typing import Any

from cairn.exchange.rows import Rows
from cairn.exchange.spelling import read_spelled, spell


def pack(read: Rows) -> bytes:
    return zlib.compress(spell(read), 3)


def unpack(packed: bytes, most: int = 512_000_000) -> Rows:
    """`most` bytes when unpacked. Raises `ValueError` for more, and for what is no rows."""
    return read_spelled(_unpacked(packed, most), Rows)


def pack_plain(data: Any) -> bytes:
    """Whatever JSON can say."""
    return zlib.compress(json.dumps(data, separators=(",", ":")).encode(), 3)


def unpack_plain(packed: bytes, most: int = 512_000_000) -> Any:
    """As `unpack`."""
    return json.loads(_unpacked(packed, most))


def _unpacked(packed: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(bytes(packed), most)
    except zlib.error as fault:
        raise ValueError(str(fault)) from fault
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("too long")
    return text
