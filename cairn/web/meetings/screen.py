"""A meeting on the screen: full page, followed by those who look along."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cairn.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from cairn.intake import Intake
from cairn.meetings.commands.attending import attend_meeting
from cairn.meetings.commands.entries import restore_entry, strike_entry, take_down
from cairn.meetings.commands.meetings import (
    end_meeting,
    hand_over,
    move_on,
    set_timer,
    start_meeting,
)
from cairn.meetings.intake import (
    LONGEST_KEY,
    ending_fields,
    entry_fields,
    place_fields,
    timer_fields,
)
from cairn.meetings.models import EntryKind, Meeting
from cairn.meetings.stage import Stage, find_meeting, is_at, is_same, read_stage
from cairn.storage import clock
from cairn.web.forms import Form, see_other, typed
from cairn.web.objectives.names import person_named
from cairn.web.pages import flash, fragment, member_page, take_flashes, take_unsent
from cairn.web.refusals import words_of
from cairn.web.sessions import WebRequest
from cairn.web.submissions import new_submission

MINUTES = (3, 5, 10)


@require_POST
@member_page
def start(request: WebRequest, team_id: int) -> HttpResponse:
    return see_other(f"/meetings/{start_meeting(request.actor, team_id).id}")


@require_GET
@member_page
def show(request: WebRequest, meeting_id: int) -> HttpResponse:
    meeting = find_meeting(request.actor, meeting_id)
    if meeting.ended_at is not None:
        return see_other(f"/meetings/{meeting_id}/minutes")
    attend_meeting(request.actor, meeting_id)
    return _screen(request, meeting, Form(take_unsent(request)))


@require_GET
@member_page
def place(request: WebRequest, meeting_id: int) -> HttpResponse:
    """What there is to see now; 204 where nothing is new since `revision`. One query then, beside
    those that say who asks."""
    actor, token = request.actor, request.GET.get("revision", "")[:64]
    meeting = find_meeting(actor, meeting_id)
    if is_at(actor, meeting, token, _at(request)):
        return HttpResponse(status=204)
    if meeting.ended_at is not None:
        return _ended(meeting)
    stage = _stage(request, meeting)
    if is_same(stage, token):
        return HttpResponse(status=204)
    return fragment(request, "meetings/screen.html", "place", _context(stage))


def _ended(meeting: Meeting) -> HttpResponse:
    """Where the island goes to; without scripts a reload does the same."""
    return HttpResponse(headers={"X-Ended": f"/meetings/{meeting.id}/minutes"})


def _at(request: WebRequest) -> str:
    """What the reader looks at by themselves; empty while they follow."""
    asked = request.POST if request.method == "POST" else request.GET
    intake = Intake({"at": asked.get("at", "")})
    found = intake.line("at", LONGEST_KEY, required=False)
    return "" if intake.errors else str(found)


def _stage(request: WebRequest, meeting: Meeting) -> Stage:
    actor = request.actor
    on = clock.today(actor.time_zone)
    try:
        return read_stage(actor, meeting, on, _at(request))
    except NotFound:
        if request.method == "GET" and not request.headers.get("HX-Request"):
            raise
        return read_stage(actor, meeting, on)


def _context(stage: Stage) -> dict[str, Any]:
    return {
        "stage": stage,
        "meeting": stage.meeting,
        "here": stage.here,
        "kinds": EntryKind.choices,
        "minutes": MINUTES,
        "now": clock.now(),
    }


def _screen(request: WebRequest, meeting: Meeting, form: Form) -> HttpResponse:
    stage = _stage(request, meeting)
    context = {
        **_context(stage),
        "form": form,
        "submission": form.values.get("submission") or new_submission(),
        "messages": take_flashes(request),
        "organization": request.member.organization,
    }
    return render(request, "meetings/screen.html", context, status=form.status)


def _done(request: WebRequest, meeting_id: int) -> HttpResponse:
    """The new place for a script, else the page again."""
    if request.headers.get("HX-Request"):
        meeting = find_meeting(request.actor, meeting_id)
        if meeting.ended_at is not None:
            return _ended(meeting)
        return fragment(
            request, "meetings/screen.html", "place", _context(_stage(request, meeting))
        )
    at = _at(request)
    return see_other(f"/meetings/{meeting_id}{f'?at={at}' if at else ''}")


def _refused(request: WebRequest, meeting_id: int, refusal: Refusal) -> HttpResponse:
    """In words for a script; without one on the page again."""
    answer = words_of(refusal)
    if request.headers.get("HX-Request"):
        return answer
    flash(request, answer.content.decode(), level="warning")
    return see_other(f"/meetings/{meeting_id}")


@require_POST
@member_page
def move(request: WebRequest, meeting_id: int) -> HttpResponse:
    """Two who press at once mean the same place, or one of them presents no more."""
    try:
        move_on(request.actor, meeting_id, **place_fields(request.POST.dict()))
    except (Forbidden, Conflict) as refusal:
        find_meeting(request.actor, meeting_id)
        if isinstance(refusal, Forbidden) and not request.headers.get("HX-Request"):
            raise
        return _refused(request, meeting_id, refusal)
    return _done(request, meeting_id)


@require_POST
@member_page
def time(request: WebRequest, meeting_id: int) -> HttpResponse:
    try:
        set_timer(request.actor, meeting_id, **timer_fields(request.POST.dict()))
    except (Invalid, Conflict) as refusal:
        return _refused(request, meeting_id, refusal)
    return _done(request, meeting_id)


@require_POST
@member_page
def present(request: WebRequest, meeting_id: int) -> HttpResponse:
    """Take the screen over, or hand it to whoever is named."""
    find_meeting(request.actor, meeting_id)
    try:
        hand_over(request.actor, meeting_id, to=_named(request, "to"))
    except (Invalid, Conflict) as refusal:
        return _refused(request, meeting_id, refusal)
    return _done(request, meeting_id)


def _named(request: WebRequest, field: str) -> int | None:
    return person_named(request.actor, field, request.POST.get(field, ""))


@require_POST
@member_page
def note(request: WebRequest, meeting_id: int) -> HttpResponse:
    """Take something down. What cannot be kept comes back as it was typed."""
    meeting = find_meeting(request.actor, meeting_id)
    try:
        given: dict[str, Any] = {**request.POST.dict(), "owner": ""}
        if given.get("kind") == EntryKind.ACTION:
            given["owner"] = str(_named(request, "owner") or "")
        take_down(request.actor, meeting_id, **entry_fields(given))
    except Invalid as refusal:
        if request.headers.get("HX-Request"):
            return _refused(request, meeting_id, refusal)
        if meeting.ended_at is None:
            return _screen(request, meeting, Form(typed(request), refusal.fields))
        raise
    except Conflict as refusal:
        if request.headers.get("HX-Request"):
            return _refused(request, meeting_id, refusal)
        raise
    return _done(request, meeting_id)


@require_POST
@member_page
def strike(request: WebRequest, entry_id: int) -> HttpResponse:
    """Out of the minutes, or back in."""
    act = restore_entry if "restore" in request.POST or "restore" in request.GET else strike_entry
    gone = act(request.actor, entry_id)
    if gone.deleted_at is not None and not request.headers.get("HX-Request"):
        undo = f"/meetings/entries/{entry_id}/strike?restore=1"
        flash(request, _("Struck from the minutes."), undo_url=undo)
    return _done(request, gone.meeting_id)


@require_POST
@member_page
def end(request: WebRequest, meeting_id: int) -> HttpResponse:
    try:
        end_meeting(request.actor, meeting_id, **ending_fields(request.POST.dict()))
    except Invalid as refusal:
        if request.headers.get("HX-Request"):
            return _refused(request, meeting_id, refusal)
        meeting = find_meeting(request.actor, meeting_id)
        return _screen(request, meeting, Form(typed(request), refusal.fields))
    flash(request, _("The meeting is over. Its minutes are kept here, and the team is told."))
    if request.headers.get("HX-Request"):
        return _ended(find_meeting(request.actor, meeting_id))
    return see_other(f"/meetings/{meeting_id}/minutes")
