"""Proposals of a planning round over REST: changed, placed, voted for, argued about, chosen."""

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, extra
from cairn.api.objectives import path_id
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    read_body,
    read_words,
    submission_of,
)
from cairn.api.rooms import answer_room
from cairn.api.schemas.rooms import (
    KeyShown,
    MergingIn,
    NewArgument,
    OwnOut,
    ProposalChange,
    ProposalPlace,
    RoomOut,
    VoteIn,
)
from cairn.api.schemas.types import Id
from cairn.api.shapes.rooms import own_shape
from cairn.planning.board import find_room, read_own
from cairn.planning.commands.arguments import argue, withdraw_argument
from cairn.planning.commands.ballots import set_vote
from cairn.planning.commands.choosing import choose_proposal, unchoose_proposal
from cairn.planning.commands.groups import merge_proposals, move_proposal, unmerge_proposal
from cairn.planning.commands.proposals import (
    change_proposal,
    restore_proposal,
    withdraw_proposal,
)
from cairn.planning.intake import (
    argument_fields,
    key_field,
    merging_fields,
    moving_fields,
    proposal_changes,
    vote_fields,
)

router = Router(tags=["planning"])
PROPOSAL = "/proposals/{proposal_id}"


@router.patch(
    PROPOSAL,
    response=RoomOut,
    summary="Change one's own proposal, until the vote",
    openapi_extra=extra(body=ProposalChange),
)
def edit_proposal(request: ApiRequest, proposal_id: Id) -> HttpResponse:
    sent = read_body(request, ProposalChange)
    fields = given(sent.fields)
    arguments = sent.read(proposal_changes, fields)
    key = key_field(fields)
    made = change_proposal(request.auth, path_id(proposal_id), key=key, **arguments)
    return answer_room(request.auth, made.room_id)


@router.post(
    f"{PROPOSAL}/withdraw",
    response=RoomOut,
    summary="Withdraw a proposal; dots that it has in an open vote go back",
    openapi_extra=extra(body=KeyShown, is_needed=False),
)
def drop_proposal(request: ApiRequest, proposal_id: Id) -> HttpResponse:
    gone = withdraw_proposal(request.auth, path_id(proposal_id), key=_key(request))
    return answer_room(request.auth, gone.room_id)


@router.post(
    f"{PROPOSAL}/restore",
    response=RoomOut,
    summary="Bring a withdrawn proposal back",
    openapi_extra=extra(body=KeyShown, is_needed=False),
)
def undrop_proposal(request: ApiRequest, proposal_id: Id) -> HttpResponse:
    back = restore_proposal(request.auth, path_id(proposal_id), key=_key(request))
    return answer_room(request.auth, back.room_id)


def _key(request: ApiRequest) -> str:
    sent = read_words(request, KeyShown)
    return str(sent.read(lambda fields: {"key": key_field(fields)}, given(sent.fields))["key"])


@router.put(
    f"{PROPOSAL}/place",
    response=RoomOut,
    summary="Put a proposal into a group, or to its place",
    openapi_extra=extra(body=ProposalPlace),
)
def place_proposal(request: ApiRequest, proposal_id: Id) -> HttpResponse:
    sent = read_body(request, ProposalPlace)
    arguments = sent.read(moving_fields, given(sent.fields))
    moved = move_proposal(request.auth, path_id(proposal_id), **arguments)
    return answer_room(request.auth, moved.room_id)


@router.post(
    f"{PROPOSAL}/merge",
    response=RoomOut,
    summary="Make other proposals part of this one",
    openapi_extra=extra(body=MergingIn),
)
def merge_into(request: ApiRequest, proposal_id: Id) -> HttpResponse:
    sent = read_body(request, MergingIn)
    arguments = sent.read(merging_fields, given(sent.fields))
    into = merge_proposals(request.auth, path_id(proposal_id), **arguments)
    return answer_room(request.auth, into.room_id)


@router.post(
    f"{PROPOSAL}/unmerge",
    response=RoomOut,
    summary="Let an origin stand on its own again",
    openapi_extra=extra(),
)
def take_out(request: ApiRequest, proposal_id: Id) -> HttpResponse:
    return answer_room(request.auth, unmerge_proposal(request.auth, path_id(proposal_id)).room_id)


@router.put(
    f"{PROPOSAL}/vote",
    response=OwnOut,
    summary="Give a proposal so many of one's dots",
    openapi_extra=extra(body=VoteIn),
)
def put_vote(request: ApiRequest, proposal_id: Id) -> HttpResponse:
    sent = read_body(request, VoteIn)
    arguments = sent.read(vote_fields, given(sent.fields))
    purse = set_vote(request.auth, path_id(proposal_id), **arguments)
    room = find_room(request.auth, purse.ballot.room_id)
    return answer(own_shape(read_own(request.auth, room)))


@router.post(
    f"{PROPOSAL}/arguments",
    response={201: RoomOut},
    summary="Say why one is for or against",
    openapi_extra=extra(IDEMPOTENCY, body=NewArgument),
)
def create_argument(request: ApiRequest, proposal_id: Id) -> HttpResponse:
    sent = read_body(request, NewArgument)
    arguments = sent.read(argument_fields, given(sent.fields))
    said = argue(
        request.auth,
        path_id(proposal_id),
        **{**arguments, "submission": submission_of(request)},
    )
    return answer_room(request.auth, said.proposal.room_id, 201)


@router.delete(
    "/arguments/{argument_id}",
    response=RoomOut,
    summary="Take an argument out",
    openapi_extra=extra(),
)
def delete_argument(request: ApiRequest, argument_id: Id) -> HttpResponse:
    gone = withdraw_argument(request.auth, path_id(argument_id))
    return answer_room(request.auth, gone.proposal.room_id)


@router.put(
    f"{PROPOSAL}/choice",
    response=RoomOut,
    summary="Choose a proposal: it becomes a draft",
    openapi_extra=extra(),
)
def choose(request: ApiRequest, proposal_id: Id) -> HttpResponse:
    made = choose_proposal(request.auth, path_id(proposal_id))
    return answer_room(request.auth, made.proposal.room_id)


@router.delete(
    f"{PROPOSAL}/choice",
    response=RoomOut,
    summary="Take the choice back, while nobody has worked on the draft",
    openapi_extra=extra(),
)
def unchoose(request: ApiRequest, proposal_id: Id) -> HttpResponse:
    return answer_room(request.auth, unchoose_proposal(request.auth, path_id(proposal_id)).room_id)
