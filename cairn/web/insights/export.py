"""A table as a file: CSV that a spreadsheet opens in Chinese and English, and runs nothing of."""

import csv
import re
from io import StringIO

from django.http import HttpResponse

from cairn.web.insights.tables import Table

BYTE_ORDER_MARK = "\ufeff"
FORMULA = re.compile(r"[=+\-@\t\r\n]")
NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*%?")


def csv_answer(table: Table, name: str) -> HttpResponse:
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(map(plain, table.columns))
    writer.writerows([plain(cell.text) for cell in row] for row in table.rows)
    return HttpResponse(
        (BYTE_ORDER_MARK + written.getvalue()).encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def plain(text: str) -> str:
    """What begins like a formula and is no number gets a sign before it that says it is text."""
    if FORMULA.match(text) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text
