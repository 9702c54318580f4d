"""Pieces of SQL with the values that belong into their holes, woven into statements."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Any

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from cairn.storage.rows import fetch


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a statement, `%s` where its values go."""

    text: str
    values: tuple[Any, ...] = ()

    def rows(self) -> list[tuple[Any, ...]]:
        return fetch(self.text, self.values)

    def as_filter(self) -> RawSQL:
        """A condition for `.filter()`; the tables stand there under their own names."""
        return RawSQL(self.text, self.values, BooleanField())


def weave(pattern: str, **parts: Any) -> Piece:
    """`{name}` in a pattern becomes the piece of that name, a list in brackets, or a hole."""
    text: list[str] = []
    values: list[Any] = []
    for literal, name in _parsed(pattern):
        text.append(literal)
        if name is not None:
            piece = _piece(parts[name])
            text.append(piece.text)
            values.extend(piece.values)
    return Piece("".join(text), tuple(values))


@lru_cache(maxsize=256)
def _parsed(pattern: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(pattern))


def _piece(part: Any) -> Piece:
    if isinstance(part, Piece):
        return part
    if isinstance(part, Collection) and not isinstance(part, str):
        return Piece(f"({', '.join(['%s'] * len(part)) or 'NULL'})", tuple(part))
    return Piece("%s", (part,))


def every(*conditions: Piece) -> Piece:
    """All of them hold."""
    return _between(" AND ", conditions, "1 = 1")


def any_of(*conditions: Piece) -> Piece:
    """One of them holds; none at all holds never."""
    return _between(" OR ", conditions, "1 = 0")


def joined(*pieces: Piece) -> Piece:
    """One after the other."""
    values = tuple(value for one in pieces for value in one.values)
    return Piece("".join(one.text for one in pieces), values)


def _between(word: str, conditions: tuple[Piece, ...], otherwise: str) -> Piece:
    text = word.join(one.text for one in conditions) or otherwise
    return Piece(f"({text})", joined(*conditions).values)
