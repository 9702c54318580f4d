"""Keys for what a source gives none: made of what stays the same when it is read again. Pure."""

import hashlib
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from cairn.exchange.reading.items import Said


def with_keys(item: str, said: Sequence[Said]) -> list[Said]:
    """Check-ins by what they are of and the day; a second one of a day is #2."""
    counts: Counter[date] = Counter()
    keyed = []
    for one in said:
        counts[one.day] += 1
        more = f"#{counts[one.day]}" if counts[one.day] > 1 else ""
        keyed.append(replace(one, key=f"{item}@{one.day.isoformat()}{more}"))
    return keyed


OF_FILES: Final = "file"
"""The source of sheets: their keys are made of what stands in them."""
LONGEST: Final = 80
"""Of two keys a third is made, and that must fit too."""


def short(key: str) -> str:
    """A source's own key; its digest where it is longer than can be kept."""
    return key if len(key) <= LONGEST else key_of(key)


def key_of(*parts: str) -> str:
    """A key for what has no id: the same parts are the same thing."""
    text = "\x1f".join(" ".join(part.split()).casefold() for part in parts)
    return "~" + hashlib.sha256(text.encode()).hexdigest()[:20]


def next_key(taken: Container[str], key: str) -> str:
    """One that is free yet."""
    number = 2
    while f"{key}#{number}" in taken:
        number += 1
    return f"{key}#{number}"
