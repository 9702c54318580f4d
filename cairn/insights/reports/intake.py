"""What asking for a report must look like."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cairn.insights.models import Format, Occasion
from cairn.intake import MISSING, Intake, present
from cairn.organization.models import LOCALES

LANGUAGES: Final = tuple(code for code, _name in LOCALES)
FIELDS: Final = ("occasion", "formats", "team", "cycle", "on", "locale")


def read_asking(fields: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The arguments of `ask_report`; what is absent is left out."""
    intake = Intake({"occasion": "", **fields})
    on = intake.day("on")
    if isinstance(on, date) and on > today:
        intake.refuse("on", _("This day has not come yet."))
    arguments = present(
        occasion=intake.choice("occasion", Occasion.values),
        formats=_formats(intake),
        team=intake.id("team"),
        cycle=intake.id("cycle"),
        on=on,
        locale=intake.choice("locale", LANGUAGES) if intake.fields.get("locale") else MISSING,
    )
    intake.settle()
    return arguments


def _formats(intake: Intake) -> list[str]:
    """One or several, in the order in which they are offered."""
    sent = intake.fields.get("formats", MISSING)
    asked = sent if isinstance(sent, list | tuple) else [sent]
    if any(not isinstance(one, str) or one not in Format.values for one in asked):
        intake.refuse("formats", _("Choose at least one format."))
        return []
    if not asked:
        intake.refuse("formats", _("Choose at least one format."))
    return [one for one in Format.values if one in asked]
