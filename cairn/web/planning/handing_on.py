"""The page that a lead opens with the team: what the company wants, how the last cycle went, what was
learned, and the way into the team's room."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn.errors import NotFound
from cairn.goals.queries import objective_rows, visible_objectives
from cairn.organization.queries import find_team
from cairn.planning.commands.steps import begin_team
from cairn.planning.handed import chosen_above
from cairn.planning.models import Room
from cairn.planning.rounds import find_round, may_begin, team_row
from cairn.storage import clock
from cairn.web.forms import see_other
from cairn.web.pages import flash, member_page, page
from cairn.web.planning.behind import look_behind
from cairn.web.sessions import WebRequest

MOST_SERVED = 20


@require_safe
@member_page
def show(request: WebRequest, round_id: int, team_id: int) -> HttpResponse:
    actor = request.actor
    held = find_round(actor, round_id)
    on = clock.today(actor.time_zone)
    row = team_row(actor, held, team_id, on)
    team = row.step.team if row else find_team(actor, team_id)
    if held.team_id not in team.line or team.id == held.team_id:
        raise NotFound
    above = visible_objectives(actor).filter(cycle=held.cycle_id, team__in=team.line[:-1])
    seen = objective_rows(actor, above.order_by("team__path", "position", "id")[:MOST_SERVED], on)
    known = {one.id for one in seen}
    chosen = [one for one in chosen_above(held, team) if one.objective_id not in known]
    context = {
        "held": held,
        "team": team,
        "row": row,
        "may_begin": "begin" in row.may if row else may_begin(actor, held, team),
        "served": seen,
        "chosen": chosen,
        "behind": look_behind(actor, team.id, held.cycle, with_finished=True),
        "here": f"/rounds/{round_id}/teams/{team_id}",
    }
    return page(request, "planning/hand-on.html", context)


@require_POST
@member_page
def begin(request: WebRequest, round_id: int, team_id: int) -> HttpResponse:
    """Into the team's room, which is opened if it is not yet."""
    step = begin_team(request.actor, round_id, team=team_id)
    room = Room.objects.filter(round=round_id, team=team_id, about__isnull=True)
    flash(request, _("Begun: %(team)s.") % {"team": step.team.name})
    return see_other(f"/rooms/{room.latest('id').id}")
