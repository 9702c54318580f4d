"""The sheets of objectives and of key results."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.insights.reports import palette
from cairn.insights.reports.contents import ObjectiveLine, Report
from cairn.insights.reports.objectives import AT_A_TIME, portions
from cairn.insights.reports.words import status_text
from cairn.insights.reports.workbook.cells import table
from cairn.insights.reports.workbook.styles import Styles
from cairn.insights.words import kind_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet


def add_objectives(book: "Workbook", styles: Styles, report: Report) -> None:
    sheet = book.add_worksheet(_("Objectives"))
    columns = (
        (pgettext("column", "Objective"), 64, styles.text),
        (pgettext("column", "Team"), 26, styles.text),
        (pgettext("column", "Owner"), 20, styles.text),
        (pgettext("column", "Type"), 17, styles.text),
        (pgettext("column", "Status"), 12, styles.text),
        (_("Progress"), 10, styles.share),
        (_("Expected"), 10, styles.share),
        (_("Confidence"), 12, styles.whole),
        (_("Key results"), 13, styles.whole),
        (_("Score"), 8, styles.score),
        (_("Who can see it"), 16, styles.text),
    )
    rows = (
        (
            one.title,
            one.team,
            one.owner,
            kind_name(one.type),
            (status_text(one.status), styles.status(one.status)),
            one.progress,
            one.expected,
            one.confidence,
            len(one.key_results),
            one.score,
            _("Limited") if one.is_limited else _("Everyone"),
        )
        for one in report.objectives
    )
    table(sheet, styles, columns, rows)
    _bars(sheet, 5, len(report.objectives))


def _bars(sheet: "Worksheet", column: int, rows: int) -> None:
    """A bar in each cell of a progress."""
    if rows:
        bar = {
            "type": "data_bar",
            "bar_color": f"#{palette.FILLS['on_track']}",
            "bar_solid": True,
            "min_type": "num",
            "max_type": "num",
            "min_value": 0,
            "max_value": 1,
        }
        sheet.conditional_format(1, column, rows, column, bar)


def add_key_results(
    book: "Workbook", styles: Styles, report: Report, tell: Callable[[], None]
) -> None:
    sheet = book.add_worksheet(_("Key results"))
    columns = (
        (pgettext("column", "Objective"), 60, styles.text),
        (pgettext("column", "Key result"), 56, styles.text),
        (pgettext("column", "Team"), 26, styles.text),
        (pgettext("column", "Owner"), 20, styles.text),
        (pgettext("column", "Status"), 12, styles.text),
        (_("Start"), 16, styles.right),
        (_("Current"), 16, styles.right),
        (_("Target"), 16, styles.right),
        (_("Progress"), 10, styles.share),
        (_("Expected"), 10, styles.share),
        (_("Weight"), 9, styles.number),
        (_("Confidence"), 12, styles.whole),
        (_("Score"), 8, styles.score),
        (pgettext("column", "Due"), 12, styles.day),
        (_("Last check-in"), 12, styles.day),
    )
    table(sheet, styles, columns, _told_rows(report, styles, tell))
    _bars(sheet, 8, sum(len(one.key_results) for one in report.objectives))


def _told_rows(
    report: Report, styles: Styles, tell: Callable[[], None]
) -> Iterable[tuple[Any, ...]]:
    for portion in portions(report.objectives, AT_A_TIME):
        for one in portion:
            yield from _key_result_rows(one, styles)
        tell()


def _key_result_rows(objective: ObjectiveLine, styles: Styles) -> Iterable[tuple[Any, ...]]:
    for one in objective.key_results:
        yield (
            objective.title,
            one.title,
            objective.team,
            one.owner,
            (status_text(one.status), styles.status(one.status)),
            one.start,
            one.current,
            one.target,
            one.progress,
            one.expected,
            one.weight,
            one.confidence,
            one.score,
            one.due_on,
            one.checked_in_on,
        )
