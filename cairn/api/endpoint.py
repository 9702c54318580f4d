"""What every address of the API does, known or not, before and after its own work."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from cairn.api.languages import NAMES, asked_language
from cairn.api.problems import MEDIA_TYPE, problem, problem_of
from cairn.errors import NotFound

SPOKEN = ["application/json", MEDIA_TYPE]

type View = Callable[..., HttpResponseBase]


def endpoint(view: View) -> View:
    """The language, the formats, and a problem document instead of anything that is raised.

    Nothing here reads the session, so there is nothing that a forged form could use.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(asked_language(request) or "en"):
            response = _answer(view, request, *args, **kwargs)
            response.headers["Content-Language"] = NAMES[translation.get_language() or "en"]
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    guarded.csrf_exempt = True  # type: ignore[attr-defined]
    return guarded


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if request.get_preferred_type(SPOKEN) is None:
        return problem(request, 406, _("Answers are application/json."))
    try:
        response = view(request, *args, **kwargs)
    except Exception as error:  # noqa: BLE001 (the last resort: logged, and answered in words)
        return problem_of(request, error)
    if isinstance(response, HttpResponseNotAllowed):
        return problem(request, 405, headers={"Allow": response.headers["Allow"]})
    return response


@endpoint
def no_such_address(request: HttpRequest, **_path: Any) -> HttpResponse:
    raise NotFound
