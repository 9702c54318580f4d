"""What every format is read into: neutral rows that name each other by keys of their source.

No Django, clock or database. A key is the source's own id as text, unique among the rows of its sort;
a reference that no row of the file answers stays a reference, and the plan says what becomes of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

type Sort = Literal[
    "person",
    "team",
    "cycle",
    "objective",
    "key_result",
    "initiative",
    "alignment",
    "check_in",
    "comment",
]
"""What a row is, in the order in which rows are written: nobody refers to what comes later."""

SORTS: Final[tuple[Sort, ...]] = (
    *("person", "team", "cycle", "objective", "key_result", "initiative", "alignment"),
    *("check_in", "comment"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row or cell stands: the sheet's or file's name, the row counted from 1 as a spreadsheet
    counts, the column's heading; empty or 0 where a format has no such thing."""

    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place. `code` names the wording in `exchange/wording.py`, `values` fill it.
    A fault that is no `warning` keeps its row out of the plan."""

    code: str
    place: Place
    values: Mapping[str, str] = field(default_factory=dict)
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the source names them: an e-mail address where there is one, else only a name."""

    key: str
    name: str
    email: str = ""
    manager: str = ""
    """A person's key."""
    has_left: bool = False
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Team:
    """`parent` and `lead` are keys of a team and a person."""

    key: str
    name: str
    parent: str = ""
    lead: str = ""
    members: tuple[str, ...] = ()
    is_archived: bool = False
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Cycle:
    """A period as the source names it; its days may be unknown."""

    key: str
    name: str
    starts_on: date | None = None
    ends_on: date | None = None
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Ending:
    """How something was closed: `outcome` is closed, postponed or abandoned."""

    outcome: Literal["closed", "postponed", "abandoned"]
    score: Decimal | None = None
    """0 to 1."""
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Objective:
    """`owners` and `teams` are keys; the first owner owns, the others collaborate. `label` is what the
    source calls this sort of thing (tenants rename them)."""

    key: str
    title: str
    cycle: str = ""
    owners: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    description: str = ""
    type: Literal["committed", "aspirational", ""] = ""
    tags: tuple[str, ...] = ()
    starts_on: date | None = None
    due_on: date | None = None
    ending: Ending | None = None
    created_at: datetime | None = None
    label: str = ""
    only_for: tuple[str, ...] | None = None
    """The people who alone may see it; None for everybody."""
    weight: Decimal | None = None
    """Percent of all objectives of its owner in the cycle; None where they weigh the same."""
    reference: str = ""
    """What the file itself calls the row, where its key is made of something else: O1, 12, K-7."""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A named step; `weight` counts against the others', `reached_on` says when it was done."""

    name: str
    weight: Decimal = Decimal(1)
    reached_on: date | None = None


@dataclass(frozen=True, slots=True)
class KeyResult:
    """Values in the metric's unit (durations in seconds, percent as 64 for 64 %); None is unknown.
    `kind` and `unit` as in `cairn.goals`: increase, decrease, maintain or milestones; number, percent,
    duration, rating, an ISO 4217 code, or a label. `weight` is percent of the objective."""

    key: str
    objective: str
    title: str
    owners: tuple[str, ...] = ()
    kind: Literal["increase", "decrease", "maintain", "milestones"] = "increase"
    unit: str = "number"
    start: Decimal | None = None
    target: Decimal | None = None
    ceiling: Decimal | None = None
    """The upper bound of "maintain between"; `target` is then the lower one."""
    current: Decimal | None = None
    milestones: tuple[Milestone, ...] = ()
    weight: Decimal | None = None
    starts_on: date | None = None
    due_on: date | None = None
    ending: Ending | None = None
    description: str = ""
    label: str = ""
    reference: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Initiative:
    """What is done for a key result, or for an objective where the source hangs it there."""

    key: str
    under: str
    """The key of a key result or an objective."""
    title: str
    owners: tuple[str, ...] = ()
    due_on: date | None = None
    is_done: bool = False
    description: str = ""
    label: str = ""
    reference: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Alignment:
    """`child` supports `parent`, both keys of objectives or key results; `weight` is percent of the
    parent, 0 for aligned without counting, None where the source does not say."""

    key: str
    child: str
    parent: str
    weight: Decimal | None = None
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What somebody said of a key result or objective at a day. `status` is ours (on_track, behind,
    at_risk, not_started) or empty."""

    key: str
    on: str
    """The key of a key result or an objective."""
    day: date
    by: str = ""
    at: datetime | None = None
    value: Decimal | None = None
    status: str = ""
    confidence: int | None = None
    note: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Comment:
    """`parent` is the key of the comment that it answers."""

    key: str
    on: str
    body: str
    by: str = ""
    at: datetime | None = None
    parent: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Rows:
    """All that a source says. `source` names where keys come from, so that the same thing read twice is
    the same thing: "viva", "feishu:<app>"; "file" of sheets, whose keys mean something among the versions
    of one file only (`families.py`). `unsaid` are the facts of which the file says nothing, so that they
    stay as they are. `heard_out` are the keys of objectives and key results of which every comment that
    the source still has is among the rows. `faults` are of the reading, before any plan."""

    source: str
    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    objectives: tuple[Objective, ...] = ()
    key_results: tuple[KeyResult, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    comments: tuple[Comment, ...] = ()
    unsaid: tuple[str, ...] = ()
    heard_out: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
