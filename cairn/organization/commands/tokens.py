"""Personal access tokens: made by their owner, shown once."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Forbidden
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.intake import refuse
from cairn.organization.actor import Actor, Face, Scope
from cairn.organization.commands.locking import lock_member, lock_token
from cairn.organization.credentials import TOKEN_PREFIX, hash_of, new_app_id, new_secret
from cairn.organization.models import Token
from cairn.organization.policy import rules
from cairn.organization.rules import NO_SCOPE
from cairn.organization.signing import actor_for
from cairn.storage import clock

USUAL_SCOPES = (Scope.READ, Scope.WRITE)
MOST_DAYS = 3650
HINT_LENGTH = 12
APP_HINT_LENGTH = 4
"""An app is known by its id; a token by its prefix and what follows."""
USE_NOTED_EVERY = timedelta(minutes=1)


@atomic
def create_token(
    actor: Actor,
    *,
    name: str,
    scopes: list[str] | None = None,
    days: int | None = None,
    is_app: bool = False,
) -> tuple[Token, str]:
    """The token and its secret, which nobody can read again. It may read and write unless told
    otherwise, and never more than its maker; without `days` it does not expire. `is_app`: an id
    and a secret for Feishu's API instead of something to send with every request."""
    member = lock_member(actor, actor.member_id)
    rules.require(actor, "token.create", member)
    chosen = frozenset(Scope(scope) for scope in scopes or USUAL_SCOPES)
    if not chosen <= actor.scopes:
        raise Forbidden(NO_SCOPE)
    if days is not None and not 1 <= days <= MOST_DAYS:
        refuse("days", _("Choose from 1 to %(most)s days.") % {"most": f"{MOST_DAYS:,}"})
    secret = new_secret("" if is_app else TOKEN_PREFIX)
    token = Token.objects.create(
        organization_id=actor.organization_id,
        member=member,
        name=name,
        secret_hash=hash_of(secret),
        hint=secret[: APP_HINT_LENGTH if is_app else HINT_LENGTH],
        app_id=new_app_id() if is_app else None,
        scopes=sorted(chosen),
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days) if days else None,
    )
    record(
        actor, Event.TOKEN_CREATED, token.id, title=name, new={"name": name, "scopes": token.scopes}
    )
    return token, secret


@atomic
def revoke_token(actor: Actor, token_id: int) -> Token:
    """End a token now; twice changes nothing."""
    token = lock_token(actor, token_id)
    rules.require(actor, "token.revoke", token)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        record(actor, Event.TOKEN_REVOKED, token.id, title=token.name)
    return token


def actor_of_token(secret: str, face: Face = Face.API) -> Actor | None:
    """Whom a token lets act, or None if it is unknown, expired or revoked, or its owner has left.
    Two queries; once a minute a third notes the use."""
    if not secret.startswith(TOKEN_PREFIX):
        return None
    token = living_tokens().filter(secret_hash=hash_of(secret), app_id__isnull=True).first()
    return None if token is None else actor_holding(token, face)


def living_tokens() -> QuerySet[Token]:
    """Those that open something, with member and organization loaded."""
    return Token.objects.select_related("member__organization").filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now()),
        revoked_at__isnull=True,
        member__left_at__isnull=True,
        member__user__is_active=True,
    )


def actor_holding(token: Token, face: Face) -> Actor:
    """Whom a living token lets act; its use is noted once a minute."""
    _note_use(token)
    return actor_for(token.member, face, frozenset(Scope(scope) for scope in token.scopes))


def _note_use(token: Token) -> None:
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY:
        with atomic():
            Token.objects.filter(id=token.id).update(last_used_at=now)
