"""The company: why it exists, where it goes this year and now, and how its departments do."""

from dataclasses import dataclass
from typing import Any

from django.db.models import FETCH_RAISE, Q
from django.http import HttpResponse
from django.urls import path

from cairn.goals.queries import objective_rows, visible_objectives
from cairn.goals.rows import ObjectiveRow
from cairn.goals.tallies import NOTHING, Tally, summed, tallies_by_team
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.storage import clock
from cairn.web.cycle_choice import CycleChoice, choose_cycle
from cairn.web.pages import member_page, page
from cairn.web.sessions import WebRequest
from cairn.web.teams import HERE_NOW, by_team, may_write_for

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Department:
    """A team right below the company, with its objectives of the chosen cycle."""

    team: Team
    objectives: tuple[ObjectiveRow, ...]
    tally: Tally


@member_page
def show_company(request: WebRequest) -> HttpResponse:
    actor = request.actor
    choice = choose_cycle(request, actor)
    on = clock.today(actor.time_zone)
    root, below = company_and_departments(actor)
    rows = by_team(objective_rows(actor, _objectives(actor, root, below, choice), on))
    tallies = tallies_by_team(actor, choice.id, on) if choice.id else {}
    own = rows.get(root.id, []) if root else []
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
            Department(team, tuple(rows.get(team.id, ())), tallies.get(team.id, NOTHING))
            for team in below
        ],
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


def _objectives(viewer: Actor, root: Team | None, below: list[Team], choice: CycleChoice) -> Any:
    """The company's of the year and of the chosen cycle, the departments' of the chosen one."""
    year = choice.year
    ours = Q(team=root, cycle__in=[choice.id, year.id if year else None])
    theirs = Q(team__in=[team.id for team in below], cycle=choice.id)
    return visible_objectives(viewer).filter(ours | theirs).order_by("position", "id")[:MOST_ROWS]


urlpatterns = [path("company", show_company)]
