"""Ids: 63-bit integers, ordered by time, with random low bits.

The upper 41 bits are milliseconds since 2025-01-01T00:00Z (enough until 2094); the lower 22 are
random, so that neither a count nor a gap can be read from an id.
"""

import secrets
import threading
import time

EPOCH_MS = 1_735_689_600_000
RANDOM_BITS = 22
LARGEST_ID = (1 << 63) - 1

_lock = threading.Lock()
_made = {"last": 0}


def new_id() -> int:
    """A fresh id, larger than every id that this process made before."""
    now = ((time.time_ns() // 1_000_000) - EPOCH_MS) << RANDOM_BITS
    fresh = now | secrets.randbits(RANDOM_BITS)
    with _lock:
        if fresh <= _made["last"]:
            fresh = _made["last"] + 1 + secrets.randbits(8)
        _made["last"] = fresh
    return fresh


def random_id() -> int:
    """A fresh id that tells nothing of when it was made, for what must not be told from its order."""
    return secrets.randbits(62) + 1


def read_id(text: object) -> int | None:
    """The id that a URL, form or JSON value spells, or None if it spells none."""
    spelled = str(text) if isinstance(text, int | str) and not isinstance(text, bool) else ""
    if not (spelled.isascii() and spelled.isdigit() and len(spelled) <= 19):
        return None
    number = int(spelled)
    return number if 0 < number <= LARGEST_ID else None
