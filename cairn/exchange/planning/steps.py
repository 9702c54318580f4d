"""What a plan is made of, and what has to be known to make it. Pure.

Facts are what is written of a row, as plain values. What they refer to is a `ref`: the id of what is here,
as text, or "+key" of what the same plan creates.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from cairn.exchange.matching import Directory
from cairn.exchange.shaping import Id, Note, kept_key

CREATE, CHANGE, SKIP, CONFLICT = "create", "change", "skip", "conflict"
LONGEST_TITLE: Final = 300


@dataclass(frozen=True, slots=True)
class Thing:
    """What a row of the source became before. `wrote` are the facts that an import last wrote, `now`
    those that hold (None: deleted here). `over` is why nothing of it may be changed, or "". `of` is
    the id of its objective, where it has one."""

    id: int
    wrote: Mapping[str, Any] = field(default_factory=dict)
    now: Mapping[str, Any] | None = field(default_factory=dict)
    over: str = ""
    of: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """A check-in or comment that was brought in, as an import last wrote it: of which key result or
    objective, on which day, by whom; `value` spelled as facts are. `last` is the row that says it now
    unless somebody has corrected it here, `takes_value` whether its key result has values at all."""

    id: int
    on: int
    day: date
    author: int
    text: str
    value: str | None = None
    status: str = ""
    confidence: int | None = None
    is_corrected: bool = False
    is_gone: bool = False
    """Somebody has deleted it here."""
    takes_value: bool = True
    last: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """All that has to be known of the organization: `things` of the same source by sort and key,
    `ties` the live alignments as (objective id, target's objective id, key result id or 0)."""

    directory: Directory
    today: date
    things: Mapping[Id, Thing] = field(default_factory=dict)
    said: Mapping[Id, Word] = field(default_factory=dict)
    ties: frozenset[tuple[int, int, int]] = frozenset()
    company: str = ""
    """The id of the team above all."""


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one row. `facts` are those to be written, for a change the `fields` of them that
    differ; `row` is the row as it is hung here, None where nothing is written."""

    sort: str
    key: str
    action: str
    reasons: tuple[Note, ...]
    title: str = ""
    place: tuple[str, int, str] = ("", 0, "")
    row: Any = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    marks: Mapping[str, Any] = field(default_factory=dict)
    """What is remembered of a sheet's row beside its facts, to know it again: its `reference`, and as
    `said` whose it is."""

    @property
    def kept(self) -> str:
        """Its key as the database keeps it."""
        return kept_key(self.key)


@dataclass(frozen=True, slots=True)
class Plan:
    """In the order in which they are written: nothing refers to what comes later."""

    steps: tuple[Step, ...]

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many steps of each sort and action."""
        counted = Counter((one.sort, one.action) for one in self.steps)
        found: dict[str, dict[str, int]] = {}
        for (sort, action), number in counted.items():
            found.setdefault(sort, {})[action] = number
        return found

    @property
    def digest(self) -> str:
        """Tells whether a plan made again says the same."""
        made = hashlib.sha256()
        for one in self.steps:
            made.update(repr((one.sort, one.key, one.action, one.fields)).encode())
            if one.action in (CREATE, CHANGE):
                made.update(repr(sorted(one.facts.items())).encode())
        return made.hexdigest()


def place_of(row: Any) -> tuple[str, int, str]:
    return (row.place.sheet, row.place.row, row.place.column)
