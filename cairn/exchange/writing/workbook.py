"""A table as an Excel workbook that nothing can run in.

Texts are written as texts, so that none becomes a formula, a link or a number; rows are written
away one by one, so that memory does not grow with them.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any, Final

from django.utils.translation import get_language

from cairn.measures.table import Cell, Column, Share, Sheet, Word

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

SAFE: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
    "remove_timezone": True,
}
LONGEST: Final = 32_000
"""Excel keeps 32,767 characters in a cell."""
LONGEST_NAME: Final = 31
WRAPPED_FROM: Final = 30
"""Columns as wide as this break their lines."""
PINE, WHITE, INK = "#1E5A45", "#FFFFFF", "#20272A"
SHAPES: Final[Mapping[str, Mapping[str, Any]]] = {
    "text": {},
    "wrapped": {"text_wrap": True},
    "whole": {"align": "right", "indent": 1, "num_format": "#,##0"},
    "number": {"align": "right", "indent": 1, "num_format": "#,##0.######"},
    "share": {"align": "right", "indent": 1, "num_format": "0%"},
    "day": {"align": "left", "num_format": "yyyy-mm-dd"},
    "instant": {"align": "left", "num_format": "yyyy-mm-dd hh:mm"},
}


def write_workbook(sheet: Sheet, file: IO[bytes], zone: tzinfo) -> None:
    """The columns that a page has room for stand first and are those that are printed. `zone` is the
    one that instants are told in: Excel's know none."""
    from xlsxwriter import Workbook

    book = Workbook(file, SAFE)
    book.set_properties({"title": sheet.name, "author": "Cairn", "created": datetime(2000, 1, 1)})  # noqa: DTZ001  the same file for the same rows
    base = _face()
    shapes = {name: book.add_format({**base, **more}) for name, more in SHAPES.items()}
    page = book.add_worksheet(_sheet_name(sheet.name))
    order = sorted(range(len(sheet.columns)), key=lambda at: not sheet.columns[at].brief)
    columns = [sheet.columns[at] for at in order]
    _head(book, page, columns, base)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for at, column in enumerate(columns):
            cell = row[order[at]]
            if cell is not None and cell != "":
                is_wide = column.width >= WRAPPED_FROM
                _put(page, (last, at), cell, shapes, zone, is_wide=is_wide)
    page.autofilter(0, 0, max(last, 1), len(columns) - 1)
    page.print_area(0, 0, max(last, 1), sum(column.brief for column in columns) - 1)
    book.close()


def _face() -> dict[str, Any]:
    is_chinese = (get_language() or "en").startswith("zh")
    return {
        "font_name": "Microsoft YaHei" if is_chinese else "Calibri",
        "font_size": 10 if is_chinese else 11,
        "font_color": INK,
        "valign": "top",
    }


def _sheet_name(name: str) -> str:
    """Without what Excel refuses there."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:LONGEST_NAME].strip("' ") or "Cairn"


def _head(
    book: "Workbook", page: "Worksheet", columns: Sequence[Column], base: dict[str, Any]
) -> None:
    """The headings stay while the rows are scrolled, and are printed on every page."""
    head = {**base, "bold": True, "bg_color": PINE, "font_color": WHITE, "valign": "vcenter"}
    shapes = {
        "left": book.add_format(head),
        "right": book.add_format({**head, "align": "right", "indent": 1}),
    }
    page.set_row(0, 24)
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width)
        page.write_string(0, at, column.words, shapes[column.side])
    page.freeze_panes(1, 1)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&R&P / &N")


def _put(
    page: "Worksheet",
    place: tuple[int, int],
    cell: Cell,
    shapes: Mapping[str, Any],
    zone: tzinfo,
    *,
    is_wide: bool,
) -> None:
    match cell:
        case Word():
            page.write_string(*place, cell.words[:LONGEST], shapes["text"])
        case Share():
            page.write_number(*place, float(cell.of_one), shapes["share"])
        case str():
            shape = shapes["wrapped" if is_wide else "text"]
            page.write_string(*place, cell[:LONGEST], shape)
        case datetime():
            page.write_datetime(*place, cell.astimezone(zone), shapes["instant"])
        case date():
            page.write_datetime(*place, cell, shapes["day"])
        case int() | Decimal():
            shape = shapes["whole" if cell == int(cell) else "number"]
            page.write_number(*place, float(cell), shape)
