"""Every refusal as an RFC 9457 problem document, in the reader's language."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from cairn.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, Stale, Unavailable, Words
from cairn.events.ledger import plain_values

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
LONGEST_NAME = 100
MOST_ERRORS = 50

KINDS: dict[int, tuple[str, Words]] = {
    400: ("unreadable", gettext_lazy("The request cannot be read")),
    401: ("unauthenticated", gettext_lazy("An access token is needed")),
    403: ("forbidden", gettext_lazy("You may not do this")),
    404: ("not-found", gettext_lazy("Not found")),
    405: ("method-not-allowed", gettext_lazy("This address does not take this method")),
    406: ("not-acceptable", gettext_lazy("Only JSON is returned here")),
    409: ("conflict", gettext_lazy("The state does not allow it")),
    411: ("length-required", gettext_lazy("The length of the request is missing")),
    413: ("too-large", gettext_lazy("The request is too large")),
    415: ("unsupported-media-type", gettext_lazy("Only JSON is read here")),
    422: ("invalid", gettext_lazy("Some fields need a correction")),
    429: ("too-many-requests", gettext_lazy("Too many requests")),
    500: ("internal", gettext_lazy("Something went wrong on our side")),
    503: ("unavailable", gettext_lazy("Not available right now")),
}
STALE = ("stale", gettext_lazy("Somebody else changed this meanwhile"))


class InvalidParameter(Invalid):
    """Bad input in the query or in a header. `place` is `parameter` or `header`."""

    def __init__(self, fields: Mapping[str, Words], place: str = "parameter") -> None:
        super().__init__(fields)
        self.place = place


class Unreadable(Refusal):
    """The request itself is broken: no JSON, no object, too large, of another type."""

    def __init__(self, status: int, reason: Words) -> None:
        super().__init__(reason)
        self.status = status


def problem(
    request: HttpRequest,
    status: int,
    detail: Words = "",
    *,
    kind: tuple[str, Words] | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """One problem document; `more` are its extension members."""
    name, title = kind or KINDS.get(status, KINDS[400])
    document = {
        "type": f"urn:cairn:problem:{name}",
        "title": str(title),
        "status": status,
        "detail": str(detail or title),
        "instance": request.path,
        **more,
    }
    return HttpResponse(
        orjson.dumps(document), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {})
    )


def problem_of(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """The answer to anything that was raised. What nobody foresaw is logged, never shown."""
    if isinstance(error, Refusal):
        return _of_refusal(request, error)
    if isinstance(error, HttpError):
        return _of_http_error(request, error)
    if isinstance(error, Http404):
        return problem(request, 404, NotFound.reason)
    if isinstance(error, ValidationError):
        return _of_refusal(request, _of_ninja(error))
    if isinstance(error, RequestDataTooBig):
        return problem(request, 413, _("At most 2.5 MB fit into one request."))
    if isinstance(error, SuspiciousOperation | UnreadablePostError):
        return problem(request, 400)
    return _of_failure(request, error)


def _of_refusal(request: HttpRequest, error: Refusal) -> HttpResponse:
    match error:
        case Unreadable():
            return problem(request, error.status, error.reason)
        case Invalid():
            errors = errors_of(error)
            return problem(request, 422, _summary(errors, error), errors=errors)
        case NotFound():
            return problem(request, 404, error.reason)
        case Forbidden():
            return problem(request, 403, error.reason)
        case Stale():
            return _of_stale(request, error)
        case Conflict():
            return problem(request, 409, error.reason)
        case Unavailable():
            return problem(request, 503, error.reason, headers={"Retry-After": "5"})
    return problem(request, 400, error.reason)


def errors_of(error: Invalid) -> list[dict[str, str]]:
    """Each wrong field with where it stands: a JSON pointer, a parameter or a header."""
    place = getattr(error, "place", "pointer")
    return [
        {
            "field": name[:LONGEST_NAME],
            "detail": str(why),
            place: pointer(name) if place == "pointer" else name[:LONGEST_NAME],
        }
        for name, why in list(error.fields.items())[:MOST_ERRORS]
    ]


def pointer(name: str) -> str:
    """A name, or a path of escaped names such as `milestones/0/title`, as a JSON pointer."""
    return "#/" + name[:LONGEST_NAME]


def _summary(errors: Iterable[Mapping[str, str]], error: Invalid) -> str:
    named = " ".join(f"{one['field']}: {one['detail']}" for one in errors)
    return named if len(named) <= 500 else str(error.reason)


def _of_stale(request: HttpRequest, error: Stale) -> HttpResponse:
    return problem(
        request,
        409,
        error.reason,
        kind=STALE,
        theirs=plain_values(error.theirs),
        yours=plain_values(error.yours),
        version=error.version,
    )


def _of_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error, AuthenticationError):
        return unauthenticated(request)
    if isinstance(error, Throttled):
        return problem(request, 429, headers={"Retry-After": str(error.wait or 60)})
    return problem(request, error.status_code)


def unauthenticated(request: HttpRequest) -> HttpResponse:
    """401 with the challenge; a token that was sent and does not hold is named as such."""
    sent = bool(request.headers.get("Authorization"))
    challenge = 'Bearer realm="Cairn"' + (', error="invalid_token"' if sent else "")
    detail = (
        _("This access token is unknown, expired or revoked.")
        if sent
        else _("Send an access token in the header “Authorization: Bearer …”.")
    )
    return problem(request, 401, detail, headers={"WWW-Authenticate": challenge})


def _of_ninja(error: ValidationError) -> Invalid:
    fields = {str(one["loc"][-1]): _("This value is of the wrong kind.") for one in error.errors}
    return InvalidParameter(fields)


def _of_failure(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, IntegrityError):
        logger.warning("%s %s met a constraint: %s", request.method, request.path, error)
        return problem(request, 409, _("Somebody else did the same at this moment. Try again."))
    if isinstance(error, OperationalError):
        logger.error("%s %s: the database failed", request.method, request.path, exc_info=error)
        return problem(request, 503, headers={"Retry-After": "1"})
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(request, 500, _("It has been logged. Try again, or tell your administrator."))
