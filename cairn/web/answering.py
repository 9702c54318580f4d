"""What is owed, answered in its row: with scripts the row says what became of it, without them the
page comes back with a message; a refused answer stands in its row again as it was written."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse

from cairn.errors import Conflict, Invalid, Refusal, Stale
from cairn.notifications.inbox import see_notices_of_answer
from cairn.notifications.notices import unseen_count
from cairn.notifications.owed import section_with
from cairn.notifications.waiting import MOST
from cairn.storage.ids import read_id
from cairn.web.forms import back_to, see_other
from cairn.web.inbox_page import section_again
from cairn.web.pages import flash, fragment
from cairn.web.refusals import status_of
from cairn.web.sessions import WebRequest
from cairn.web.unsent_answers import refused_answer, written_text


def row_of(request: WebRequest) -> str:
    """The name of the row (`kpi-7`) whose form is sent or opened; empty for one of another page."""
    about = request.POST.get("about", request.GET.get("about", ""))[:40]
    return about if section_with(about) else ""


def is_in_row(request: WebRequest) -> bool:
    """Whether the row itself waits for what became of it."""
    return bool(row_of(request)) and "HX-Request" in request.headers


def act_in_row(
    request: WebRequest,
    act: Callable[[], str],
    *,
    otherwise: Callable[[], str],
    refused: Callable[[Invalid], HttpResponse] | None = None,
    about: str = "",
    undo: Callable[[], str] = str,
) -> HttpResponse:
    """Do it and say so. `act` answers the words, `undo` what takes it back, `otherwise` where to go
    from a form that names no page, and `refused` shows bad input of a form that stands elsewhere;
    without it the inbox does, in the row `about`."""
    try:
        words = act()
    except Invalid as refusal:
        if refused is not None and not row_of(request):
            return refused(refusal)
        return refuse_in_row(request, about or row_of(request), refusal)
    except Stale as refusal:
        if not is_in_row(request):
            raise
        return refuse_in_row(request, row_of(request), refusal)
    except Refusal as refusal:
        if not is_in_row(request) and not isinstance(refusal, Conflict):
            raise
        return said(request, refusal.reason, otherwise=otherwise(), refusal=refusal)
    return said(request, words, about=about, otherwise=otherwise(), undo=undo())


def refuse_in_row(request: WebRequest, about: str, refusal: Refusal) -> HttpResponse:
    """Its section again, with what was typed; where the row is not in the list, what was typed is
    shown to be copied."""
    unsent = refused_answer(request, about, refusal)
    again = section_again(request, unsent, status_of(refusal))
    if again is not None:
        return again
    if not is_in_row(request):
        raise refusal
    return answered_row(request, unsent.error, refusal=refusal)


def said(
    request: WebRequest,
    words: Any,
    *,
    otherwise: str,
    about: str = "",
    undo: str = "",
    then: tuple[str, str] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """What became of it, where its row stood or on the page that it stood on. `then`: the address
    and words of what comes next, for a row."""
    seen = [] if refusal else see_news(request, about or row_of(request))
    if is_in_row(request):
        return answered_row(request, str(words), undo=undo, then=then, refusal=refusal, seen=seen)
    flash(request, str(words), level="warning" if refusal else "success", undo_url=undo)
    return see_other(back_to(request, otherwise))


def see_news(request: WebRequest, about: str) -> list[int]:
    """What was answered is no news any more. Which were."""
    sort, _dash, named = about.partition("-")
    subject = read_id(named)
    return see_notices_of_answer(request.actor, sort, subject) if subject else []


def answered_row(
    request: WebRequest,
    words: str,
    *,
    undo: str = "",
    then: tuple[str, str] | None = None,
    refusal: Refusal | None = None,
    seen: Sequence[int] = (),
) -> HttpResponse:
    """In the row's place, with the number of news that are left; what was refused to be copied."""
    context = {
        "about": row_of(request),
        "words": words,
        "undo": undo,
        "then": then,
        "back": back_to(request, "/inbox"),
        "is_refused": refusal is not None,
        "text": written_text(request) if refusal else "",
        "news": news_left(request),
        "seen": seen,
    }
    status = status_of(refusal) if refusal else 200
    return fragment(request, "inbox/answered.html", "answered", context, status=status)


def news_left(request: WebRequest) -> str:
    left = unseen_count(request.actor, MOST)
    return str(left) if left < MOST else f"{MOST - 1}+"


def place_of(request: WebRequest) -> dict[str, str]:
    """For a form that may be opened in a row: the row, and the page to go back to."""
    return {"about": row_of(request), "back": back_to(request, "")}


def in_its_place(request: WebRequest, answer: HttpResponse, part: str) -> HttpResponse:
    """A refused form that was opened in a row: the part of its page goes there again."""
    if is_in_row(request):
        answer["HX-Retarget"] = f"#{row_of(request)}-place"
        answer["HX-Reselect"] = part
        answer["HX-Reswap"] = "innerHTML ignoreTitle:true"
    return answer
