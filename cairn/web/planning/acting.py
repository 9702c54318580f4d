"""What the buttons of a room send: done, and then the room again, or in words why not."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from cairn.errors import Refusal
from cairn.web.forms import see_other
from cairn.web.pages import member_page
from cairn.web.refusals import words_of
from cairn.web.sessions import WebRequest


def board_act(act: Callable[[WebRequest, int], int]) -> Callable[..., HttpResponse]:
    """`act` answers the id of its room. The script that sent it looks at the board by itself."""

    @require_POST
    @member_page
    @wraps(act)
    def acted(request: WebRequest, **named: int) -> HttpResponse:
        [subject_id] = named.values()
        is_live = "HX-Request" in request.headers
        try:
            room_id = act(request, subject_id)
        except Refusal as refusal:
            if not is_live:
                raise
            return words_of(refusal)
        return HttpResponse(status=204) if is_live else see_other(f"/rooms/{room_id}")

    return acted
