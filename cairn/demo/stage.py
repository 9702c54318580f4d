"""What happens when: the acts of the story, each at its instant and by its actor."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from heapq import heappop, heappush
from zoneinfo import ZoneInfo

from cairn.demo.courses import draw
from cairn.demo.story import YEAR, Span
from cairn.goals import progress
from cairn.organization.actor import Actor
from cairn.storage import clock

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(order=True, slots=True)
class Act:
    at: datetime
    turn: int
    do: Callable[[], object] = field(compare=False)


@dataclass(slots=True)
class Stage:
    """The acts to come, and what the acts so far have made. `cycles` go from YEAR and 0 to -3."""

    now: datetime
    spans: dict[int | str, Span]
    acts: list[Act] = field(default_factory=list)
    planned: int = 0
    actors: dict[str, Actor] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    cycles: dict[int | str, int] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def expected(self, quarter: int | str) -> Decimal:
        """The pace of a cycle today; 1 for those that are over."""
        span = self.spans[quarter]
        return progress.expected(span.starts_on, span.ends_on, self.today)

    def plan(self, at: datetime, do: Callable[[], object]) -> None:
        """Something to happen at an instant; what would lie ahead happens just now. An act may plan
        further ones, for later."""
        self.planned += 1
        heappush(self.acts, Act(min(at, self.now), self.planned, do))

    def play(self, tell: Callable[[int, int], None]) -> None:
        """Let everything happen, in the order of time; what is of one instant as it was planned."""
        while self.acts:
            act = heappop(self.acts)
            with clock.set_to(act.at):
                act.do()
            tell(self.planned - len(self.acts), self.planned)


def working_hour(day: date, *words: object) -> datetime:
    """A minute of the working day, always the same for the same words."""
    minute = draw(day, *words) % (9 * 60)
    return datetime.combine(day, time(9 + minute // 60, minute % 60), ZONE)


def is_running(quarter: int | str) -> bool:
    return quarter in (0, YEAR)
