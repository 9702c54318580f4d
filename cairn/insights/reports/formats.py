"""The formats of a report: what writes each, and whether its parts are installed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from cairn.insights.models import Format
from cairn.insights.reports.contents import Report

if TYPE_CHECKING:
    from pydantic import TypeAdapter

INSTALL: Final = "cairn-okr[reports]"
MOST_TOLD: Final = 300
EVERY: Final = 100_000

type Write = Callable[[Report, Callable[[], None]], bytes]
"""Calls the second once for each portion of objectives that it has written, where there are several."""


@dataclass(frozen=True, slots=True)
class Way:
    """`needs` are modules; `most` objectives are told one by one."""

    media_type: str
    needs: tuple[str, ...]
    writer: str
    most: int = MOST_TOLD


WAYS: Final[Mapping[str, Way]] = {
    Format.PAGE: Way("application/json", (), "formats:write_contents"),
    Format.XLSX: Way(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (),
        "workbook:write_workbook",
        EVERY,
    ),
    Format.PPTX: Way(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ("pptx",),
        "slides:write_slides",
    ),
    Format.PDF: Way("application/pdf", ("fpdf", "pylopdf_fonts_zh_cn"), "pdf:write_pdf"),
}


def is_installed(format: str) -> bool:
    return all(find_spec(module) is not None for module in WAYS[format].needs)


def writer_of(format: str) -> Write:
    """Loaded when it is used: a server that makes no slides never loads what draws them."""
    module, _, name = WAYS[format].writer.partition(":")
    found: Write = getattr(import_module(f"cairn.insights.reports.{module}"), name)
    return found


def write_contents(report: Report, _tell: Callable[[], None]) -> bytes:
    return _contents().dump_json(report)


def read_contents(kept: bytes) -> Report:
    return _contents().validate_json(kept)


@cache
def _contents() -> "TypeAdapter[Report]":
    """Loaded with the first report: it takes 8 MB of each process."""
    from pydantic import TypeAdapter

    return TypeAdapter(Report)
