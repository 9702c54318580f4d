"""Cells that people read in their own language and scripts by a code that stays.

Each is made once a language: thousands of rows show the same few.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cairn.goals.map.nodes import status_text
from cairn.goals.models import Kind, Type
from cairn.goals.queries import GROWTH
from cairn.measures.table import Word

UNITS = {"percent": "%", "number": ""}


def status_cell(status: str) -> Word:
    return _status(get_language(), status)


@lru_cache(maxsize=64)
def _status(_language: str | None, status: str) -> Word:
    return Word(status, status_text(status))


def type_cell(type: str, *, is_growth: bool = False) -> Word:
    return _type(get_language(), GROWTH if is_growth else type)


@lru_cache(maxsize=64)
def _type(_language: str | None, type: str) -> Word:
    if type == GROWTH:
        return Word(GROWTH, _("Personal growth"))
    return Word(type, str(Type(type).label) if type in Type else type)


def kind_cell(kind: str) -> Word:
    return _kind(get_language(), kind)


@lru_cache(maxsize=64)
def _kind(_language: str | None, kind: str) -> Word:
    return Word(kind, str(Kind(kind).label) if kind in Kind else kind)


def unit_cell(unit: str) -> Word:
    """What the figures beside it are counted in; a duration's are seconds."""
    return _unit(get_language(), unit)


@lru_cache(maxsize=1024)
def _unit(_language: str | None, unit: str) -> Word:
    if unit == "duration":
        return Word(unit, pgettext("unit", "seconds"))
    if unit == "rating":
        return Word(unit, pgettext("unit", "rating points"))
    return Word(unit, UNITS.get(unit, unit))


def yes_cell(is_so: bool) -> Word:
    return _yes(get_language(), is_so)


@lru_cache(maxsize=8)
def _yes(_language: str | None, is_so: bool) -> Word:
    return Word("true", _("Yes")) if is_so else Word("false", _("No"))


def list_cell(names: Iterable[str]) -> Word | None:
    """Several names in one cell; scripts find a comma between them in every language."""
    known = list(names)
    return Word(", ".join(known), _(", ").join(known)) if known else None


def id_cell(id: object) -> str | None:
    """A text, so that no spreadsheet rounds it."""
    return None if id is None else str(id)
