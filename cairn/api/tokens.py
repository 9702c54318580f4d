"""Bearer tokens, the only way in: a session's cookie opens nothing here."""

from dataclasses import replace

from django.http import HttpRequest
from django.utils import translation
from ninja.security import HttpBearer

from cairn.api.languages import NAMES, asked_language
from cairn.errors import Forbidden
from cairn.organization.actor import Actor, Scope
from cairn.organization.commands.tokens import actor_of_token
from cairn.organization.rules import NO_SCOPE

LONGEST_SECRET = 200
READING = ("GET", "HEAD")


class AccessToken(HttpBearer):
    """Gives the actor of a token; without `Accept-Language` the answer speaks their language."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        secret = token.strip()
        actor = actor_of_token(secret) if 0 < len(secret) <= LONGEST_SECRET else None
        if actor is None:
            return None
        language = asked_language(request) or actor.locale
        translation.activate(language if language in NAMES else "en")
        if request.method in READING and Scope.READ not in actor.scopes:
            raise Forbidden(NO_SCOPE)
        return replace(actor, locale=language)
