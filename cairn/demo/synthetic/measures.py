"""The readings of one made-up key result, and the progress that each of them makes."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random

from cairn.cycles.models import Cycle
from cairn.demo.synthetic import words
from cairn.goals import progress
from cairn.goals.models import KeyResult, Kind, Milestone

PACES = (1.25, 1.2, 1.2, 1.15, 1.1, 1.1, 0.95, 0.85, 0.8, 0.5)
SILENCES = (1, 1, 2, 3, 4, 5, 6, 7, 8, 14)
STEPS = 4


@dataclass(frozen=True, slots=True)
class Course:
    """When an objective is checked in, and the share of the way that is due by then at its pace."""

    days: list[date]
    shares: list[float]
    pace: float


@dataclass(slots=True)
class Readings:
    """The values as text, the progress before any of them, and after each."""

    texts: list[str]
    before: Decimal | None
    done: list[Decimal | None]
    reached: list[int] = field(default_factory=list)
    steps: list[Milestone] = field(default_factory=list)


def draw_course(chance: Random, cycle: Cycle, today: date, checkins: int) -> Course:
    """So many check-ins at even distances, the last one up to two weeks ago."""
    until = min(cycle.ends_on, today - timedelta(days=chance.choice(SILENCES)))
    length = until - cycle.starts_on
    days = [cycle.starts_on + length * (turn + 1) // checkins for turn in range(checkins)]
    pace = chance.choice(PACES)
    whole = cycle.ends_on - cycle.starts_on
    return Course(days, [pace * ((day - cycle.starts_on) / whole) for day in days], pace)


def measure(chance: Random, row: KeyResult, course: Course) -> Readings:
    """Sets what the kind needs and gives the readings."""
    match row.kind:
        case Kind.MILESTONES:
            return _milestones(row, course)
        case Kind.MAINTAIN:
            return _band(chance, row, course)
    return _way(chance, row, course)


def _way(chance: Random, row: KeyResult, course: Course) -> Readings:
    """From start to target, to one decimal."""
    low, span = chance.randrange(0, 50), chance.randrange(20, 400)
    ends = (low, low + span) if row.kind == Kind.INCREASE else (low + span, low)
    row.start, row.target = Decimal(ends[0]), Decimal(ends[1])
    way = (ends[1] - ends[0]) * 10
    wobble = chance.random
    tenths = [
        round(ends[0] * 10 + way * share * (0.93 + 0.12 * wobble())) for share in course.shares
    ]
    texts = [str(one // 10) if not one % 10 else f"{one / 10:.1f}" for one in tenths]
    done = [progress.progress_of(row.kind, row.start, row.target, Decimal(text)) for text in texts]
    return Readings(texts, progress.progress_of(row.kind, row.start, row.target, row.start), done)


def _band(chance: Random, row: KeyResult, course: Course) -> Readings:
    """At least so much; a slow course falls below it more often."""
    lower = chance.randrange(40, 60)
    row.lower = Decimal(lower)
    least = -1 if course.pace > 1 else -4
    values = [lower + chance.randrange(least, 9) for _ in course.days]
    inside, done = 0, []
    for count, value in enumerate(values, 1):
        inside += value >= lower
        done.append(_share_inside(inside, count))
    return Readings([str(one) for one in values], None, done)


def _milestones(row: KeyResult, course: Course) -> Readings:
    """Four steps, each reached on the first check-in whose share covers it."""
    reached = [sum(share >= (at + 0.5) / STEPS for at in range(STEPS)) for share in course.shares]
    steps = [
        Milestone(
            key_result=row,
            title=title,
            position=at,
            reached_on=next(
                (day for day, count in zip(course.days, reached, strict=True) if count > at), None
            ),
        )
        for at, title in enumerate(words.STEPS[row.objective.position // 2 % 2])
    ]
    done = [_share_reached(count) for count in reached]
    texts = [format(one, "f") for one in done]
    return Readings(texts, _share_reached(0), list(done), reached, steps)


@cache
def _share_inside(inside: int, count: int) -> Decimal | None:
    values = [Decimal(place < inside) for place in range(count)]
    return progress.band_progress(values, Decimal(1), None)


@cache
def _share_reached(count: int) -> Decimal:
    steps = [(Decimal(1), place < count) for place in range(STEPS)]
    return (progress.milestone_progress(steps) or Decimal(0)).normalize()
