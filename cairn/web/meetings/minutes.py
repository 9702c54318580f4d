"""What is kept of meetings: the minutes of one, and a team's so far."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cairn.checkins.agreed import action_rows, seen_actions
from cairn.checkins.commands.actions import drop_action, finish_action, reopen_action
from cairn.errors import Conflict, NotFound
from cairn.meetings.minutes import meeting_rows, read_minutes
from cairn.organization.queries import find_team
from cairn.storage import clock
from cairn.web.forms import back_to, see_other
from cairn.web.pages import flash, fragment, member_page, page
from cairn.web.paging import PAGE, address, cut, id_in, wants_fragment
from cairn.web.sessions import WebRequest
from cairn.web.teams import may_meet

ACTS = {"done": finish_action, "drop": drop_action, "reopen": reopen_action}


@require_GET
@member_page
def show(request: WebRequest, meeting_id: int) -> HttpResponse:
    actor = request.actor
    minutes = read_minutes(actor, meeting_id)
    if minutes.meeting.ended_at is None:
        return see_other(f"/meetings/{meeting_id}")
    agreed = {entry.action_id for entry in minutes.actions}
    rows = action_rows(actor, seen_actions(actor).filter(id__in=agreed)) if agreed else []
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "actions": {row.id: row for row in rows},
        "today": clock.today(actor.time_zone),
    }
    return page(request, "meetings/minutes.html", context)


@require_GET
@member_page
def show_all(request: WebRequest, team_id: int) -> HttpResponse:
    actor = request.actor
    team = find_team(actor, team_id)
    found = cut(meeting_rows(actor, team.id, before=id_in(request, "before"), most=PAGE + 1))
    last = found.rows[-1].id if found.has_more else ""
    more = address(f"/teams/{team.id}/meetings", {"before": last}) if last else ""
    context = {
        "team": team,
        "rows": found.rows,
        "more_url": more,
        "may_start": may_meet(actor, team, found.rows),
    }
    if wants_fragment(request):
        return fragment(request, "meetings/list.html", "rows", context)
    return page(request, "meetings/list.html", context)


@require_POST
@member_page
def act(request: WebRequest, action_id: int) -> HttpResponse:
    """What was agreed on is done, dropped or open again, wherever it is shown."""
    chosen = ACTS.get(request.POST.get("act", ""))
    if chosen is None:
        raise NotFound
    try:
        chosen(request.actor, action_id)
    except Conflict as refusal:
        flash(request, str(refusal), level="warning")
        return see_other(back_to(request, "/inbox"))
    if not request.headers.get("HX-Request"):
        flash(request, _("Noted."))
    return see_other(back_to(request, "/inbox"))
