"""What people agreed to do, over REST."""

from collections.abc import Callable

from django.http import HttpResponse
from ninja import Router

from cairn.api.alignments import TRUTH
from cairn.api.documents import PAGE, extra, parameter
from cairn.api.objectives import path_id
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import ApiRequest, answer, or_none, read_body, read_query
from cairn.api.schemas.meetings import ActionChange, ActionOut, ActionPage
from cairn.api.schemas.types import ID, Id
from cairn.api.shapes.meetings import action_shape
from cairn.checkins.agreed import OPEN, action_rows, seen_actions
from cairn.checkins.commands.actions import (
    change_action,
    drop_action,
    finish_action,
    reopen_action,
)
from cairn.checkins.models import Action
from cairn.errors import NotFound
from cairn.meetings.intake import action_changes
from cairn.organization.actor import Actor

router = Router(tags=["actions"])

type Act = Callable[[Actor, int], Action]


@router.get(
    "/actions",
    response=ActionPage,
    summary="What was agreed on in meetings and retrospectives, newest first",
    openapi_extra=extra(
        parameter("owner", "Whose they are; `me` for the caller's."),
        parameter("team", "Agreed on in this team.", ID),
        parameter("open", "Those that are neither done nor dropped.", {"type": "boolean"}),
        *PAGE,
    ),
)
def list_actions(request: ApiRequest) -> HttpResponse:
    """Those that are about nothing in particular, or about what you may see."""
    actor = request.auth
    intake = read_query(request, "owner", "team", "open", *PAGE_PARAMETERS)
    asked = read_page(intake)
    if intake.fields.get("owner") == "me":
        intake.fields = {**intake.fields, "owner": str(actor.member_id)}
    owner, team = or_none(intake.id("owner")), or_none(intake.id("team"))
    is_open = or_none(intake.choice("open", TRUTH)) == "true"
    intake.settle()
    found = seen_actions(actor)
    if owner:
        found = found.filter(owner=owner)
    if team:
        found = found.filter(team=team)
    rows, following = take_page(found.filter(OPEN) if is_open else found, ("-id",), asked)
    items = [action_shape(one) for one in action_rows(actor, rows)]
    return answer({"items": items, "next": following})


def _answer(actor: Actor, action_id: int) -> HttpResponse:
    rows = action_rows(actor, seen_actions(actor).filter(id=action_id))
    if not rows:
        raise NotFound
    return answer(action_shape(rows[0]))


@router.get("/actions/{action_id}", response=ActionOut, summary="An action", openapi_extra=extra())
def show_action(request: ApiRequest, action_id: Id) -> HttpResponse:
    return _answer(request.auth, path_id(action_id))


@router.patch(
    "/actions/{action_id}",
    response=ActionOut,
    summary="Change what is to be done, by whom or by when",
    openapi_extra=extra(body=ActionChange),
)
def alter_action(request: ApiRequest, action_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(action_id)
    sent = read_body(request, ActionChange)
    change_action(actor, found, **sent.read(action_changes, sent.fields))
    return _answer(actor, found)


def _do(request: ApiRequest, action_id: str, act: Act) -> HttpResponse:
    found = path_id(action_id)
    act(request.auth, found)
    return _answer(request.auth, found)


@router.post(
    "/actions/{action_id}/done",
    response=ActionOut,
    summary="Say that it is done",
    openapi_extra=extra(),
)
def mark_action_done(request: ApiRequest, action_id: Id) -> HttpResponse:
    return _do(request, action_id, finish_action)


@router.post(
    "/actions/{action_id}/drop",
    response=ActionOut,
    summary="Say that it will not be done",
    openapi_extra=extra(),
)
def give_action_up(request: ApiRequest, action_id: Id) -> HttpResponse:
    return _do(request, action_id, drop_action)


@router.post(
    "/actions/{action_id}/reopen",
    response=ActionOut,
    summary="Take back that it is done or dropped",
    openapi_extra=extra(),
)
def open_action_again(request: ApiRequest, action_id: Id) -> HttpResponse:
    return _do(request, action_id, reopen_action)
