"""Amounts and units that came in as text → exact numbers, or the field with what is wrong."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.errors import Words
from cairn.intake import MISSING, Intake
from cairn.measures import amounts

FAULTS: dict[str, Words] = {
    "empty": _("Write a value, for example %(example)s."),
    "too_long": _("This is too long for a value. Write it like %(example)s."),
    "unsafe_text": _("This contains invisible characters. Write it like %(example)s."),
    "separator_unclear": _("The separators can be read in two ways. Write it like %(example)s."),
    "too_large": _("At most 15 digits fit before the point. Write it like %(example)s."),
    "time_unit_missing": _("Say hours, minutes or seconds. Write it like %(example)s."),
    "too_many_decimals": _("At most 6 digits fit behind the point. Write it like %(example)s."),
}
UNCLEAR = _("This value cannot be read. Write it like %(example)s.")


def read_value(intake: Intake, name: str, unit: str, by_machine: bool = False) -> Any:
    """An amount of the unit; empty gives None."""
    value = intake.fields.get(name, MISSING)
    if value is MISSING:
        return MISSING
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        intake.refuse(name, UNCLEAR % {"example": "75"})
        return MISSING
    text = f"{Decimal(repr(value)):f}" if isinstance(value, float) else str(value)
    try:
        if by_machine and unit == "duration" and text.replace(".", "", 1).lstrip("-").isdigit():
            return amounts.read_plain(text)
        return amounts.read_amount(text, unit)
    except amounts.AmountUnclear as unclear:
        intake.refuse(name, FAULTS.get(unclear.code, UNCLEAR) % {"example": unclear.example})
        return MISSING


def read_unit(intake: Intake, name: str) -> str:
    """The unit in force for the other fields; `number` where it was refused."""
    value = intake.fields.get(name)
    try:
        return amounts.read_unit("" if value is None else str(value))
    except amounts.AmountUnclear:
        intake.refuse(
            name,
            _(
                "A unit is %, a currency such as CNY, a duration, or up to 20 characters of your own."
            ),
        )
        return "number"
