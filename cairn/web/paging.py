"""Pages of a list by keyset: no counting, no offset, and the next page starts where this one ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from cairn.storage.ids import read_id

PAGE = 50


@dataclass(frozen=True, slots=True)
class Slice[Row]:
    """The rows of one page, and whether there are more behind them."""

    rows: tuple[Row, ...]
    has_more: bool


def cut[Row](found: Sequence[Row], most: int = PAGE) -> Slice[Row]:
    """From a list that was read one row longer than the page."""
    return Slice(tuple(found[:most]), len(found) > most)


def address(path: str, query: dict[str, Any]) -> str:
    """A path with the parts of a query that say something."""
    said = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(said)}" if said else path


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page; going back in the history asks for all of it."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers


def id_in(request: HttpRequest, name: str) -> int | None:
    """An id from the address, or None."""
    return read_id(request.GET.get(name, ""))
