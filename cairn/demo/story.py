"""How the demonstration company is told. Amounts are text, as a person types them.

Nothing names a date: `days_ago` counts back from today, a remark's `at` from the last check-in (-1).
"""

from dataclasses import dataclass, field
from datetime import date

YEAR = "year"
STEADY = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Person:
    """`mail` is the part of the address before the @; `also` names more teams."""

    key: str
    mail: str
    name: str
    title: str
    team: str
    manager: str = ""
    role: str = "member"
    locale: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A team; the company itself has no parent."""

    key: str
    name: str
    parent: str
    lead: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said beside a value. `status` is set by hand where given."""

    at: int
    note: str
    blockers: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """An initiative; without an owner it is the key result owner's."""

    title: str
    state: str = "open"
    owner: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An agreement changed while the cycle runs."""

    days_ago: int
    reason: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Measure:
    """A key result and how it went.

    The progress at the last check-in is `reach`, or else `pace` times what today expects; `course`
    is the way there, as shares of it at even distances. `values` are the readings of a maintained
    measure, oldest first and repeated as needed; `reached` counts milestones. `fresh` says whether
    this week's check-in is made (None: some do, some do not).
    """

    title: str
    owner: str = ""
    start: str = ""
    target: str = ""
    unit: str = "%"
    lower: str = ""
    upper: str = ""
    milestones: tuple[str, ...] = ()
    weight: str = ""
    pace: float = 1.08
    reach: float | None = None
    course: tuple[float, ...] = STEADY
    values: tuple[str, ...] = ()
    reached: int = 0
    confidence: tuple[int, ...] = (6, 7)
    remarks: tuple[Remark, ...] = ()
    tasks: tuple[Task, ...] = ()
    change: Change | None = None
    slip: str = ""
    fresh: bool | None = None
    silent_days: int = 0
    every_weeks: int = 1

    @property
    def kind(self) -> str | None:
        """None where start and target tell increase from decrease."""
        if self.milestones:
            return "milestones"
        return "maintain" if self.lower or self.upper else None


@dataclass(frozen=True, slots=True)
class Said:
    """A comment and its answers; a part of a day counts back from this minute."""

    author: str
    days_ago: float
    text: str
    replies: tuple["Said", ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """How an objective ended before its cycle did."""

    outcome: str
    days_ago: int
    note: str


@dataclass(frozen=True, slots=True)
class Override:
    days_ago: int
    progress: str
    reason: str


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective. `quarter` is 0 for the running one, -1 to -3 for those before, or YEAR.

    `closing` is what its owner wrote when a past quarter ended, `score` what the people decided
    where that is not the mean of the key results. `carried`: what of it was not finished goes on in
    the quarter after.
    """

    title: str
    owner: str
    measures: tuple[Measure, ...] = ()
    team: str = ""
    quarter: int | str = 0
    why: str = ""
    aspirational: bool = False
    growth: bool = False
    tags: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    collaborators: tuple[str, ...] = ()
    team_only: bool = False
    draft: bool = False
    closing: str = ""
    score: str = ""
    carried: bool = False
    ending: Ending | None = None
    override: Override | None = None
    said: tuple[Said, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Tie:
    """An objective supports a target, or that `measure` of it; all by their titles.

    Asked by the objective's owner in the first days of its cycle, or `days_ago`; answered a day
    later by the target's owner: with `weight` it counts, with `no` it is declined; where it
    `waits` nobody has answered yet. `over` says why it ended, `over_days_ago`.
    """

    objective: str
    target: str
    measure: str = ""
    note: str = ""
    weight: str = ""
    because: str = ""
    is_for_blocked: bool = False
    days_ago: float | None = None
    waits: bool = False
    no: str = ""
    over: str = ""
    over_days_ago: float = 0


@dataclass(frozen=True, slots=True)
class Need:
    """What an objective needs from a team, so many days from today (before it: negative).

    `asked_days_ago` by its owner; the team's lead answers a day later: promised, declined with
    `no`, or not yet where it `waits`. `supplier` is the title of the objective that brings it.
    """

    objective: str
    team: str
    need: str
    days_from_now: int
    asked_days_ago: int
    measure: str = ""
    supplier: str = ""
    waits: bool = False
    no: str = ""
    delivered_days_ago: float | None = None


@dataclass(frozen=True, slots=True)
class Following:
    """What somebody follows: people and teams by key, objectives by title."""

    who: str
    people: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A cycle's name, length and days, both included."""

    name: str
    length: str
    starts_on: date
    ends_on: date
