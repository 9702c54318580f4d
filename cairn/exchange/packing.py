"""Neutral rows as bytes and back, for the database. Pure."""

import zlib

from cairn.exchange.rows import Rows
from cairn.exchange.spelling import read_spelled, spell


def pack(read: Rows) -> bytes:
    return zlib.compress(spell(read), 3)


def unpack(packed: bytes, most: int = 512_000_000) -> Rows:
    """`most` bytes when unpacked. Raises `ValueError` for more, and for what is no rows."""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(bytes(packed), most)
    except zlib.error as fault:
        raise ValueError(str(fault)) from fault
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("too long")
    return read_spelled(text, Rows)
