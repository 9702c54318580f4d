"""One objective with its four key results and twelve check-ins each, derived columns and all."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from cairn.cycles.models import Cycle
from cairn.demo.synthetic import words
from cairn.demo.synthetic.history import History, Said, id_at
from cairn.demo.synthetic.people import Staff
from cairn.events.kinds import Kind as Event
from cairn.goals import progress, rollup
from cairn.goals.models import (
    Closure,
    KeyResult,
    Kind,
    Milestone,
    Objective,
    Part,
    Participant,
    Type,
    Visibility,
)
from cairn.organization.models import Member, Organization, Team

WEEKS = 12
KINDS = (Kind.INCREASE, Kind.DECREASE, Kind.MAINTAIN, Kind.MILESTONES)
UNITS = ("percent", "CNY", "number", "件", "duration")
QUARTER = Decimal(25)
PACES = (1.25, 1.2, 1.2, 1.15, 1.1, 1.1, 0.95, 0.85, 0.8, 0.5)
SILENCES = (1, 1, 2, 3, 4, 5, 6, 7, 8, 14)


@dataclass(slots=True)
class Batch:
    """Rows to be written together."""

    objectives: list[Objective] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    key_results: list[KeyResult] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    history: History = field(default_factory=History)


@dataclass(frozen=True, slots=True)
class Course:
    """When an objective is checked in, and the share of the way that is due by then at its pace."""

    days: list[date]
    shares: list[float]
    pace: float


@dataclass(slots=True)
class Maker:
    """Makes objectives of one organization, always the same from the same chance."""

    organization: Organization
    staff: Staff
    chance: Random
    today: date

    def make(self, batch: Batch, number: int, cycle: Cycle) -> None:
        objective, owner = self._objective(number, cycle)
        batch.objectives.append(objective)
        batch.participants.append(Participant(objective=objective, member=owner, part=Part.READER))
        course = self._course(cycle)
        key_results = [
            self._key_result(batch, objective, place, owner, course) for place in range(len(KINDS))
        ]
        rollup.fold(
            objective,
            [
                progress.Part(row.weight, row.progress, row.checked_in_on, row.confidence)
                for row in key_results
            ],
            self.organization,
        )
        drafted_at, published_at = objective.created_at, objective.created_at + timedelta(hours=1)
        batch.history.tell(objective, owner, Event.OBJECTIVE_DRAFTED, drafted_at)
        batch.history.tell(objective, owner, Event.OBJECTIVE_PUBLISHED, published_at)
        if cycle.is_closed:
            self._close(batch, objective, key_results, owner)

    def _course(self, cycle: Cycle) -> Course:
        """Twelve check-ins, about a week apart, the last one up to two weeks ago."""
        until = min(cycle.ends_on, self.today - timedelta(days=self.chance.choice(SILENCES)))
        length = until - cycle.starts_on
        days = [cycle.starts_on + length * (week + 1) // WEEKS for week in range(WEEKS)]
        pace = self.chance.choice(PACES)
        whole = cycle.ends_on - cycle.starts_on
        return Course(days, [pace * ((day - cycle.starts_on) / whole) for day in days], pace)

    def _objective(self, number: int, cycle: Cycle) -> tuple[Objective, Member]:
        """Every other one belongs to a team and its lead, the others to a person."""
        at = self.chance.randrange(len(self.staff.members))
        team: Team | None = None
        owner = self.staff.members[at]
        if number % 2:
            team = self.staff.teams[number // 2 % len(self.staff.teams)]
            owner = self.staff.members[
                number // 2 % len(self.staff.teams) % len(self.staff.members)
            ]
        drafted_at = self._instant(cycle.starts_on - timedelta(days=5))
        hidden = self.chance.randrange(50)
        visibility = Visibility.ORGANIZATION
        if hidden < 2:
            visibility = Visibility.TEAM if hidden else Visibility.PEOPLE
        objective = Objective(
            id=id_at(drafted_at),
            organization=self.organization,
            cycle=cycle,
            team=team,
            owner=owner,
            title=words.objective_title(self.chance, number // 2),
            description=words.objective_title(self.chance, number // 2 + 1),
            type=self.chance.choice((Type.COMMITTED, Type.COMMITTED, Type.ASPIRATIONAL)),
            visibility=visibility,
            visible_team=self.staff.team_of(at) if visibility == Visibility.TEAM else None,
            due_on=cycle.ends_on,
            position=number,
            created_by=owner,
            created_at=drafted_at,
            updated_at=drafted_at,
            published_at=drafted_at + timedelta(hours=1),
            published_by=owner,
        )
        return objective, owner

    def _key_result(
        self, batch: Batch, objective: Objective, place: int, owner: Member, course: Course
    ) -> KeyResult:
        row = KeyResult(
            id=id_at(objective.created_at + timedelta(minutes=place + 1)),
            organization=self.organization,
            objective=objective,
            owner=owner,
            title=words.measure_title(self.chance, objective.position // 2),
            kind=KINDS[place],
            unit=UNITS[(objective.position + place) % len(UNITS)],
            weight=QUARTER,
            starts_on=objective.cycle.starts_on,
            due_on=objective.due_on,
            position=place,
            created_at=objective.created_at,
        )
        batch.key_results.append(row)
        steps: list[Milestone] = []
        if row.kind == Kind.MILESTONES:
            steps = self._milestones(row, course)
            batch.milestones.extend(steps)
            values = [_share_reached(steps, day) for day in course.days]
        else:
            values = self._values(row, course)
        self._check_in(batch.history, row, course, values, steps)
        row.own_progress = row.progress = self._progress(row, values, steps)
        rollup.turn(row, row.progress, row.starts_on, self.organization)
        return row

    def _values(self, row: KeyResult, course: Course) -> list[Decimal]:
        """Sets what the kind needs and gives the readings."""
        if row.kind == Kind.MAINTAIN:
            row.lower = Decimal(self.chance.randrange(40, 60))
            least = -1 if course.pace > 1 else -4
            return [row.lower + self.chance.randrange(least, 9) for _ in course.days]
        low, span = self.chance.randrange(0, 50), self.chance.randrange(20, 400)
        row.start, row.target = Decimal(low), Decimal(low + span)
        if row.kind == Kind.DECREASE:
            row.start, row.target = row.target, row.start
        way = row.target - row.start
        shares = [share * self.chance.uniform(0.93, 1.05) for share in course.shares]
        return [round(row.start + way * Decimal(share), 1) for share in shares]

    def _milestones(self, row: KeyResult, course: Course) -> list[Milestone]:
        """Four steps, each reached on the first check-in whose share covers it."""
        return [
            Milestone(
                key_result=row,
                title=title,
                position=at,
                reached_on=next(
                    (
                        day
                        for day, share in zip(course.days, course.shares, strict=True)
                        if share >= (at + 0.5) / 4
                    ),
                    None,
                ),
            )
            for at, title in enumerate(words.STEPS[row.objective.position // 2 % 2])
        ]

    def _check_in(
        self,
        history: History,
        row: KeyResult,
        course: Course,
        values: list[Decimal],
        steps: list[Milestone],
    ) -> None:
        """Tell the readings, and repeat the last of them on the key result."""
        assert row.owner is not None
        before: tuple[Decimal | None, int] = (None, 5)
        for day, value in zip(course.days, values, strict=True):
            confidence = min(10, max(0, before[1] + self.chance.randrange(-1, 2)))
            said = Said(
                at=self._instant(day),
                value=value,
                confidence=confidence,
                note=self.chance.choice(words.NOTES),
                before=before,
                reached=tuple(one.id for one in steps if one.reached_on and one.reached_on <= day),
            )
            history.check_in(row, row.owner, said)
            row.confidences.append(confidence)
            before = value, confidence
        row.confidence, row.checked_in_on = before[1], course.days[-1]
        row.previous, row.current = values[-2:]

    def _progress(
        self, row: KeyResult, values: list[Decimal], steps: list[Milestone]
    ) -> Decimal | None:
        match row.kind:
            case Kind.MILESTONES:
                reached = [(step.weight, step.reached_on is not None) for step in steps]
                return progress.milestone_progress(reached)
            case Kind.MAINTAIN:
                return progress.band_progress(values, row.lower, row.upper)
        return progress.progress_of(row.kind, row.start, row.target, values[-1])

    def _close(
        self, batch: Batch, objective: Objective, key_results: list[KeyResult], owner: Member
    ) -> None:
        for row in key_results:
            row.score = progress.suggested_score(row.progress)
        objective.score = progress.objective_score([(row.weight, row.score) for row in key_results])
        objective.closed_as = "closed"
        at = self._instant(objective.cycle.ends_on + timedelta(days=3))
        batch.closures.append(
            Closure(objective=objective, outcome="closed", closed_by=owner, closed_at=at)
        )
        new = {"outcome": "closed", "score": f"{objective.score:f}"}
        batch.history.tell(objective, owner, Event.OBJECTIVE_CLOSED, at, new=new)

    def _instant(self, day: date) -> datetime:
        zone = ZoneInfo(self.organization.time_zone)
        seconds = self.chance.randrange(9 * 3600)
        return datetime.combine(day, time(9), zone) + timedelta(seconds=seconds)


def _share_reached(steps: list[Milestone], day: date) -> Decimal:
    reached = [(one.weight, one.reached_on is not None and one.reached_on <= day) for one in steps]
    return progress.milestone_progress(reached) or Decimal(0)
