"""The company: why it exists, where it goes this year and now, and how its departments do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import FETCH_RAISE, F, Q, Window
from django.db.models.functions import RowNumber
from django.http import HttpResponse
from django.urls import path

from cairn.goals.models import Outcome
from cairn.goals.queries import key_result_rows, objective_rows, visible_objectives
from cairn.goals.rows import KeyResultRow, ObjectiveRow
from cairn.goals.stones import stones_of
from cairn.goals.tallies import NOTHING, Tally, summed, tallies_by_team
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.storage import clock
from cairn.web.cycle_choice import CycleChoice, choose_cycle
from cairn.web.pages import member_page, page
from cairn.web.sessions import WebRequest
from cairn.web.teams import HERE_NOW, by_team, may_write_for

MOST_OF_A_TEAM = 10
MOST_SHOWN = 6
"""Of each department; a link leads to the rest."""


@dataclass(frozen=True, slots=True)
class Department:
    """A team right below the company, with its objectives of the chosen cycle."""

    team: Team
    objectives: tuple[ObjectiveRow, ...]
    tally: Tally

    @property
    def has_more(self) -> bool:
        return self.tally.total > len(self.objectives)


@member_page
def show_company(request: WebRequest) -> HttpResponse:
    actor = request.actor
    choice = choose_cycle(request, actor)
    on = clock.today(actor.time_zone)
    root, below = company_and_departments(actor)
    found = objective_rows(
        actor, _objectives(actor, root, below, choice), on, with_key_results=False
    )
    rows = by_team(found)
    tallies = tallies_by_team(actor, choice.id, on) if choice.id else {}
    own = with_key_results(actor, rows.get(root.id, []) if root else [], on)
    year = choice.year
    annual = [row for row in own if year and row.cycle_id == year.id]
    context: dict[str, Any] = {
        "root": root,
        "cycle": choice.chosen,
        "year": year,
        "cycles": choice.links("/company"),
        "annual": annual,
        "current": [row for row in own if row.cycle_id == choice.id and row not in annual],
        "departments": [
            Department(
                team, tuple(rows.get(team.id, ())[:MOST_SHOWN]), tallies.get(team.id, NOTHING)
            )
            for team in below
        ],
        "stones": stones_of([row for row in found if not _is_of(root, row)], on),
        "overall": summed(tallies.values()),
        "members": Member.objects.filter(
            organization_id=actor.organization_id, left_at__isnull=True
        ).count(),
        "may_write": root is not None and may_write_for(actor, root),
    }
    return page(request, "company/company.html", context)


def company_and_departments(viewer: Actor) -> tuple[Team | None, list[Team]]:
    """The root of the tree and the open teams right below it, by name. One query."""
    teams = list(
        Team.objects.open()
        .filter(
            Q(parent__isnull=True) | Q(parent__parent__isnull=True),
            organization_id=viewer.organization_id,
        )
        .select_related("lead")
        .annotate(people=HERE_NOW)
        .order_by("name", "id")
        .fetch_mode(FETCH_RAISE)
    )
    root = next((team for team in teams if team.is_company), None)
    return root, [team for team in teams if not team.is_company]


def _is_of(team: Team | None, row: ObjectiveRow) -> bool:
    return team is not None and row.team is not None and row.team.id == team.id


def with_key_results(viewer: Actor, rows: Sequence[ObjectiveRow], on: date) -> list[ObjectiveRow]:
    """The same rows with their key results. Two queries."""
    closed = {row.id: row.status for row in rows if row.status in Outcome}
    below: dict[int, list[KeyResultRow]] = defaultdict(list)
    for key_result in key_result_rows(viewer, [row.id for row in rows], on, closed):
        below[key_result.objective_id].append(key_result)
    return [replace(row, key_results=tuple(below[row.id])) for row in rows]


def _objectives(viewer: Actor, root: Team | None, below: list[Team], choice: CycleChoice) -> Any:
    """The company's of the year and of the chosen cycle, the departments' of the chosen one; the
    first ten of each team."""
    year = choice.year
    ours = Q(team=root, cycle__in=[choice.id, year.id if year else None])
    theirs = Q(team__in=[team.id for team in below], cycle=choice.id)
    place = Window(RowNumber(), partition_by=["team", "cycle"], order_by=[F("position"), F("id")])
    return (
        visible_objectives(viewer)
        .filter(ours | theirs)
        .annotate(place=place)
        .filter(place__lte=MOST_OF_A_TEAM)
        .order_by("position", "id")
    )


urlpatterns = [path("company", show_company)]
