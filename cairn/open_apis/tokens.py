"""Signing on: an app's id and secret for a token of two hours, and what such a token lets do.

Nothing of it is kept: the token is signed, and names the app, which is read with every request.
"""

from collections.abc import Mapping
from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from cairn.open_apis.bodies import read_object
from cairn.open_apis.codes import Code, Refused
from cairn.organization.actor import Actor, Scope
from cairn.organization.commands.apps import actor_of_app, find_app
from cairn.storage import clock
from cairn.storage.ids import read_id

LIFETIME_S = 7_200
LONGEST = 200
_signer = Signer(sep=".", salt="cairn.open_apis")


def give_token(request: HttpRequest, *names: str) -> Mapping[str, Any]:
    """The token under each of these names, beside the envelope and not in its data."""
    if request.method != "POST":
        raise Refused(Code.WRONG_METHOD, "method not allowed")
    body = read_object(request)
    app_id, secret = body.get("app_id"), body.get("app_secret")
    sound = all(isinstance(text, str) and 0 < len(text) <= LONGEST for text in (app_id, secret))
    app = find_app(str(app_id), str(secret)) if sound and _is_plain(f"{app_id}{secret}") else None
    if app is None:
        raise Refused(Code.WRONG_APP, "app_id or app_secret is invalid")
    until = int(clock.now().timestamp()) + LIFETIME_S
    token = "t-" + _signer.sign(f"{app.id}-{until}")
    return {"code": 0, "msg": "ok", **dict.fromkeys(names, token), "expire": LIFETIME_S}


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def tenant_token(request: HttpRequest) -> Mapping[str, Any]:
    return give_token(request, "tenant_access_token")


def app_token(request: HttpRequest) -> Mapping[str, Any]:
    return give_token(request, "app_access_token", "tenant_access_token")


def actor_of(request: HttpRequest) -> tuple[Actor, str]:
    """Who calls, and the name of the app; what is wrong with the token is told by its number."""
    sent = request.headers.get("Authorization", "")
    if not sent:
        raise Refused(Code.TOKEN_MISSING, "Missing access token for authorization")
    scheme, _space, token = sent.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > LONGEST:
        raise Refused(Code.TOKEN_UNREADABLE, "Invalid access token for authorization")
    if token.startswith("u-"):
        raise Refused(Code.USER_TOKEN_INVALID, "Cairn gives no user access tokens")
    if not token.startswith("t-"):
        raise Refused(Code.TOKEN_UNREADABLE, "A tenant access token begins with t-")
    found = actor_of_app(_app_in(token[2:]))
    if found is None:
        raise Refused(Code.TOKEN_INVALID, "The app of this access token is gone")
    _require_scope(request, found[0])
    return found


def _app_in(signed: str) -> int:
    """The id of the app that a token names, while it lasts."""
    try:
        app_id, _dash, until = _signer.unsign(signed).partition("-")
        is_over = int(until) <= clock.now().timestamp()
    except (BadSignature, ValueError, UnicodeError):
        raise Refused(Code.TOKEN_INVALID, "Invalid access token for authorization") from None
    if is_over:
        raise Refused(Code.TOKEN_INVALID, "Access token expired, get a new one")
    return read_id(app_id) or 0


def _require_scope(request: HttpRequest, actor: Actor) -> None:
    needed = Scope.READ if request.method == "GET" else Scope.WRITE
    if needed not in actor.scopes:
        raise Refused(Code.NO_SCOPE, f"this app does not have the scope: {needed}")
