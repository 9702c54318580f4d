"""Words and sentences that several commands and faces share."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cairn.errors import Words
from cairn.organization.actor import Scope

UNKNOWN = _("This does not exist, or you may not see it.")
LAST_ADMIN = _("This is the last administrator. Name another one first.")
SCOPES: Final[dict[Scope, Words]] = {
    Scope.READ: pgettext_lazy("scope", "Read"),
    Scope.WRITE: pgettext_lazy("scope", "Write"),
    Scope.ADMIN: pgettext_lazy("scope", "Administer"),
}
OPENS: Final[dict[str, Words]] = {
    "token": _("Cairn's own API"),
    "app": _("Feishu's OKR API"),
}
"""What an access token is for."""
