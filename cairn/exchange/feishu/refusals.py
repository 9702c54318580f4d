"""Why Feishu gives nothing, by its own numbers or by what came instead of an answer."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from cairn.errors import Invalid, Words

WORDINGS: Final[Mapping[str, tuple[str, Words]]] = {
    "wrong_app": (
        "app_secret",
        _("Feishu does not know this app with this secret. Copy both again from its console."),
    ),
    "token_refused": (
        "app_secret",
        _("Feishu refuses the token that it gave just now. Look whether the app is enabled."),
    ),
    "scope": (
        "app_id",
        _(
            "The app may not read this. Give it one of these permissions in Feishu's console, publish"
            " a version, and try again: %(scopes)s"
        ),
    ),
    "edition": ("app_id", _("This edition of Feishu does not give its OKRs to apps.")),
    "unreachable": (
        "address",
        _("Nobody answers at this address. Look whether it is right, and try again later."),
    ),
    "redirected": (
        "address",
        _("This address leads elsewhere. Enter the address of Feishu's API itself."),
    ),
    "nonsense": ("address", _("What answers at this address is not Feishu's API.")),
    "too_large": ("address", _("An answer from this address is larger than any of Feishu's.")),
    "unknown_address": ("address", _("What answers at this address does not serve OKRs.")),
    "busy": ("address", _("Feishu keeps refusing because there are too many calls. Try later.")),
    "server_fault": ("address", _("Feishu keeps answering with a fault of its own. Try later.")),
    "user_unknown": ("people", _("Feishu does not know one of these people.")),
    "forbidden": ("people", _("The app may not see this person or department.")),
    "gone": ("people", _("This is no longer there in Feishu.")),
    "invalid_call": ("people", _("Feishu does not understand what was asked (%(number)s).")),
    "refused": ("address", _("Feishu refuses this (%(number)s).")),
}
"""By code: the field that it is told at, and the words."""

CODES: Final[Mapping[int, str]] = {
    404: "unknown_address",
    10003: "wrong_app",
    10014: "wrong_app",
    99991543: "wrong_app",
    99991661: "token_refused",
    99991663: "token_refused",
    99991668: "token_refused",
    99991671: "token_refused",
    99991677: "token_refused",
    99991672: "scope",
    99991676: "scope",
    99991679: "scope",
    1000403: "edition",
    1001001: "invalid_call",
    1001002: "forbidden",
    1001003: "user_unknown",
    99992351: "user_unknown",
    99992361: "user_unknown",
    99992364: "user_unknown",
    1001004: "gone",
    40004: "forbidden",
    41050: "forbidden",
}
"""Feishu's numbers; any other one is `refused`."""


class FeishuRefusal(Invalid):
    """`code` is one of `WORDINGS`, `field` where it is told, `values` fill the words. Nothing of the
    secret, of a token or of an answer's text is in it."""

    def __init__(self, code: str, **values: str) -> None:
        self.code, self.values = code, values
        self.field = WORDINGS[code][0]
        super().__init__({self.field: _say_later(code, values)})


def _say(code: str, values: Mapping[str, Any]) -> str:
    return str(WORDINGS[code][1]) % values


_say_later = lazy(_say, str)
