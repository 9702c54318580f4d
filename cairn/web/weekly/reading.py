"""Weekly updates as others read them: one of them, and those of a team side by side."""

from datetime import timedelta

from django.db.models import Q
from django.http import HttpResponse

from cairn.checkins.commands.weekly import week_of
from cairn.checkins.helping import help_of_update
from cairn.checkins.queries import DAYS
from cairn.checkins.weekly import (
    confidence_of,
    confidence_rows,
    find_update,
    kpis_beside,
    kpis_of_week,
    team_week,
)
from cairn.organization.queries import find_team
from cairn.storage import clock
from cairn.web.pages import member_page, page
from cairn.web.paging import address, id_in
from cairn.web.sessions import WebRequest
from cairn.web.weekly.writing import week_named


@member_page
def show(request: WebRequest, update_id: int) -> HttpResponse:
    update = find_update(request.actor, update_id)
    context = {
        "update": update,
        "starts_on": update.week_on - timedelta(days=DAYS - 1),
        "rows": confidence_rows(request.actor, update.member_id, update.week_on),
        "health": kpis_of_week(request.actor, kpis_beside(update.member_id), update.week_on),
        "asked": help_of_update(request.actor, update.id),
        "is_mine": update.member_id == request.actor.member_id,
    }
    return page(request, "weekly/update.html", context)


@member_page
def of_team(request: WebRequest, team_id: int) -> HttpResponse:
    """A team's week: who has written what, and calmly who has not."""
    actor, organization = request.actor, request.member.organization
    team = find_team(actor, team_id)
    last = week_of(organization, clock.today(actor.time_zone))
    named = request.GET.get("week", "")
    week_on = min(week_named(request, named), last) if named else last
    behind = id_in(request, "after")
    after = (behind, request.GET.get("name", "")[:80]) if behind else None
    found = team_week(actor, team.id, week_on, after)
    here, next_url = f"/teams/{team.id}/weekly", ""
    if found.last:
        id, name = found.last
        next_url = address(here, {"week": week_on.isoformat(), "after": id, "name": name})
    context = {
        "team": team,
        "week_on": week_on,
        "starts_on": week_on - timedelta(days=DAYS - 1),
        "before": week_on - timedelta(days=DAYS),
        "after": week_on + timedelta(days=DAYS) if week_on < last else None,
        "week": found,
        "next_url": next_url,
        "health": kpis_of_week(actor, Q(team=team.id), week_on),
        "rows": confidence_of(actor, [one.member_id for one in found.written], week_on),
    }
    return page(request, "weekly/team.html", context)
