"""Refusals as pages: every domain error that a view lets through becomes an answer here."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cairn.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, Unavailable, Words
from cairn.goals.policy import rules
from cairn.goals.queries import find_objective
from cairn.intake import fault_of_text
from cairn.web.pages import keep_unsent, outside_page
from cairn.web.planning.places import room_about
from cairn.web.sessions import THEME_COOKIE

logger = logging.getLogger(__name__)
STATUS: list[tuple[type[Refusal], int]] = [
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (Invalid, 422),
    (Unavailable, 503),
]


def status_of(refusal: Refusal) -> int:
    return next((status for kind, status in STATUS if isinstance(refusal, kind)), 400)


class TranslateRefusals:
    """Middleware: a refusal raised by a view becomes a page that says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if unreadable := unreadable_parts(request):
            return refusal_page(request, Invalid(unreadable))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError):
            logger.error("%s %s: the database failed", request.method, request.path, exc_info=error)
            return refusal_page(
                request, Unavailable(_("The database did not answer. Try again in a moment."))
            )
        return refusal_page(request, error) if isinstance(error, Refusal) else None


def unreadable_parts(request: HttpRequest) -> dict[str, Words]:
    """The parts of a page's query that no database can look up; the APIs read their own."""
    query = request.META.get("QUERY_STRING", "")
    if ("%00" not in query and "\x00" not in query) or request.path.startswith(
        ("/api/", "/open-apis/")
    ):
        return {}
    return {
        name.replace("\x00", ""): fault
        for name, text in request.GET.items()
        if (fault := fault_of_text(f"{name}{text}")) is not None
    }


def sentence_of(refusal: Refusal) -> str:
    """The first field's, or the reason."""
    if isinstance(refusal, Invalid):
        return str(next(iter(refusal.fields.values()), refusal.reason))
    return str(refusal.reason)


def words_of(refusal: Refusal) -> HttpResponse:
    """In one sentence, for a script that leaves the page as it is."""
    content_type = "text/plain; charset=utf-8"
    return HttpResponse(sentence_of(refusal), status=status_of(refusal), content_type=content_type)


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    status = status_of(refusal)
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    context = {
        "status": status,
        "reason": str(refusal.reason),
        "fields": fields,
        "written": written(request) if status in (409, 422, 503) else [],
        "ways": ways_on(request) if status in (403, 409) else ways_to_room(request, status),
    }
    return outside_page(request, "refusal.html", context, status=status)


def ways_on(request: HttpRequest) -> list[tuple[str, str]]:
    """(words, address) of what it was about: the objective that is seen but not changed, and to open
    it again for who may."""
    about = request.resolver_match.kwargs if request.resolver_match else {}
    actor = getattr(request, "actor", None)
    if "key_result_id" in about:
        return [(_("To the objective"), f"/key-results/{about['key_result_id']}")]
    if "objective_id" not in about or actor is None:
        return ways_to_room(request)
    try:
        objective = find_objective(actor, about["objective_id"])
    except NotFound:
        return []
    here = f"/objectives/{objective.id}"
    is_ended = objective.is_closed and not objective.cycle.is_closed
    may_reopen = is_ended and rules.can(actor, "objective.close", objective)
    return [(_("To the objective"), here), *([(_("Reopen…"), f"{here}/reopen")] * may_reopen)]


def ways_to_room(request: HttpRequest, status: int = 422) -> list[tuple[str, str]]:
    """(words, address) of the planning room that something refused was about."""
    about = request.resolver_match.kwargs if request.resolver_match else {}
    actor = getattr(request, "actor", None)
    room_id = room_about(actor, about) if actor is not None and status == 422 else None
    return [(_("Back to the room"), f"/rooms/{room_id}")] if room_id else []


def written(request: HttpRequest) -> list[str]:
    """What somebody wrote in words into the form that was refused, to be copied from there."""
    texts = (str(text) for name, text in request.POST.items() if _is_of_hand(name))
    return [text for text in texts if not text.isascii() or " " in text.strip()]


def _is_of_hand(name: str) -> bool:
    hidden = ("csrfmiddlewaretoken", "form_page", "submission", "was", "next")
    return name not in hidden and not name.endswith("-was") and "password" not in name


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open for too long, or came from elsewhere.

    What was typed into one of our own pages is kept, and offered again when it is opened.
    """
    back = _page_of_form(request)
    if back:
        keep_unsent(request)
    context = {
        "status": 403,
        "reason": _("This page was open for too long. Open it again and send it once more."),
        "fields": {},
        "back": back,
    }
    return outside_page(request, "refusal.html", context, status=403)


def _page_of_form(request: HttpRequest) -> str:
    """The address of our own page that sent this form; empty if it came from elsewhere."""
    page = request.POST.get("form_page", "")
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    here = page.startswith("/") and url_has_allowed_host_and_scheme(page, None)
    return page if ours and here else ""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that does not exist."""
    return refusal_page(request, NotFound())


def broken(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours. It touches neither database nor session."""
    chosen = request.COOKIES.get(THEME_COOKIE)
    locale = "zh-Hans" if get_language() == "zh-hans" else "en"
    page = get_template("500.html").render({"locale": locale, "theme": chosen})
    return HttpResponse(page, status=500)
