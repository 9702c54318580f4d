"""What came in as text becomes typed values, or a refusal that names every wrong field at once."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, Final, Never

from django.utils.translation import gettext_lazy as _

from cairn.errors import Invalid, Words
from cairn.storage.ids import read_id

MISSING: Any = object()
LONGEST_WORDS: Final = 10_000
"""What somebody says at most in a note, a comment or an answer."""
EARLIEST, LATEST = date(1990, 1, 1), date(2200, 12, 31)

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
_BREAKS = re.compile(r"\s*[\r\n\t\u0085]+\s*")


def fault_of_text(text: str) -> Words | None:
    """Why a text cannot be kept, or None."""
    if _LINE_CONTROLS.search(text):
        return _(
            "This contains control characters that cannot be kept. Type it again without them."
        )
    if _BIDI.search(text):
        return _("This contains invisible characters that turn text around. Take them out.")
    if any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        return _("This contains half of a character. Type it again.")
    return None


class Intake:
    """Reads named fields of one form or JSON object and collects what is wrong with them.

    A field that is absent gives `MISSING`, so that a partial change can tell it from empty.
    """

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.fields = fields
        self.errors: dict[str, Words] = {}

    def refuse(self, name: str, why: Words) -> None:
        """Note what is wrong with a field; the first word on it stays."""
        self.errors.setdefault(name, why)

    def settle(self) -> None:
        """Raise `Invalid` with everything that was noted."""
        if self.errors:
            raise Invalid(self.errors)

    def line(self, name: str, longest: int, *, required: bool = True) -> Any:
        """One line of text without surrounding spaces."""
        return self._words(name, longest, required, lambda text: _BREAKS.sub(" ", text).strip())

    def text(self, name: str, longest: int = 20_000, *, required: bool = False) -> Any:
        """Several lines of text."""
        return self._words(name, longest, required, lambda text: text.replace("\r\n", "\n").strip())

    def choice(self, name: str, allowed: Collection[str]) -> Any:
        value = self.fields.get(name, MISSING)
        if value is MISSING or (isinstance(value, str) and value in allowed):
            return value
        self.refuse(
            name, _("Choose one of: %(choices)s.") % {"choices": ", ".join(sorted(allowed))}
        )
        return MISSING

    def day(self, name: str, *, required: bool = False) -> Any:
        """A date as YYYY-MM-DD; empty gives None."""
        value = self.fields.get(name, MISSING)
        if value is MISSING or (value in (None, "") and not required):
            return value if value is MISSING else None
        try:
            found = date.fromisoformat(unicodedata.normalize("NFKC", str(value)).strip())
        except ValueError:
            self.refuse(name, _("Write the date as year-month-day, for example 2026-12-31."))
            return MISSING
        if not EARLIEST <= found <= LATEST:
            self.refuse(name, _("This date is too far away."))
            return MISSING
        return found

    def whole(self, name: str, least: int, most: int) -> Any:
        """A whole number within bounds; full-width digits are read too."""
        value = self.fields.get(name, MISSING)
        if value is MISSING or isinstance(value, bool):
            return MISSING if value is MISSING else self._not_whole(name, least, most)
        text = unicodedata.normalize("NFKC", str(value)).strip()
        if not re.fullmatch(r"[+-]?[0-9]{1,9}", text) or not least <= int(text) <= most:
            return self._not_whole(name, least, most)
        return int(text)

    def id(self, name: str) -> Any:
        """An id; empty gives None, and what is no id is refused."""
        value = self.fields.get(name, MISSING)
        if value is MISSING or value in (None, ""):
            return value if value is MISSING else None
        found = read_id(value)
        if found is None:
            self.refuse(name, _("This does not exist, or you may not see it."))
            return MISSING
        return found

    def ids(self, name: str) -> Any:
        """A list of ids, without repeats."""
        value = self.fields.get(name, MISSING)
        if value is MISSING:
            return MISSING
        items = value if isinstance(value, list | tuple) else [value]
        found = [read_id(item) for item in items if item not in (None, "")]
        if any(item is None for item in found):
            self.refuse(name, _("This does not exist, or you may not see it."))
            return MISSING
        return list(dict.fromkeys(found))

    def flag(self, name: str) -> Any:
        """Yes or no: JSON's own, or what a check box sends."""
        value = self.fields.get(name, MISSING)
        if value is MISSING:
            return MISSING
        return value is True or str(value).lower() in ("1", "true", "on", "yes")

    def _words(self, name: str, longest: int, required: bool, tidy: Callable[[str], str]) -> Any:
        value = self.fields.get(name, MISSING)
        if value is MISSING:
            return MISSING
        if value is not None and not isinstance(value, str):
            self.refuse(name, _("Write this as text."))
            return MISSING
        text = tidy(value or "")
        if fault := fault_of_text(text):
            self.refuse(name, fault)
        elif required and not text:
            self.refuse(name, _("This is needed."))
        elif len(text) > longest:
            self.refuse(name, too_long(len(text), longest))
        else:
            return text
        return MISSING

    def _not_whole(self, name: str, least: int, most: int) -> Any:
        self.refuse(
            name,
            _("Write a whole number from %(least)s to %(most)s.") % {"least": least, "most": most},
        )
        return MISSING


def too_long(length: int, longest: int) -> Words:
    return _("This has %(length)s characters; at most %(longest)s fit.") % {
        "length": f"{length:,}",
        "longest": f"{longest:,}",
    }


def refuse(name: str, why: Words) -> Never:
    """Raise `Invalid` for one field."""
    raise Invalid({name: why})


def present(**values: Any) -> dict[str, Any]:
    """Only the values that were given."""
    return {name: value for name, value in values.items() if value is not MISSING}
