"""Who is at the other end of a request, in two queries beside the session's own."""

from collections.abc import Callable

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare

from cairn.organization.actor import Actor, Face
from cairn.organization.models import Member, User
from cairn.organization.signing import actor_for, member_of
from cairn.storage.ids import read_id

MEMBER_KEY = "member"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LANGUAGE_COOKIE, THEME_COOKIE = "cairn_language", "cairn_theme"


class WebRequest(HttpRequest):
    """A request of a signed-in member: what every page may rely on."""

    actor: Actor
    member: Member


class SignedInMember:
    """Middleware: sets `request.member` and `request.actor`, or None, language and time zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        member = member_in(request.session)
        request.member = member  # type: ignore[attr-defined]
        if member:
            request._cached_user = member.user  # type: ignore[attr-defined]
        locale = _locale(request, member)
        with translation.override(locale):
            request.LANGUAGE_CODE = locale
            request.actor = (  # type: ignore[attr-defined]
                actor_for(member, Face.WEB, locale=locale) if member else None
            )
            zone = member.organization.time_zone if member else "UTC"
            with timezone.override(zone):
                response = self.get_response(request)
        response.headers.setdefault("Content-Language", locale)
        return response


def member_in(session: SessionBase) -> Member | None:
    """Whom a session lets in now."""
    user_id = read_id(session.get(SESSION_KEY))
    if user_id is None or BACKEND_SESSION_KEY not in session:
        return None
    member = member_of(user_id, session.get(MEMBER_KEY))
    if member is None:
        return None
    kept = session.get(HASH_SESSION_KEY, "")
    if not constant_time_compare(kept, member.user.get_session_auth_hash()):
        return None
    member.user.backend = session[BACKEND_SESSION_KEY]
    return member


def _locale(request: HttpRequest, member: Member | None) -> str:
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "") or (member.locale if member else "")
    if chosen in ("en", "zh-hans"):
        return chosen
    if member:
        return member.organization.locale
    return translation.get_language_from_request(request)


def let_in(request: HttpRequest, user: User) -> None:
    """Sign somebody in who has proved who they are by other means than allauth's."""
    login(request, user, backend=BACKEND)
