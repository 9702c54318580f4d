"""Who is to be told today that a check-in is missing. Nothing is written here, nothing is sent.

What is asked for again on the same day, or on one of the next three after a worker stood still, is
the same again: whoever sends them keeps each `key` once.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from cairn.checkins.ladder import Ladder, Line, Step, who_hears
from cairn.checkins.models import Snooze
from cairn.checkins.queries import due_of
from cairn.checkins.sql import unsaid_since
from cairn.goals.models import Objective, Visibility
from cairn.goals.opening import open_objectives
from cairn.goals.policy import can_see
from cairn.organization.actor import Actor, Face, Role
from cairn.organization.away import Away, away_between
from cairn.organization.models import Member, Organization, Team, line_of
from cairn.organization.signing import actor_for

CATCH_UP_DAYS = 3


@dataclass(frozen=True, slots=True)
class Reminder:
    """One person is told of one missing check-in. `told_on` is the day for that, `for_member_id` who
    owns the key result if that is somebody else. `told_as` is what the receiver is to the key result,
    or whoever they stand in for."""

    member_id: int
    key_result_id: int
    objective_id: int
    step: Step
    due_on: date
    told_on: date
    for_member_id: int | None = None
    told_as: Step = Step.OWNER
    stands_in: bool = False

    @property
    def key(self) -> str:
        """Each is told once. A reminder that its receiver put off comes again on that day."""
        day = self.told_on if self.step is Step.OWNER else self.due_on
        return f"checkin:{self.key_result_id}:{self.step}:{day.isoformat()}"


@dataclass(slots=True)
class Company:
    """What has to be known of an organization's people to tell the right one; asked once a run."""

    organization: Organization
    aways: list[Away]
    teams: dict[int, tuple[tuple[int, ...], int | None, bool]]
    members: dict[int, Member] = field(default_factory=dict)
    actors: dict[int, Actor] = field(default_factory=dict)

    def know(self, ids: Iterable[int | None]) -> None:
        """Load those who are there and no mere viewers; one query for those not known."""
        missing = {id for id in ids if id is not None} - self.members.keys()
        found = Member.objects.filter(id__in=missing, left_at__isnull=True)
        for member in found.exclude(role=Role.VIEWER).select_related("organization"):
            self.members[member.id] = member

    def stand_ins(self, on: date) -> dict[int, int]:
        return {one.member_id: one.stand_in_id for one in self.aways if one.covers(on)}

    def leads(self, team_id: int | None) -> list[int]:
        """From the team upward; a team that was dissolved leads nobody, those above it do."""
        line = self.teams[team_id][0] if team_id in self.teams else ()
        teams = [self.teams[id] for id in reversed(line) if id in self.teams]
        return [lead for _, lead, is_open in teams if lead is not None and is_open]

    def hears(
        self, line: Sequence[int], on: date, is_fit: Callable[[int], bool] | None = None
    ) -> int | None:
        """The one of a line who is told on a day; all of them, and who stands in, must be known."""
        stand_ins = self.stand_ins(on)
        concerned = {*line, *(stand_ins[id] for id in line if id in stand_ins)}
        fit = {id for id in concerned if id in self.members and (is_fit is None or is_fit(id))}
        return who_hears(line, fit, stand_ins)

    def know_line(self, concerned: Collection[int]) -> None:
        """Load them, and those who stand in for them."""
        self.know(concerned)
        self.know(one.stand_in_id for one in self.aways if one.member_id in concerned)

    @property
    def root(self) -> int | None:
        return next((id for id, (line, *_) in self.teams.items() if len(line) == 1), None)

    def may_see(self, member_id: int, objective: Objective) -> bool:
        if member_id not in self.actors:
            self.actors[member_id] = actor_for(self.members[member_id], Face.TASK)
        return can_see(self.actors[member_id], objective)


def due_reminders(organization: Organization, on: date) -> Iterator[Reminder]:
    """Every reminder whose day is `on` or one of the three before."""
    company = company_of(organization, on)
    for batch in unsaid_since(organization.id, on):
        late = [
            (row, due.due_on)
            for row in batch
            if (due := due_of(organization, row, row["above"])).is_owed(on)
        ]
        yield from _of_batch(company, late, on)


def company_of(organization: Organization, on: date) -> Company:
    teams = Team.objects.filter(organization=organization).values_list(
        "id", "path", "lead_id", "valid_to"
    )
    return Company(
        organization,
        aways=away_between(organization.id, on - timedelta(days=92), on),
        teams={id: (line_of(path), lead, gone is None) for id, path, lead, gone in teams},
    )


def _of_batch(
    company: Company, late: list[tuple[dict[str, Any], date]], on: date
) -> Iterator[Reminder]:
    managers = _managers(company, late)
    lines = {row["id"]: _line(company, row, managers) for row, _ in late}
    concerned = {id for line in lines.values() for step in Step for id in line.of(step)}
    company.know_line(concerned)
    limited = [
        row["objective_id"]
        for row, _ in late
        if row["above"]["visibility"] != Visibility.ORGANIZATION
    ]
    objectives = open_objectives(limited)
    snoozes = _snoozes([row["id"] for row, _ in late])
    for row, due_on in late:
        hearing = Hearing(
            company, row, lines[row["id"]], objectives.get(row["objective_id"]), snoozes
        )
        yield from hearing.reminders(due_on, on)


def _managers(company: Company, late: Iterable[tuple[dict[str, Any], date]]) -> dict[int, int]:
    """Of those whose objectives belong to no team."""
    owners = {row["above"]["owner_id"] for row, _ in late if row["above"]["team_id"] is None}
    managed = Member.objects.filter(id__in=owners, manager__isnull=False)
    return dict(managed.values_list("id", F("manager_id")))


def _line(company: Company, row: Mapping[str, Any], managers: Mapping[int, int]) -> Line:
    """Of a personal objective the manager leads, and then the company's lead."""
    above = row["above"]
    owner = above["owner_id"]
    manager = [managers[owner]] if above["team_id"] is None and owner in managers else []
    return Line(
        row["owner_id"], owner, [*manager, *company.leads(above["team_id"] or company.root)]
    )


def _snoozes(ids: list[int]) -> dict[tuple[int, int], date]:
    found = Snooze.objects.filter(key_result__in=ids)
    return {
        (member, key_result): day
        for member, key_result, day in found.values_list("member_id", "key_result_id", "until_on")
    }


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears of one key result; `objective` is loaded where not everybody sees it."""

    company: Company
    row: Mapping[str, Any]
    line: Line
    objective: Objective | None
    snoozes: Mapping[tuple[int, int], date]

    def reminders(self, due_on: date, on: date) -> Iterator[Reminder]:
        organization = self.company.organization
        ladder = Ladder(organization.tells_objective_owner_days, organization.tells_lead_days)
        for step, day in ladder.days(due_on):
            told_on = self._put_off(step, day)
            if not told_on <= on <= told_on + timedelta(days=CATCH_UP_DAYS):
                continue
            hears = self._who(step, told_on)
            if hears is not None:
                owner = self.row["owner_id"]
                told_as, stands_in = self._told_as(step, hears, told_on)
                yield Reminder(
                    hears,
                    self.row["id"],
                    self.row["objective_id"],
                    step,
                    due_on,
                    told_on,
                    owner if owner != hears else None,
                    told_as,
                    stands_in,
                )

    def _put_off(self, step: Step, day: date) -> date:
        """Only the first reminder waits for a snooze of whoever would get it."""
        hears = self._who(step, day) if step is Step.OWNER else None
        asked = self.snoozes.get((hears or 0, self.row["id"]))
        opens_on = due_of(self.company.organization, self.row, self.row["above"]).opens_on
        return asked if asked is not None and asked >= opens_on else day

    def _who(self, step: Step, day: date) -> int | None:
        return self.company.hears(self.line.of(step), day, self._is_fit)

    def _told_as(self, step: Step, hears: int, day: date) -> tuple[Step, bool]:
        """In whose place of the line somebody hears, and whether as their stand-in. The objective's
        owner hears as such where the owner has left or is away."""
        stand_ins = self.company.stand_ins(day)
        there = (id for id in self.line.of(step) if id in self.company.members)
        whom = next(id for id in there if hears in (id, stand_ins.get(id)))
        return self.line.place_of(whom), whom != hears

    def _is_fit(self, member_id: int) -> bool:
        return self.objective is None or self.company.may_see(member_id, self.objective)
