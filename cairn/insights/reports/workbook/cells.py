"""Cells, tables with a head that stays, and sheets that print."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from cairn.insights.reports.words import width_of
from cairn.insights.reports.workbook.styles import Styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LONGEST: Final = 32_000
LINE_HEIGHT, HIGHEST = 16, 409


def put(sheet: "Worksheet", row: int, column: int, value: Any, style: Any) -> None:
    """One cell; a text is a text whatever it begins with, and None is an empty cell."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:LONGEST], style)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_number(row, column, float(value), style)


def across(sheet: "Worksheet", row: int, column: int, words: str, style: Any) -> None:
    """One text over two columns."""
    sheet.merge_range(row, column, row, column + 1, "", style)
    put(sheet, row, column, words, style)


def put_heads(sheet: "Worksheet", styles: Styles, row: int, heads: Sequence[str]) -> None:
    """Names of columns: the first of texts, the others of numbers."""
    for at, words in enumerate(heads):
        put(sheet, row, at, words, styles.head_right if at else styles.head)


def table(
    sheet: "Worksheet", styles: Styles, columns: Sequence[tuple[str, int, Any]], rows: Iterable[Any]
) -> None:
    """A head that stays, filters, widths, and the rows; columns are (words, width, style)."""
    for at, (words, width, style) in enumerate(columns):
        sheet.set_column(at, at, width)
        put(sheet, 0, at, words, styles.head_of(style))
    last = 0
    for last, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            value, style = cell if isinstance(cell, tuple) else (cell, columns[at][2])
            put(sheet, last, at, value, style)
        lines = _lines_needed(row, columns)
        if lines > 1:
            sheet.set_row(last, min(LINE_HEIGHT * lines, HIGHEST))
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
    fit_for_paper(sheet)
    sheet.repeat_rows(0)


def _lines_needed(row: Any, columns: Sequence[tuple[str, int, Any]]) -> int:
    """Of the tallest text; not every program finds the height of a row by itself."""
    return max(
        sum(-(-max(width_of(line), 1) // (width - 1)) for line in cell[:LONGEST].split("\n"))
        if isinstance(cell, str)
        else 1
        for cell, (_words, width, _style) in zip(row, columns, strict=True)
    )


def fit_for_paper(sheet: "Worksheet") -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&R&P / &N")
    sheet.hide_gridlines(2)
