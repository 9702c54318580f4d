"""Rows as lines of JSON, the same whichever database they were read from. Pure.

Columns of JSON are nested as they are; of everything else the text says all: a decimal its digits,
an instant its microseconds in UTC, bytes their base64.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

DIGEST_BITS = 256


def line_of(values: Sequence[Any]) -> bytes:
    """The row's line as a list, without its end."""
    return line_from([spelled(one) for one in values])


def line_from(said: Any) -> bytes:
    """What JSON can say, in one line that is always the same."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def spelled(value: Any) -> Any:
    """A column's value as JSON can say it."""
    match value:
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return value // timedelta(microseconds=1)
        case UUID():
            return value.hex
        case bytes() | memoryview():
            return base64.b64encode(value).decode("ascii")
    return value


class Digest:
    """What a table holds as one number: the sum of its rows' SHA-256, so that their order, which
    databases decide differently, does not matter."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self._sum += int.from_bytes(hashlib.sha256(line).digest())

    def __str__(self) -> str:
        return format(self._sum % 2**DIGEST_BITS, "064x")
