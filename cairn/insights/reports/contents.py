"""What a report says, whatever its format: plain values, in the reader's words.

Numbers are exact; texts are whole. A format decides how much of it fits.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cairn.goals.map.nodes import UNDEFINED


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the numbers at the top. `tone` is "", "ok", "warn" or "risk"."""

    label: str
    value: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class TeamLine:
    """How many objectives of a team, with all below it, show which status."""

    name: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """Means over the objectives on a day; fractions, confidence 0–10."""

    on: date
    progress: Decimal | None
    expected: Decimal | None
    confidence: Decimal | None


@dataclass(frozen=True, slots=True)
class KeyResultLine:
    title: str
    owner: str
    status: str
    start: str
    current: str
    target: str
    progress: Decimal | None
    expected: Decimal | None
    weight: Decimal
    confidence: int | None
    score: Decimal | None
    due_on: date
    checked_in_on: date | None

    @property
    def reach(self) -> str:
        """Where it is, out of where it should be; steps say both by themselves."""
        return self._joined(" / ")

    @property
    def way(self) -> str:
        """The same, as a way still to go."""
        return self._joined(" → ")

    def _joined(self, sign: str) -> str:
        return sign.join([self.current or UNDEFINED, *([self.target] if self.target else [])])


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """`is_limited`: only some people may see it, and whoever carries the file should know."""

    id: int
    title: str
    team: str
    owner: str
    type: str
    status: str
    progress: Decimal | None
    expected: Decimal | None
    confidence: int | None
    score: Decimal | None
    is_limited: bool
    key_results: tuple[KeyResultLine, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What an owner last said of a key result."""

    key_result: str
    by: str
    on: date
    note: str
    blockers: str


@dataclass(frozen=True, slots=True)
class Risk:
    """An objective that needs talking about, and why; `because` are the key results that are."""

    objective: str
    team: str
    owner: str
    status: str
    progress: Decimal | None
    expected: Decimal | None
    because: tuple[KeyResultLine, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """How many objectives changed in one way, with the titles of the first of them."""

    change: str
    label: str
    count: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Help:
    asked_by: str
    asked: str
    about: str
    body: str
    on: date


@dataclass(frozen=True, slots=True)
class Decision:
    team: str
    body: str
    on: date


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action that is open on the day."""

    body: str
    owner: str
    due_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """How many objectives of a kind have which score; 0.0 to 1.0 in eleven steps."""

    kind: str
    label: str
    counts: tuple[int, ...]
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class Lesson:
    body: str
    about: str
    cycle: str


@dataclass(frozen=True, slots=True)
class Report:
    """`objectives` may be the first of `objective_count`, `risks` the first of `risk_count`."""

    locale: str
    occasion: str
    title: str
    organization: str
    subject: str
    cycle: str
    starts_on: date
    ends_on: date
    on: date
    since: date
    asked_by: str
    made_at: datetime
    figures: tuple[Figure, ...]
    whole: TeamLine
    teams: tuple[TeamLine, ...]
    trend: tuple[TrendPoint, ...]
    changes: tuple[ChangeLine, ...]
    risks: tuple[Risk, ...]
    risk_count: int
    helps: tuple[Help, ...]
    decisions: tuple[Decision, ...]
    actions: tuple[Agreed, ...]
    scores: tuple[ScoreLine, ...]
    lessons: tuple[Lesson, ...]
    objectives: tuple[ObjectiveLine, ...]
    objective_count: int

    @property
    def is_partial(self) -> bool:
        return len(self.objectives) < self.objective_count

    @property
    def has_limited(self) -> bool:
        """Whether something in it is not for everybody in the organization."""
        return any(one.is_limited for one in self.objectives)
