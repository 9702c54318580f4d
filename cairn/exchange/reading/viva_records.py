"""The objects of a Viva archive, whatever their values turn out to be. Pure."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import orjson

from cairn.exchange.reading.archives import read_entry
from cairn.exchange.reading.gathering import Gathered
from cairn.exchange.reading.grids import clean
from cairn.exchange.reading.refusals import Unreadable
from cairn.exchange.rows import Place
from cairn.measures.amounts import plain_amount

_PARTS: Final = re.compile(
    r"(objectives|checkins|comments|teams|tags|timeperiods|users)(?:[_\-. ].*)?\.json",
    re.IGNORECASE,
)
"""Tags stand in the objectives by name, so their own file says nothing more."""


@dataclass(frozen=True, slots=True)
class Record:
    """One object of one file."""

    values: Mapping[str, Any]
    place: Place

    def at(self, name: str) -> Place:
        return replace(self.place, column=name)

    def text(self, name: str) -> str:
        return text_in(self.values.get(name))

    def inner(self, name: str) -> Mapping[str, Any]:
        value = self.values.get(name)
        return value if isinstance(value, dict) else {}

    def list(self, name: str) -> list[Any]:
        """An array; one object where an array should be; nothing for null and words."""
        value = self.values.get(name)
        if isinstance(value, list):
            return value
        return [value] if isinstance(value, dict) else []


def text_in(value: Any) -> str:
    """A text or number of JSON as clean text; nothing for what is neither."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean(value) if isinstance(value, str) else plain_amount(Decimal(repr(value)))


def parts_of(archive: zipfile.ZipFile) -> dict[str, list[str]]:
    """What the archive has of each kind."""
    parts: dict[str, list[str]] = {}
    for name in sorted(archive.namelist()):
        if found := _PARTS.fullmatch(posixpath.basename(name)):
            parts.setdefault(found[1].lower(), []).append(name)
    return parts


def is_archive(names: Sequence[str]) -> bool:
    found = (_PARTS.fullmatch(posixpath.basename(name)) for name in names)
    return any(one is not None and one[1].lower() == "objectives" for one in found)


def records_of(archive: zipfile.ZipFile, name: str, found: Gathered) -> Iterator[Record]:
    """The objects of one file; anything else in it is named and left out."""
    sheet = posixpath.basename(name)
    content = read_entry(archive, name).removeprefix(b"\xef\xbb\xbf")
    try:
        parsed = orjson.loads(content) if content.strip() else []
    except orjson.JSONDecodeError as error:
        raise Unreadable("json_broken", Place(sheet)) from error
    if not isinstance(parsed, list):
        raise Unreadable("json_broken", Place(sheet))
    for at, one in enumerate(parsed, start=1):
        if isinstance(one, dict):
            yield Record(one, Place(sheet, at))
        else:
            found.refuse("row_unclear", Place(sheet, at))
