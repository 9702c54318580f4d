"""Refusals as pages: every domain error that a view lets through becomes an answer here."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cairn.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, Unavailable
from cairn.web.pages import outside_page

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
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusal_page(request, error) if isinstance(error, Refusal) else None


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    status = status_of(refusal)
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    context = {"status": status, "reason": str(refusal.reason), "fields": fields}
    return outside_page(request, "refusal.html", context, status=status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open for too long, or came from elsewhere."""
    context = {
        "status": 403,
        "reason": _("This page was open for too long. Go back, reload it and send it again."),
        "fields": {},
    }
    return outside_page(request, "refusal.html", context, status=403)
