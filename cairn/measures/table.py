"""A table to be written in any format: typed cells under named columns.

No Django, clock or database. Rows are walked through once, so they may come from anywhere in any
number.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple


class Word(NamedTuple):
    """What people read as `words` and scripts as `code`, which never changes."""

    code: str
    words: str


class Share(NamedTuple):
    """A fraction that people read in percent: 0.5625 is 56.25 %."""

    of_one: Decimal


type Cell = str | int | Decimal | date | datetime | Word | Share | None
"""None is an empty cell. A text is a text whatever it looks like; instants know their zone."""


@dataclass(frozen=True, slots=True)
class Column:
    """`key` names it for scripts, `words` for people. `width` in characters of a spreadsheet.
    `side` is where its heading stands: over figures to the right. What is not `brief` is left out
    where a row has to fit the width of a page."""

    key: str
    words: str
    width: int = 14
    side: Literal["left", "right"] = "left"
    brief: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """`key` names the table for scripts, `name` for people. A row may be longer than the columns
    where its cells go on into columns without a name. `count` says how many rows there are without
    making them, up to so many; None where only making them tells."""

    key: str
    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    count: Callable[[int], int] | None = None


def share(fraction: Decimal | None) -> Share | None:
    return None if fraction is None else Share(fraction)
