"""Cells that people read in their own language and scripts by a code that stays."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.writing.table import Word
from cairn.goals.map.nodes import status_text
from cairn.goals.models import Type
from cairn.goals.queries import GROWTH

UNITS = {"percent": "%", "number": ""}


def status_cell(status: str) -> Word:
    return Word(status, status_text(status))


def type_cell(type: str, *, is_growth: bool = False) -> Word:
    if is_growth:
        return Word(GROWTH, _("Personal growth"))
    return Word(type, str(Type(type).label) if type in Type else type)


def unit_cell(unit: str) -> Word:
    """What the figures beside it are counted in; a duration's are seconds."""
    if unit == "duration":
        return Word(unit, pgettext("unit", "seconds"))
    if unit == "rating":
        return Word(unit, pgettext("unit", "points"))
    return Word(unit, UNITS.get(unit, unit))
