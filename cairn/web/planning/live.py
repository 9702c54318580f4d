"""A room on the screen, followed live by everybody who looks."""

import json
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.http import require_GET

from cairn.errors import NotFound
from cairn.planning.board import Own, Share, find_room, read_board, read_shares, revision_of
from cairn.planning.models import Room
from cairn.planning.stream_process import ensure_running
from cairn.storage import clock
from cairn.web.pages import member_page, take_flashes
from cairn.web.planning.drawn import MINUTES, answer_with, shared_board
from cairn.web.planning.stream.passes import Pass, address_for, origin_of, sign_pass
from cairn.web.sessions import WebRequest


@require_GET
@member_page
def show(request: WebRequest, room_id: int) -> HttpResponse:
    room = find_room(request.actor, room_id)
    board = read_board(request.actor, room)
    context = {
        "board": board,
        "room": room,
        "mine": personal(room, board.own),
        "minutes": MINUTES,
        "now": clock.now(),
        "messages": take_flashes(request),
        "organization": request.member.organization,
        "me": request.actor.member_id,
        "stream": address_for(request, room_id),
    }
    answer = render(request, "planning/room.html", context)
    if stream := context["stream"]:
        allowed = {**settings.SECURE_CSP, "connect-src": [CSP.SELF, stream]}
        answer._csp_config = allowed  # type: ignore[attr-defined]
    return answer


@require_GET
@member_page
def grant(request: WebRequest, room_id: int) -> HttpResponse:
    """Where to listen instead of asking, with a pass for the next minutes; 204 where nothing can be
    listened to."""
    find_room(request.actor, room_id)
    address = address_for(request, room_id)
    if not address or not ensure_running():
        return HttpResponse(status=204)
    actor = request.actor
    granted = sign_pass(Pass(room_id, actor.member_id, actor.locale, origin_of(request)))
    answer = JsonResponse({"address": f"{address}?{urlencode({'pass': granted})}"})
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
@member_page
def look(request: WebRequest, room_id: int) -> HttpResponse:
    """What there is to see now; 204 where nothing is new since `revision`. One query then, beside
    those that say who asks."""
    revision = revision_of(request.actor, room_id)
    if revision is None:
        raise NotFound
    if str(revision) == request.GET.get("revision", ""):
        return HttpResponse(status=204)
    room = find_room(request.actor, room_id)
    [own] = read_shares([request.actor], room)
    answer = answer_with(request, shared_board(request.actor, room, own))
    answer["X-Mine"] = personal(room, own)
    answer["Cache-Control"] = "no-store"
    return answer


def personal(room: Room, own: Own | Share) -> str:
    """What only this reader is told: their dots, as plain JSON, and the seconds on the clock."""
    told: dict[str, object] = {
        "left": own.left,
        "votes": {str(proposal): dots for proposal, dots in own.votes.items()},
    }
    if room.timer_ends_at is not None:
        told["timer"] = int((room.timer_ends_at - clock.now()).total_seconds())
    return json.dumps(told, separators=(",", ":"))
