"""Meetings over REST: starting one, taking down, ending it, reading its minutes."""

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, PAGE, extra
from cairn.api.objectives import path_id
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    no_content,
    read_body,
    read_query,
    read_words,
    still_there,
    submission_of,
)
from cairn.api.schemas.meetings import (
    EntryOut,
    MeetingEnding,
    MeetingOut,
    MeetingPage,
    NewEntry,
)
from cairn.api.schemas.types import Id
from cairn.api.shapes.meetings import entry_shape, meeting_line, meeting_shape
from cairn.meetings.commands.entries import strike_entry, take_down
from cairn.meetings.commands.meetings import end_meeting, start_meeting
from cairn.meetings.intake import ending_fields, entry_fields
from cairn.meetings.minutes import meetings_of
from cairn.meetings.seen import seen_items
from cairn.meetings.stage import find_meeting, seen_entries
from cairn.organization.actor import Actor
from cairn.organization.queries import find_team

router = Router(tags=["meetings"])


@router.get(
    "/teams/{team_id}/meetings",
    response=MeetingPage,
    summary="A team's meetings, newest first",
    openapi_extra=extra(*PAGE),
)
def list_meetings(request: ApiRequest, team_id: Id) -> HttpResponse:
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    team = find_team(request.auth, path_id(team_id))
    rows, following = take_page(meetings_of(request.auth, team.id), ("-id",), asked)
    return answer({"items": [meeting_line(one) for one in rows], "next": following})


@router.post(
    "/teams/{team_id}/meetings",
    response={201: MeetingOut},
    summary="Start a team's meeting, or join the one that goes on",
    openapi_extra=extra(),
)
def begin_meeting(request: ApiRequest, team_id: Id) -> HttpResponse:
    made = start_meeting(request.auth, path_id(team_id))
    return _answer(request.auth, made.id, 201, Location=f"/api/v1/meetings/{made.id}")


def _answer(actor: Actor, meeting_id: int, status: int = 200, **headers: str) -> HttpResponse:
    meeting = find_meeting(actor, meeting_id)
    entries = seen_entries(actor).filter(meeting=meeting)
    shape = meeting_shape(actor, meeting, seen_items(actor, meeting), entries)
    return answer(shape, status, **headers)


@router.get(
    "/meetings/{meeting_id}",
    response=MeetingOut,
    summary="A meeting: its agenda and what was taken down",
    openapi_extra=extra(),
)
def show_meeting(request: ApiRequest, meeting_id: Id) -> HttpResponse:
    return _answer(request.auth, path_id(meeting_id))


@router.post(
    "/meetings/{meeting_id}/entries",
    response={201: EntryOut},
    summary="Take down a note, a decision or an action",
    openapi_extra=extra(IDEMPOTENCY, body=NewEntry),
)
def create_entry(request: ApiRequest, meeting_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(meeting_id)
    find_meeting(actor, found)
    sent = read_body(request, NewEntry)
    arguments = sent.read(entry_fields, given(sent.fields))
    made = take_down(actor, found, **{**arguments, "submission": submission_of(request)})
    return answer(entry_shape(still_there(seen_entries(actor), made.id)), 201)


@router.delete(
    "/meetings/{meeting_id}/entries/{entry_id}",
    response={204: None},
    summary="Strike something from the minutes while the meeting goes on",
    openapi_extra=extra(),
)
def delete_entry(request: ApiRequest, meeting_id: Id, entry_id: Id) -> HttpResponse:
    find_meeting(request.auth, path_id(meeting_id))
    strike_entry(request.auth, path_id(entry_id), within=path_id(meeting_id))
    return no_content()


@router.post(
    "/meetings/{meeting_id}/end",
    response=MeetingOut,
    summary="End a meeting; its minutes are kept and the team is told",
    openapi_extra=extra(body=MeetingEnding, is_needed=False),
)
def close_meeting(request: ApiRequest, meeting_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(meeting_id)
    sent = read_words(request, MeetingEnding)
    end_meeting(actor, found, **sent.read(ending_fields, given(sent.fields)))
    return _answer(actor, found)
