"""Rooms of a planning round over REST: opening one, its stages, seats, groups and votes."""

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, PAGE, extra
from cairn.api.objectives import path_id
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    read_body,
    read_query,
    read_words,
    submission_of,
)
from cairn.api.schemas.rooms import (
    GroupIn,
    GroupPlace,
    NewBallot,
    NewProposal,
    NewRoom,
    OrderIn,
    ProposalMade,
    RoomChange,
    RoomOut,
    RoomPageOut,
    SeatsIn,
    StageIn,
    TimerIn,
)
from cairn.api.schemas.types import Id
from cairn.api.shapes.rooms import made_shape, room_line, room_shape
from cairn.organization.actor import Actor
from cairn.planning.board import find_room, read_board, rooms_of
from cairn.planning.commands.arguments import start_speaking
from cairn.planning.commands.ballots import open_ballot, reveal_ballot
from cairn.planning.commands.groups import (
    delete_group,
    make_group,
    move_group,
    rank_proposals,
    rename_group,
)
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rooms import (
    change_room,
    enter_room,
    leave_room,
    move_stage,
    open_room,
    seat_members,
    set_timer,
)
from cairn.planning.intake import (
    ballot_fields,
    group_fields,
    order_fields,
    place_fields,
    proposal_fields,
    room_fields,
    seat_fields,
    stage_fields,
    talking_fields,
)
from cairn.planning.rounds import find_round

router = Router(tags=["planning"])
ROOM = "/rooms/{room_id}"


def answer_room(actor: Actor, room_id: int, status: int = 200, **headers: str) -> HttpResponse:
    """The room as it is now."""
    board = read_board(actor, find_room(actor, room_id))
    return answer(room_shape(board), status, **headers)


@router.get(
    "/rounds/{round_id}/rooms",
    response=RoomPageOut,
    summary="The rooms of a planning round, oldest first",
    openapi_extra=extra(*PAGE),
)
def list_rooms(request: ApiRequest, round_id: Id) -> HttpResponse:
    held = find_round(request.auth, path_id(round_id))
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    rows, following = take_page(rooms_of(request.auth, held.id), ("id",), asked)
    return answer({"items": [room_line(one) for one in rows], "next": following})


@router.post(
    "/rounds/{round_id}/rooms",
    response={201: RoomOut},
    summary="Open a team's room, or a room about the key results of a draft",
    openapi_extra=extra(body=NewRoom),
)
def create_room(request: ApiRequest, round_id: Id) -> HttpResponse:
    held = find_round(request.auth, path_id(round_id))
    sent = read_body(request, NewRoom)
    arguments = sent.read(room_fields, given(sent.fields))
    made = open_room(request.auth, held.id, **{"team": None, **arguments})
    return answer_room(request.auth, made.id, 201, Location=f"/api/v1/rooms/{made.id}")


@router.get(ROOM, response=RoomOut, summary="A room as it stands", openapi_extra=extra())
def show_room(request: ApiRequest, room_id: Id) -> HttpResponse:
    return answer_room(request.auth, path_id(room_id))


@router.patch(ROOM, response=RoomOut, summary="Change a room", openapi_extra=extra(body=RoomChange))
def edit_room(request: ApiRequest, room_id: Id) -> HttpResponse:
    found = find_room(request.auth, path_id(room_id)).id
    sent = read_body(request, RoomChange)
    change_room(request.auth, found, **sent.read(room_fields, given(sent.fields)))
    return answer_room(request.auth, found)


@router.put(
    f"{ROOM}/stage",
    response=RoomOut,
    summary="Take a room to another stage, or end it",
    openapi_extra=extra(body=StageIn),
)
def put_stage(request: ApiRequest, room_id: Id) -> HttpResponse:
    found = find_room(request.auth, path_id(room_id)).id
    sent = read_body(request, StageIn)
    move_stage(request.auth, found, **sent.read(stage_fields, sent.fields))
    return answer_room(request.auth, found)


@router.put(
    f"{ROOM}/timer",
    response=RoomOut,
    summary="Let the time run for everybody, or let somebody speak for or against",
    openapi_extra=extra(body=TimerIn),
)
def put_timer(request: ApiRequest, room_id: Id) -> HttpResponse:
    found = find_room(request.auth, path_id(room_id)).id
    sent = read_body(request, TimerIn)
    arguments = sent.read(talking_fields, given(sent.fields))
    proposal = arguments.pop("proposal", None)
    if proposal is None:
        set_timer(request.auth, found, minutes=arguments["minutes"])
    else:
        start_speaking(request.auth, proposal, within=found, **arguments)
    return answer_room(request.auth, found)


@router.put(
    f"{ROOM}/seats",
    response=RoomOut,
    summary="Ask people in, as facilitators or not",
    openapi_extra=extra(body=SeatsIn),
)
def put_seats(request: ApiRequest, room_id: Id) -> HttpResponse:
    found = find_room(request.auth, path_id(room_id)).id
    sent = read_body(request, SeatsIn)
    seat_members(request.auth, found, **sent.read(seat_fields, given(sent.fields)))
    return answer_room(request.auth, found)


@router.put(f"{ROOM}/seats/me", response=RoomOut, summary="Take a seat", openapi_extra=extra())
def take_seat(request: ApiRequest, room_id: Id) -> HttpResponse:
    enter_room(request.auth, path_id(room_id))
    return answer_room(request.auth, path_id(room_id))


@router.delete(
    f"{ROOM}/seats/me",
    response=RoomOut,
    summary="Leave; what was given in a vote stays given",
    openapi_extra=extra(),
)
def give_seat_up(request: ApiRequest, room_id: Id) -> HttpResponse:
    leave_room(request.auth, path_id(room_id))
    return answer_room(request.auth, path_id(room_id))


@router.post(
    f"{ROOM}/proposals",
    response={201: ProposalMade},
    summary="Propose something; in an anonymous room nothing is kept that tells who",
    openapi_extra=extra(IDEMPOTENCY, body=NewProposal),
)
def create_proposal(request: ApiRequest, room_id: Id) -> HttpResponse:
    actor, found = request.auth, find_room(request.auth, path_id(room_id)).id
    sent = read_body(request, NewProposal)
    arguments = sent.read(proposal_fields, given(sent.fields))
    made, key = propose(actor, found, **{**arguments, "submission": submission_of(request)})
    return answer(made_shape(actor, made, key), 201)


@router.put(
    f"{ROOM}/ranking",
    response=RoomOut,
    summary="Give proposals their places",
    openapi_extra=extra(body=OrderIn),
)
def put_ranking(request: ApiRequest, room_id: Id) -> HttpResponse:
    found = find_room(request.auth, path_id(room_id)).id
    sent = read_body(request, OrderIn)
    rank_proposals(request.auth, found, **sent.read(order_fields, given(sent.fields)))
    return answer_room(request.auth, found)


@router.post(
    f"{ROOM}/groups",
    response={201: RoomOut},
    summary="A group for proposals that belong together",
    openapi_extra=extra(body=GroupIn),
)
def create_group(request: ApiRequest, room_id: Id) -> HttpResponse:
    found = find_room(request.auth, path_id(room_id)).id
    sent = read_body(request, GroupIn)
    make_group(request.auth, found, **sent.read(group_fields, sent.fields))
    return answer_room(request.auth, found, 201)


@router.patch(
    "/groups/{group_id}",
    response=RoomOut,
    summary="Rename a group",
    openapi_extra=extra(body=GroupIn),
)
def edit_group(request: ApiRequest, group_id: Id) -> HttpResponse:
    sent = read_body(request, GroupIn)
    arguments = sent.read(group_fields, sent.fields)
    group = rename_group(request.auth, path_id(group_id), **arguments)
    return answer_room(request.auth, group.room_id)


@router.put(
    "/groups/{group_id}/place",
    response=RoomOut,
    summary="Put a group to its place among the groups",
    openapi_extra=extra(body=GroupPlace),
)
def place_group(request: ApiRequest, group_id: Id) -> HttpResponse:
    sent = read_body(request, GroupPlace)
    arguments = sent.read(place_fields, sent.fields)
    group = move_group(request.auth, path_id(group_id), **arguments)
    return answer_room(request.auth, group.room_id)


@router.delete(
    "/groups/{group_id}",
    response=RoomOut,
    summary="Take a group away; what lay in it lies loose",
    openapi_extra=extra(),
)
def remove_group(request: ApiRequest, group_id: Id) -> HttpResponse:
    return answer_room(request.auth, delete_group(request.auth, path_id(group_id)).id)


@router.post(
    f"{ROOM}/ballots",
    response={201: RoomOut},
    summary="Let everybody vote",
    openapi_extra=extra(body=NewBallot),
)
def create_ballot(request: ApiRequest, room_id: Id) -> HttpResponse:
    found = find_room(request.auth, path_id(room_id)).id
    sent = read_words(request, NewBallot)
    open_ballot(request.auth, found, **sent.read(ballot_fields, given(sent.fields)))
    return answer_room(request.auth, found, 201)


@router.post(
    "/ballots/{ballot_id}/reveal",
    response=RoomOut,
    summary="Show everybody what all gave, at once",
    openapi_extra=extra(),
)
def show_votes(request: ApiRequest, ballot_id: Id) -> HttpResponse:
    return answer_room(request.auth, reveal_ballot(request.auth, path_id(ballot_id)).room_id)
