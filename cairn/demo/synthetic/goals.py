"""One objective with its four key results and their check-ins, derived columns and all."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from cairn.cycles.models import Cycle
from cairn.demo.synthetic import words
from cairn.demo.synthetic.history import History, Moment, Said, id_at, instant, moment
from cairn.demo.synthetic.measures import Course, Readings, draw_course, measure
from cairn.demo.synthetic.people import Seat, Staff
from cairn.demo.synthetic.standings import Line, Part, tell_standings
from cairn.events.kinds import Kind as Event
from cairn.goals import progress, rollup
from cairn.goals.models import (
    Alignment,
    Closure,
    KeyResult,
    Kind,
    Milestone,
    Objective,
    Participant,
    Type,
    Visibility,
)
from cairn.goals.models import Part as Taking
from cairn.organization.models import Member, Organization

KINDS = (Kind.INCREASE, Kind.DECREASE, Kind.MAINTAIN, Kind.MILESTONES)
UNITS = ("percent", "CNY", "number", "件", "duration")
DRAFTING_DAYS = 5


@dataclass(slots=True)
class Batch:
    """Rows to be written together."""

    objectives: list[Objective] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    key_results: list[KeyResult] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    alignments: list[Alignment] = field(default_factory=list)
    history: History = field(default_factory=History)


@dataclass(frozen=True, slots=True)
class Order:
    """One objective to be made. `when` is its share of the way through its cycle's objectives,
    which settles the hour at which everything about it happens; `feed` counts into it."""

    number: int
    when: float
    seat: Seat
    is_open: bool
    feed: Line | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """An objective, (id, title) of its key results, and what it showed day by day."""

    objective: Objective
    key_results: list[tuple[int, str]]
    line: Line


@dataclass(slots=True)
class Maker:
    """Makes objectives of one organization, always the same from the same chance."""

    organization: Organization
    staff: Staff
    chance: Random
    today: date
    checkins: int
    zone: ZoneInfo = field(init=False)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.organization.time_zone)

    def make(self, batch: Batch, cycle: Cycle, order: Order) -> Made:
        """The feed's weight is set already; its alignment is written by whoever knows both."""
        drafted = self.at(cycle.starts_on - timedelta(days=DRAFTING_DAYS), order.when)
        objective = self._objective(cycle, order, drafted)
        owner = order.seat.owner
        batch.objectives.append(objective)
        batch.participants.append(
            Participant(objective=objective, member=owner, part=Taking.READER)
        )
        batch.history.tell(objective, owner, Event.OBJECTIVE_DRAFTED, drafted)
        batch.history.tell(objective, owner, Event.OBJECTIVE_PUBLISHED, drafted)
        course = draw_course(self.chance, cycle, self.today, self.checkins)
        parts = [
            self._key_result(batch, objective, place, order, course) for place in range(len(KINDS))
        ]
        days = sorted({*course.days, *(order.feed.days if order.feed else ())})
        moments = [(drafted, None), *((self.at(day, order.when), day) for day in days)]
        line = tell_standings(batch.history, objective, parts, moments, order.feed)
        if cycle.is_closed:
            self._close(batch, objective, [part.row for part in parts], order)
        return Made(objective, [(part.row.id, part.row.title) for part in parts], line)

    def at(self, day: date, share: float) -> Moment:
        """The hour of that objective, give or take a minute."""
        return moment(day, (share + self.chance.random() / 540) / 1.01, self.zone)

    def _objective(self, cycle: Cycle, order: Order, drafted: Moment) -> Objective:
        hidden = self.chance.randrange(50)
        visibility = Visibility.ORGANIZATION
        if hidden < 2 and not order.is_open:
            visibility = Visibility.TEAM if hidden else Visibility.PEOPLE
        seat, made_at = order.seat, instant(drafted)
        return Objective(
            id=id_at(drafted.ms),
            organization=self.organization,
            cycle=cycle,
            team=seat.team if seat.is_teams else None,
            owner=seat.owner,
            title=words.objective_title(self.chance, order.number // 2),
            description=words.objective_title(self.chance, order.number // 2 + 1),
            type=self.chance.choice((Type.COMMITTED, Type.COMMITTED, Type.ASPIRATIONAL)),
            visibility=visibility,
            visible_team=seat.team if visibility == Visibility.TEAM else None,
            due_on=cycle.ends_on,
            position=order.number,
            created_by=seat.owner,
            created_at=made_at,
            updated_at=made_at,
            published_at=made_at,
            published_by=seat.owner,
        )

    def _key_result(
        self, batch: Batch, objective: Objective, place: int, order: Order, course: Course
    ) -> Part:
        feed = order.feed
        beside = feed.weight if feed and feed.key_result is None else Decimal(0)
        row = KeyResult(
            id=objective.id + 1 + place,
            organization=self.organization,
            objective=objective,
            owner=order.seat.owner,
            title=words.measure_title(self.chance, order.number // 2),
            kind=KINDS[place],
            unit=UNITS[(order.number + place) % len(UNITS)],
            weight=(100 - beside) / len(KINDS),
            starts_on=objective.cycle.starts_on,
            due_on=objective.due_on,
            position=place,
            created_at=objective.created_at,
        )
        readings = measure(self.chance, row, course)
        batch.key_results.append(row)
        batch.milestones.extend(readings.steps)
        self._check_in(batch.history, row, order, course, readings)
        row.own_progress = row.progress = readings.done[-1]
        rollup.turn_key_result(row, self.organization)
        return Part(row, readings.before, readings.done, course.days)

    def _check_in(
        self, history: History, row: KeyResult, order: Order, course: Course, readings: Readings
    ) -> None:
        """Tell the readings, and repeat the last of them on the key result."""
        before: tuple[str | None, int] = (None, 5)
        about, chance = row.objective, self.chance
        for at, day in enumerate(course.days):
            confidence = min(10, max(0, before[1] + int(chance.random() * 3) - 1))
            note = words.NOTES[int(chance.random() * len(words.NOTES))]
            steps = readings.steps[: readings.reached[at]] if readings.steps else []
            said = Said(
                at=self.at(day, order.when),
                value=readings.texts[at],
                confidence=confidence,
                note=note,
                before=before,
                reached=json.dumps([str(step.id) for step in steps]) if steps else "[]",
            )
            history.check_in(row, order.seat.owner, said, about)
            row.confidences.append(confidence)
            before = said.value, confidence
        row.confidence, row.checked_in_on = before[1], course.days[-1]
        row.previous, row.current = (Decimal(text) for text in readings.texts[-2:])

    def _close(
        self, batch: Batch, objective: Objective, key_results: list[KeyResult], order: Order
    ) -> None:
        for row in key_results:
            row.score = progress.suggested_score(row.progress)
        objective.score = progress.objective_score([(row.weight, row.score) for row in key_results])
        objective.computed_score = objective.score
        objective.closed_as = "closed"
        at = self.at(objective.cycle.ends_on + timedelta(days=3), order.when)
        owner: Member = order.seat.owner
        batch.closures.append(
            Closure(objective=objective, outcome="closed", closed_by=owner, closed_at=instant(at))
        )
        new = {"outcome": "closed", "score": f"{objective.score:f}"}
        batch.history.tell(objective, owner, Event.OBJECTIVE_CLOSED, at, new=new)
        batch.history.stand(objective, at)
