"""An event as it goes over the line."""

import zlib
from typing import Final

GZIP: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
LEVEL: Final = 5


def event(name: str, data: bytes, revision: int | None = None) -> bytes:
    lines = b"".join(b"data: " + line + b"\n" for line in data.split(b"\n"))
    number = b"" if revision is None else b"id: %d\n" % revision
    return b"event: " + name.encode() + b"\n" + number + lines + b"\n"


def packed(text: bytes) -> bytes:
    """Compressed so that it can follow anything else of a stream: no block refers to one before."""
    press = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    return press.compress(text) + press.flush(zlib.Z_FULL_FLUSH)
