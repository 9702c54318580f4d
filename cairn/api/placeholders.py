"""People known by name only: given an address, or merged into a member."""

from dataclasses import fields
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import extra, parameter
from cairn.api.objectives import path_id
from cairn.api.requests import ApiRequest, answer, given, read_body, read_query
from cairn.api.schemas.organization import AddressAsked, AddressGiven, MergeAsked
from cairn.api.schemas.organization import Moves as MovesOut
from cairn.api.schemas.types import ID, Id
from cairn.api.shapes.values import ref
from cairn.exchange.commands.merging import merge_placeholder
from cairn.exchange.merging import Moves, what_moves
from cairn.organization.commands.placeholders import name_address
from cairn.organization.intake import read_address, read_into
from cairn.organization.policy import rules
from cairn.organization.queries import find_member

router = Router(tags=["organization"])


@router.get(
    "/members/{member_id}/merge",
    response=MovesOut,
    summary="What would move if somebody known by name only became a member",
    openapi_extra=extra(parameter("into", "The member's id.", ID)),
)
def preview_merge(request: ApiRequest, member_id: Id) -> HttpResponse:
    found = path_id(member_id)
    rules.require(request.auth, "member.merge", find_member(request.auth, found))
    intake = read_query(request, "into")
    intake.settle()
    into = read_into({"into": request.GET.get("into")})["into"]
    return answer(_moves_shape(what_moves(request.auth, found, into=into)))


@router.post(
    "/members/{member_id}/merge",
    response=MovesOut,
    summary="Merge somebody known by name only into a member",
    openapi_extra=extra(body=MergeAsked),
)
def merge(request: ApiRequest, member_id: Id) -> HttpResponse:
    """All that names them names the member then, who is told in `into`. It cannot be taken back."""
    found = path_id(member_id)
    sent = read_body(request, MergeAsked)
    asked = sent.read(read_into, sent.fields)
    return answer(_moves_shape(merge_placeholder(request.auth, found, **asked)))


def _moves_shape(moves: Moves) -> dict[str, Any]:
    counts = {one.name: getattr(moves, one.name) for one in fields(moves)[2:]}
    return {"member": ref(moves.placeholder), "into": ref(moves.into), **counts}


@router.post(
    "/members/{member_id}/address",
    response=AddressGiven,
    summary="Give somebody known by name only an e-mail address",
    openapi_extra=extra(body=AddressAsked),
)
def give_address(request: ApiRequest, member_id: Id) -> HttpResponse:
    found = path_id(member_id)
    sent = read_body(request, AddressAsked)
    link = name_address(request.auth, found, **sent.read(read_address, given(sent.fields)))
    member = find_member(request.auth, found)
    return answer(
        {
            "id": str(member.id),
            "name": member.name,
            "email": member.user.email,
            "invitation": settings.HOST_URL + link if link else None,
        }
    )
