"""One request, read: who calls, in which spelling they name people, what they ask and what they send."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cairn.checkins.commands.pictures import LARGEST_PICTURE
from cairn.intake import MISSING, refuse
from cairn.open_apis.bodies import read_object
from cairn.open_apis.codes import Code, Refused
from cairn.open_apis.instants import day_of
from cairn.open_apis.multipart import read_parts
from cairn.open_apis.tokens import actor_of
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.storage.ids import read_id

SPELLINGS = ("open_id", "union_id", "user_id", "people_admin_id", "user_key")
USUAL_ROWS, MOST_ROWS = 10, 100
LARGEST_NUMBER = Decimal(99_999_999_999)
SIX_PLACES = Decimal("0.000001")
MULTIPART = "multipart/form-data"
LARGEST_UPLOAD = LARGEST_PICTURE + 20_000
"""A picture, and what the rest of the body takes."""


@dataclass(frozen=True)
class Call:
    """`app` is the name of the app; what it changes names it as the reason."""

    request: HttpRequest
    actor: Actor
    app: str
    spelling: str
    body: dict[str, Any]
    parts: dict[str, bytes]

    @cached_property
    def today(self) -> date:
        return clock.today(self.actor.time_zone)

    @property
    def reason(self) -> str:
        """Why something was changed, where Cairn asks: Feishu's API has no field for it."""
        return _("Through the app %(name)s") % {"name": self.app}

    # The query

    def asked(self, name: str) -> str:
        return self.request.GET.get(name, "").strip()

    def asked_all(self, name: str, most: int, *, needed: bool = False) -> list[str]:
        """A parameter that is repeated, or holds commas."""
        texts = self.request.GET.getlist(name) or self.request.GET.getlist(f"{name}[]")
        found = [part.strip() for text in texts for part in text.split(",") if part.strip()]
        if len(found) > most:
            refuse(name, _("At most %(most)s fit into one request.") % {"most": most})
        if needed and not found:
            refuse(name, _("This is needed."))
        return list(dict.fromkeys(found))

    def asked_whole(self, name: str, usual: int | None, least: int, most: int) -> int:
        """A whole number of the query; without a usual one it is needed."""
        text = self.asked(name)
        if not text and usual is not None:
            return usual
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            refuse(
                name,
                _("Write a whole number from %(least)s to %(most)s.")
                % {"least": least, "most": most},
            )
        return int(text)

    # The body

    def sent(self, name: str) -> Any:
        """A field of the body; null is as good as absent."""
        value = self.body.get(name)
        return MISSING if value is None else value

    def sent_id(self, name: str) -> int | None:
        """An id, as text or number; None where it is not given."""
        value = self.sent(name)
        if value is MISSING or value == "":
            return None
        found = read_id(value)
        if found is None:
            refuse(name, _("This does not exist, or you may not see it."))
        return found

    def sent_ids(self, name: str) -> list[int]:
        value = self.sent(name)
        found = [read_id(one) for one in value] if isinstance(value, list) else []
        known = [one for one in found if one is not None]
        if not found or len(known) != len(found) or len(set(known)) != len(known):
            refuse(name, _("Give every id of the list once, in its order."))
        return known

    def sent_choice(self, name: str, allowed: Sequence[int]) -> Any:
        return choice(name, self.sent(name), allowed)

    def sent_number(self, name: str, least: Decimal, most: Decimal = LARGEST_NUMBER) -> Any:
        return number(name, self.sent(name), least, most)

    def sent_day(self, name: str) -> Any:
        """The day of an instant in milliseconds."""
        value = self.sent(name)
        if value in (MISSING, "", "0", 0):
            return MISSING
        found = day_of(value, self.actor.time_zone)
        if found is None:
            refuse(name, _("Write an instant in milliseconds."))
        return found


def choice(name: str, value: Any, allowed: Sequence[int]) -> Any:
    """A small number, also as text; `MISSING` where there is none."""
    if value is MISSING or value is None or value == "":
        return MISSING
    spelled = {one: one for one in allowed} | {str(one): one for one in allowed}
    if not isinstance(value, int | str) or isinstance(value, bool) or value not in spelled:
        choices = ", ".join(str(one) for one in allowed)
        refuse(name, _("Choose one of: %(choices)s.") % {"choices": choices})
    return spelled[value]


def number(name: str, value: Any, least: Decimal, most: Decimal = LARGEST_NUMBER) -> Any:
    """An exact number out of JSON's own or text, to six places."""
    if value is MISSING or value is None:
        return MISSING
    text = str(value).strip() if isinstance(value, int | float | str) else ""
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?", text):
        text = _from_exponent(value)
    found = Decimal(text) if text else None
    if found is None or not least <= found <= most:
        refuse(
            name,
            _("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most},
        )
    return found.quantize(SIX_PLACES, ROUND_HALF_UP)


def _from_exponent(value: Any) -> str:
    """A float that JSON wrote with an exponent; nothing for whatever else."""
    if isinstance(value, float) and abs(value) < 1e12:
        return f"{value:.9f}"
    return ""


def read_call(request: HttpRequest) -> Call:
    actor, app = actor_of(request)
    spelling = request.GET.get("user_id_type", "") or "open_id"
    if spelling not in SPELLINGS:
        raise Refused(Code.INVALID, f"user_id_type: {', '.join(SPELLINGS[:3])}")
    if request.content_type == MULTIPART:
        return Call(request, actor, app, spelling, {}, read_parts(request, LARGEST_UPLOAD))
    return Call(request, actor, app, spelling, read_object(request), {})
