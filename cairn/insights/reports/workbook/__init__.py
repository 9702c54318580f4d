"""A report as an Excel workbook: every objective and key result, to sort and to reckon with.

Nothing that people wrote can become a formula, a link or an array: texts are written as texts.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Final

from cairn.insights.reports.contents import Report
from cairn.insights.reports.workbook.objectives import add_key_results, add_objectives
from cairn.insights.reports.workbook.styles import Styles
from cairn.insights.reports.workbook.summary import add_summary
from cairn.insights.reports.workbook.talk import add_risks, add_talk

SAFE: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": False,
    "remove_timezone": True,
}


def write_workbook(report: Report, tell: Callable[[], None]) -> bytes:
    from xlsxwriter import Workbook

    made = BytesIO()
    book = Workbook(made, SAFE)
    book.set_properties({"title": report.title, "author": report.asked_by, "company": "Cairn"})
    styles = Styles(book)
    add_summary(book, styles, report)
    add_objectives(book, styles, report)
    add_key_results(book, styles, report, tell)
    add_risks(book, styles, report)
    add_talk(book, styles, report)
    book.close()
    return made.getvalue()
