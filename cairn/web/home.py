"""Home: what I owe on the left, what is mine and my teams' on the right."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import ceil
from uuid import uuid4

from django.db.models import Case, Q, Value, When
from django.http import HttpResponse
from django.urls import path

from cairn.checkins.owed import rows_owed, typed_text, with_milestones
from cairn.checkins.queries import round_of
from cairn.checkins.sql import duties_of
from cairn.cycles.models import Cycle
from cairn.goals import progress
from cairn.goals.models import KeyResult, Objective
from cairn.goals.policy import rules
from cairn.goals.queries import Steps, objective_rows, one_objective_row, visible_objectives
from cairn.goals.rows import KeyResultRow, ObjectiveRow
from cairn.goals.waiting import waiting_for
from cairn.measures.units import is_currency, unit_beside
from cairn.notifications.waiting import home_lists
from cairn.organization.actor import Actor, Role
from cairn.storage import clock
from cairn.web.checkin_rows import FormRow
from cairn.web.cycle_choice import CycleChoice, choose_cycle
from cairn.web.pages import fragment, member_page, page
from cairn.web.sessions import WebRequest

MOST_OBJECTIVES = 60
MOST_A_TEAM = 8
MOST_DUE = 12
MOST_ASKS = 6
OVER = ("closed", "postponed", "abandoned")


@dataclass(frozen=True, slots=True)
class TrailRow:
    """A cycle as its header draws it on a day."""

    name: str
    phase: str
    starts_on: date
    ends_on: date
    day: int
    days: int
    week: int
    weeks: int
    days_left: int
    expected: Decimal
    drafting_ends_on: date | None


def trail_of(cycle: Cycle, on: date) -> TrailRow:
    day = min(max((on - cycle.starts_on).days + 1, 0), cycle.days)
    return TrailRow(
        name=cycle.name,
        phase=cycle.phase,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        day=day,
        days=cycle.days,
        week=max(ceil(day / 7), 1),
        weeks=ceil(cycle.days / 7),
        days_left=cycle.days_left(on),
        expected=progress.expected(cycle.starts_on, cycle.ends_on, on),
        drafting_ends_on=cycle.drafting_ends_on,
    )


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A key result on a card of mine; `can_type` where its value may be changed in the row."""

    row: KeyResultRow
    can_type: bool

    @property
    def value_text(self) -> str:
        return typed_text(self.row)

    @property
    def unit_text(self) -> str:
        return unit_beside(self.row.unit)

    @property
    def can_drag(self) -> bool:
        ends = (self.row.start, self.row.target)
        return self.can_type and self.row.unit != "duration" and None not in ends

    @property
    def is_counted(self) -> bool:
        """Whether it counts things (人, 件, …) from a whole number to a whole number."""
        ends = (self.row.start, self.row.target)
        is_label = self.unit_text not in ("", "%") and not is_currency(self.row.unit)
        return is_label and all(end is not None and end % 1 == 0 for end in ends)


@dataclass(frozen=True, slots=True)
class Card:
    objective: ObjectiveRow
    live: tuple[LiveRow, ...]


@dataclass(frozen=True, slots=True)
class TeamShelf:
    """What a team of mine wants in the cycle; `more` is how many are not shown here."""

    id: int
    name: str
    objectives: tuple[ObjectiveRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Fall:
    """A key result of my objective in which its owner lost confidence."""

    row: KeyResultRow
    before: int
    now: int


def card_of(actor: Actor, row: ObjectiveRow) -> Card:
    """A card; its rows take values where the actor may check in."""
    goes_on = not row.is_draft and row.status not in OVER
    objective = Objective(id=row.id, owner_id=row.owner.id if row.owner else None)
    target = KeyResult(objective=objective)
    can_type = goes_on and rules.can(actor, "key_result.check_in", target)
    return Card(
        row,
        tuple(
            LiveRow(one, can_type and one.kind != "milestones" and one.kpi is None)
            for one in row.key_results
        ),
    )


def shown_objectives(actor: Actor, cycle_id: int, on: date, steps: Steps) -> list[ObjectiveRow]:
    """Mine first, then those of my teams, in their order. Three queries."""
    mine = Q(owner_id=actor.member_id)
    found = (
        visible_objectives(actor)
        .filter(mine | Q(team_id__in=actor.teams | actor.leads), cycle_id=cycle_id)
        .annotate(theirs=Case(When(mine, then=Value(0)), default=Value(1)))
        .order_by("theirs", "position", "id")
    )
    return objective_rows(actor, found[:MOST_OBJECTIVES], on, with_served=True, steps=steps)


def shelves(actor: Actor, rows: Iterable[ObjectiveRow]) -> list[TeamShelf]:
    by_team: dict[int, list[ObjectiveRow]] = {}
    for row in rows:
        if row.team:
            by_team.setdefault(row.team.id, []).append(row)
    return [
        TeamShelf(
            id, name, tuple(by_team[id][:MOST_A_TEAM]), max(len(by_team[id]) - MOST_A_TEAM, 0)
        )
        for id, name in actor.team_names
        if id in by_team
    ]


def falls(rows: Iterable[ObjectiveRow]) -> list[Fall]:
    return [
        Fall(one, one.confidences[-2], one.confidences[-1])
        for row in rows
        if row.status not in OVER
        for one in row.key_results
        if one.confidence_fell
    ]


def claimable(
    actor: Actor, rows: Iterable[ObjectiveRow]
) -> list[tuple[ObjectiveRow, KeyResultRow]]:
    """Key results of my teams that nobody answers for."""
    mine = actor.teams | actor.leads
    return [
        (row, one)
        for row in rows
        if row.team and row.team.id in mine and not row.is_draft and row.status not in OVER
        for one in row.key_results
        if one.owner is None
    ]


@member_page
def home(request: WebRequest) -> HttpResponse:
    actor, organization = request.actor, request.member.organization
    on = clock.today(actor.time_zone)
    choice = choose_cycle(request, actor)
    duties = duties_of(actor)
    steps = Steps(with_milestones(duties))
    rows = shown_objectives(actor, choice.id, on, steps) if choice.id else []
    mine = [row for row in rows if row.owner and row.owner.id == actor.member_id]
    kept = {row.id for row in mine}
    owed = rows_owed(actor, organization, on, duties, steps.found)
    due = [one for one in owed if one.is_due]
    waiting = home_lists(actor, on, MOST_ASKS)
    context = {
        **_header(request, choice, on),
        "due": [FormRow(one) for one in due[:MOST_DUE]],
        "due_all": len(due),
        "round": round_of(organization, on),
        "today": on,
        "asks": waiting_for(actor, on, MOST_ASKS),
        "mentions": waiting.mentions,
        "counts": waiting.counts,
        "returned": waiting.returned,
        "falls": falls(mine)[:MOST_ASKS],
        "claims": claimable(actor, rows)[:MOST_ASKS]
        if rules.can(actor, "key_result.claim", KeyResult())
        else [],
        "cards": [card_of(actor, row) for row in mine],
        "may_order": len(mine) > 1 and actor.role is not Role.VIEWER,
        "shelves": shelves(actor, (row for row in rows if row.id not in kept)),
        "submission": uuid4().hex,
    }
    return page(request, "home/home.html", context)


def _header(request: WebRequest, choice: CycleChoice, on: date) -> dict[str, object]:
    query = {name: str(value) for name, value in request.GET.items() if name != "cycle"}
    return {
        "cycle": trail_of(choice.chosen, on) if choice.chosen else None,
        "cycle_id": choice.id,
        "cycles": choice.links("/", **query),
    }


def home_answer(request: WebRequest, row: FormRow, *, status: int = 200) -> HttpResponse:
    """What Home shows of a key result that was saved there: its due row and its card."""
    actor = request.actor
    on = clock.today(actor.time_zone)
    objective_id = row.owed.key_result.objective_id
    objective = one_objective_row(actor, objective_id, on, with_served=True)
    fresh = next(one for one in objective.key_results if one.id == row.id)
    context = {
        "row": FormRow(
            replace(row.owed, key_result=fresh), row.typed, row.errors, row.corrects, row.is_saved
        ),
        "card": card_of(actor, objective),
        "place": request.POST.get("place", ""),
        "submission": request.POST.get("submission", ""),
    }
    return fragment(request, "home/answer.html", "answer", context, status=status)


urlpatterns = [path("", home)]
