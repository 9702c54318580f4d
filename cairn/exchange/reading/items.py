"""What stands in one line of a source, before it is settled what becomes of it. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from cairn.exchange.rows import Milestone, Place

type Kind = Literal["increase", "decrease", "maintain", "milestones"]


@dataclass(frozen=True, slots=True)
class Above:
    """A parent as a line names it; the weight in percent, None where nothing is said."""

    key: str
    weight: Decimal | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """The metric of a line; values in its unit. `is_plain` is percent complete, from 0 to 100."""

    kind: Kind = "increase"
    unit: str = "number"
    start: Decimal | None = None
    target: Decimal | None = None
    ceiling: Decimal | None = None
    current: Decimal | None = None
    milestones: tuple[Milestone, ...] = ()
    name: str = ""
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A check-in on a line; `status` is ours or empty."""

    key: str
    day: date
    place: Place
    by: str = ""
    at: datetime | None = None
    value: Decimal | None = None
    status: str = ""
    confidence: int | None = None
    note: str = ""


@dataclass(slots=True)
class Item:
    """An objective, key result or initiative as its source calls it; `owners`, `teams` and `cycle` are
    keys. `status` is ours, ended ones among them; `progress` is percent; `reference` is what its file
    calls it."""

    key: str
    title: str
    label: str
    place: Place
    above: list[Above] = field(default_factory=list)
    owners: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    cycle: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    description: str = ""
    type: Literal["committed", "aspirational", ""] = ""
    tags: tuple[str, ...] = ()
    measure: Measure | None = None
    progress: Decimal | None = None
    status: str = ""
    score: Decimal | None = None
    ended_on: date | None = None
    created_at: datetime | None = None
    only_for: tuple[str, ...] | None = None
    reference: str = ""
    said: list[Said] = field(default_factory=list)
