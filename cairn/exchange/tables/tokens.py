"""The viewer's own access tokens that still open something. Nothing of their secrets."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.measures.table import Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.organization.models import Token
from cairn.organization.queries import tokens_of
from cairn.organization.wording import OPENS, SCOPES


def tokens_sheet(viewer: Actor, _asked: Asked) -> Sheet:
    """The newest first. One query."""
    columns = [
        Column("name", _("What it is for"), 34),
        Column("opens", _("Opens"), 20),
        Column("permissions", _("Permissions"), 24),
        Column("created_at", pgettext("token", "Made"), 17),
        Column("last_used_at", _("Last used"), 17),
        Column("ends_at", _("Valid until"), 17),
        Column("app_id", pgettext("token", "App ID"), 24, brief=False),
        Column("id", _("Id"), 22, brief=False),
    ]
    rows = (
        (
            *(one.name, _opens(one), _scopes(one), one.created_at, one.last_used_at),
            *(one.expires_at, one.app_id, str(one.id)),
        )
        for one in tokens_of(viewer)
    )
    return Sheet("tokens", _("Your tokens"), columns, rows)


def _opens(one: Token) -> Word:
    kind = "app" if one.app_id else "token"
    return Word(kind, str(OPENS[kind]))


def _scopes(one: Token) -> Word:
    words = {scope.value: str(said) for scope, said in SCOPES.items()}
    named = _(", ").join(words.get(scope, scope) for scope in one.scopes)
    return Word(" ".join(one.scopes), named)
