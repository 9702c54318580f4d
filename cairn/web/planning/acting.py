"""What the buttons of a room send: done, and then the room again, or in words why not."""

from collections.abc import Callable, Mapping
from functools import wraps

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from cairn.errors import Conflict, Invalid, Refusal
from cairn.web.forms import see_other
from cairn.web.pages import flash, member_page
from cairn.web.planning.places import room_about
from cairn.web.refusals import sentence_of, words_of, written
from cairn.web.sessions import WebRequest


def board_act(act: Callable[[WebRequest, int], int]) -> Callable[..., HttpResponse]:
    """`act` answers the id of its room. The script that sent it looks at the board by itself; who has
    none goes back to the card that was meant."""

    @require_POST
    @member_page
    @wraps(act)
    def acted(request: WebRequest, **named: int) -> HttpResponse:
        [subject_id] = named.values()
        is_live = "HX-Request" in request.headers
        try:
            room_id = act(request, subject_id)
        except Refusal as refusal:
            return words_of(refusal) if is_live else _back(request, refusal, named)
        return HttpResponse(status=204) if is_live else see_other(_place(room_id, named))

    return acted


def _back(request: WebRequest, refusal: Refusal, named: Mapping[str, int]) -> HttpResponse:
    """In the room again, which says why not. Where words would be lost, the page of refusals shows
    them."""
    is_usual = isinstance(refusal, Conflict | Invalid) and not written(request)
    room_id = room_about(request.actor, named) if is_usual else None
    if room_id is None:
        raise refusal
    flash(request, sentence_of(refusal), level="warning")
    return see_other(_place(room_id, named))


def _place(room_id: int, named: Mapping[str, int]) -> str:
    card = f"#p-{named['proposal_id']}" if "proposal_id" in named else ""
    return f"/rooms/{room_id}{card}"
