"""Apps of Feishu's API: tokens that are known by an id, and are exchanged for short-lived ones."""

from cairn.organization.actor import Actor, Face
from cairn.organization.commands.tokens import actor_holding, living_tokens
from cairn.organization.credentials import is_same
from cairn.organization.models import Token


def find_app(app_id: str, secret: str) -> Token | None:
    """The app whose id and secret these are, if it still opens anything."""
    token = living_tokens().filter(app_id=app_id).first()
    return token if token is not None and is_same(secret, token.secret_hash) else None


def actor_of_app(token_id: int) -> tuple[Actor, str] | None:
    """Whom an app lets act, and its name; None once it is revoked, expired or its owner has left."""
    token = living_tokens().filter(id=token_id, app_id__isnull=False).first()
    return None if token is None else (actor_holding(token, Face.API), token.name)
