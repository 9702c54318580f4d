"""Which format a file is, and what reads it; all in the child. Pure."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cairn.exchange.reading import grids, sheet, table, viva_archive, viva_records, viva_table
from cairn.exchange.reading.archives import open_archive
from cairn.exchange.reading.previews import Preview
from cairn.exchange.reading.refusals import Unreadable
from cairn.exchange.rows import Rows

_MANIFEST = "manifest.json"


def recognise(path: Path) -> str:
    """By what is in a file, never by its name."""
    if not grids.is_workbook(path) and _is_zip(path):
        return _recognise_archive(path)
    book = grids.load_book(path)
    if any(viva_table.heading_row(grid) is not None for grid in book.grids):
        return "viva_table"
    if any(sheet.heading_row(grid) is not None for grid in book.grids):
        return "sheet"
    return "table"


def _recognise_archive(path: Path) -> str:
    with open_archive(path) as archive:
        names = archive.namelist()
    if viva_records.is_archive(names):
        return "viva_archive"
    if _MANIFEST in names:
        return "cairn"
    raise Unreadable("file_unknown")


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def read(path: Path, name: str, format: str, options: Mapping[str, Any]) -> Rows:
    match format:
        case "viva_archive":
            return viva_archive.read(path, options)
        case "viva_table":
            return viva_table.read(_book(path), options)
        case "sheet":
            return sheet.read(_book(path), options)
        case "table":
            return table.read(_book(path), options)
        case "cairn":
            raise Unreadable("file_is_organization")
    raise Unreadable("file_format_unknown", format=format)


def preview(path: Path, name: str, options: Mapping[str, Any]) -> Preview:
    return table.preview(_book(path), options)


def _book(path: Path) -> grids.Book:
    if _is_zip(path) and not grids.is_workbook(path):
        raise Unreadable("file_other_format")
    return grids.load_book(path)
