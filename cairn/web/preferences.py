"""How somebody likes to see Cairn: language and theme, signed in or not."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cairn.intake import MISSING, Intake, present
from cairn.organization.commands.members import edit_member
from cairn.web.sessions import LANGUAGE_COOKIE, THEME_COOKIE

YEAR = 365 * 24 * 3600
COOKIES = {"locale": LANGUAGE_COOKIE, "theme": THEME_COOKIE}


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Remembers `theme` and `locale` in this browser, and with the member who is signed in.

    With `next` it leads there; without, it answers 204, as scripts like it.
    """
    intake = Intake(request.POST)
    chosen = present(
        locale=intake.choice("locale", ("en", "zh-hans")),
        theme=intake.choice("theme", ("light", "dark")),
    )
    intake.settle()
    actor = request.actor  # type: ignore[attr-defined]
    if actor and chosen:
        edit_member(actor, actor.member_id, **chosen)
    response = answer(request)
    remember(response, chosen)
    return response


def answer(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", MISSING)
    return HttpResponse(status=204) if wanted is MISSING else lead_to(request, wanted)


def lead_to(request: HttpRequest, wanted: str) -> HttpResponse:
    """Go to an address of this instance; anything else leads home."""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return HttpResponseRedirect(wanted if safe else "/")


def remember(response: HttpResponse, chosen: dict[str, str]) -> None:
    """Keep choices of `locale` and `theme` in this browser; an empty one is forgotten."""
    for name, value in chosen.items():
        if value:
            response.set_cookie(
                COOKIES[name],
                value,
                YEAR,
                samesite="Lax",
                secure=settings.BEHIND_TLS,
                httponly=True,
            )
        else:
            response.delete_cookie(COOKIES[name])


urlpatterns: list[URLPattern] = [path("preferences", preferences, name="preferences")]
