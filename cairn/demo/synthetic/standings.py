"""How a made-up objective stood after each check-in of its own and of what counts into it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cairn.demo.synthetic.history import History, Moment
from cairn.goals import progress, rollup
from cairn.goals.models import KeyResult, Objective
from cairn.goals.ties import Feed


@dataclass(frozen=True, slots=True)
class Part:
    """A key result, its own progress before its first check-in and after each."""

    row: KeyResult
    before: Decimal | None
    done: list[Decimal | None]
    days: list[date]


@dataclass(slots=True)
class Line:
    """Progress and last check-in that an objective showed, day by day, and where it counts:
    `key_result` is the place of one of the target's, None beside them; `weight` is in percent."""

    key_result: int | None = None
    weight: Decimal = Decimal(0)
    days: list[date] = field(default_factory=list)
    shown: list[tuple[Decimal | None, date | None]] = field(default_factory=list)

    def on(self, day: date | None) -> Feed:
        """What it brought on that day; None is the day on which it was drafted."""
        so_far = bisect_right(self.days, day) if day else 0
        if not so_far:
            return Feed(self.key_result, self.weight, Decimal(0), None)
        return Feed(self.key_result, self.weight, *self.shown[so_far - 1])


def tell_standings(
    history: History,
    objective: Objective,
    parts: Sequence[Part],
    moments: Sequence[tuple[Moment, date | None]],
    feed: Line | None,
) -> Line:
    """One standing a day, oldest first; the last leaves the objective as it is now. What it showed
    on each day."""
    line = Line()
    for at, day in moments:
        so_far = bisect_right(parts[0].days, day) if day else 0
        brought = feed.on(day) if feed else None
        own = [_as_of(part, so_far, brought, place) for place, part in enumerate(parts)]
        if brought and brought.key_result_id is None:
            own.append(progress.Part(brought.weight, brought.progress, brought.checked_in_on))
        rollup.fold(objective, own, objective.organization)
        history.stand(objective, at)
        if day:
            line.days.append(day)
            line.shown.append((objective.shown_progress, objective.checked_in_on))
    if feed and feed.key_result is not None:
        row = parts[feed.key_result].row
        row.progress = own[feed.key_result].progress
        rollup.turn_key_result(row, objective.organization)
    return line


def _as_of(part: Part, so_far: int, brought: Feed | None, place: int) -> progress.Part:
    done = part.done[so_far - 1] if so_far else part.before
    if brought and brought.key_result_id == place:
        done = progress.fed_progress(done, [brought])
    if not so_far:
        return progress.Part(part.row.weight, done)
    said = part.row.confidences[so_far - 1]
    return progress.Part(part.row.weight, done, part.days[so_far - 1], said)
