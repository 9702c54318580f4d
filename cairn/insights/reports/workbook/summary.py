"""The first sheet: figures, status by team, progress against pace, scores, with their charts."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.insights.reports import palette
from cairn.insights.reports.contents import Report
from cairn.insights.reports.words import day_text, status_text
from cairn.insights.reports.workbook.cells import across, fit_for_paper, put, put_heads
from cairn.insights.reports.workbook.styles import STATUSES, Styles, styles_font

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_DAYS: Final = 14
"""That are named below a chart."""


def add_summary(book: "Workbook", styles: Styles, report: Report) -> None:
    sheet = book.add_worksheet(_("Summary"))
    fit_for_paper(sheet)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 12, 12)
    sheet.set_row(0, 34)
    put(sheet, 0, 0, f"{report.organization} · {report.title}", styles.title)
    put(sheet, 1, 0, subtitle(report), styles.mute)
    put(sheet, 2, 0, made_for(report), styles.mute)
    for at, figure in enumerate(report.figures):
        column = at * 2
        across(sheet, 4, column, figure.label, styles.label)
        across(sheet, 5, column, figure.value, styles.figure(figure.tone))
        across(sheet, 6, column, figure.note, styles.label)
    sheet.set_row(5, 28)
    sheet.set_row(6, 28)
    row = _by_team(book, sheet, styles, report, 8)
    row = _trend(book, sheet, styles, report, row + 20)
    _scores(book, sheet, styles, report, row)


def subtitle(report: Report) -> str:
    days = f"{day_text(report.starts_on)} – {day_text(report.ends_on)}"
    return f"{report.subject} · {report.cycle} ({days})"


def made_for(report: Report) -> str:
    return _("As of %(day)s. Made for %(name)s, who may see what is in it.") % {
        "day": day_text(report.on),
        "name": report.asked_by,
    }


def statuses_in(report: Report) -> list[str]:
    lines = (report.whole, *report.teams)
    return [one for one in (*STATUSES, "withheld") if any(line.counts.get(one) for line in lines)]


def _by_team(book: "Workbook", sheet: "Worksheet", styles: Styles, report: Report, row: int) -> int:
    """The table and, below it, its chart; gives the row below the table."""
    shown = statuses_in(report)
    put(sheet, row, 0, _("Status by team"), styles.section)
    heads = [pgettext("column", "Team"), *map(status_text, shown), _("Total")]
    put_heads(sheet, styles, row + 1, heads)
    for down, line in enumerate((*report.teams, report.whole), start=row + 2):
        put(sheet, down, 0, line.name, styles.text)
        for at, status in enumerate(shown, start=1):
            put(sheet, down, at, line.counts.get(status, 0), styles.whole)
        put(sheet, down, len(shown) + 1, line.total, styles.whole)
    first, last = row + 2, row + 1 + len(report.teams)
    if report.teams and shown:
        chart = book.add_chart({"type": "bar", "subtype": "stacked"})
        for at, status in enumerate(shown, start=1):
            chart.add_series(
                {
                    "name": [sheet.name, row + 1, at],
                    "categories": [sheet.name, first, 0, last, 0],
                    "values": [sheet.name, first, at, last, at],
                    "fill": {"color": f"#{palette.FILLS[status]}"},
                    "gap": 60,
                }
            )
        _dress(chart, styles, _("Status by team"))
        chart.set_y_axis({"reverse": True, "num_font": styles_font(), "line": {"none": True}})
        chart.set_x_axis(
            {
                "num_font": styles_font(),
                "label_position": "high",
                "major_gridlines": {"visible": True, "line": {"color": f"#{palette.LINE}"}},
            }
        )
        sheet.insert_chart(last + 3, 0, chart, {"x_scale": 1.05, "y_scale": 1.05})
    return last + 1


def _dress(chart: Any, _styles: Styles, title: str) -> None:
    chart.set_title({"name": title, "name_font": {**styles_font(), "size": 12, "bold": True}})
    chart.set_legend({"position": "bottom", "font": styles_font()})
    chart.set_chartarea({"border": {"color": f"#{palette.LINE}"}})
    chart.set_size({"width": 640, "height": 320})


def _trend(book: "Workbook", sheet: "Worksheet", styles: Styles, report: Report, row: int) -> int:
    put(sheet, row, 0, _("Progress against pace"), styles.section)
    sheet.set_row(row + 1, 30)
    heads = (pgettext("column", "Day"), _("Mean progress"), _("Expected"), _("Mean confidence"))
    put_heads(sheet, styles, row + 1, heads)
    for down, point in enumerate(report.trend, start=row + 2):
        put(sheet, down, 0, point.on, styles.day)
        put(sheet, down, 1, point.progress, styles.share)
        put(sheet, down, 2, point.expected, styles.share)
        put(sheet, down, 3, point.confidence, styles.score)
    last = row + 1 + len(report.trend)
    if len(report.trend) > 1:
        chart = book.add_chart({"type": "line"})
        for at, colour, dash in ((1, palette.PINE, "solid"), (2, palette.INK_3, "dash")):
            chart.add_series(
                {
                    "name": [sheet.name, row + 1, at],
                    "categories": [sheet.name, row + 2, 0, last, 0],
                    "values": [sheet.name, row + 2, at, last, at],
                    "line": {"color": f"#{colour}", "width": 2.25, "dash_type": dash},
                }
            )
        _dress(chart, styles, _("Progress against pace"))
        every = -(-len(report.trend) // MOST_DAYS)
        chart.set_x_axis(
            {
                "text_axis": True,
                "interval_unit": every,
                "num_format": "m/d",
                "num_font": styles_font(),
            }
        )
        chart.set_y_axis(
            {
                "num_format": "0%",
                "min": 0,
                "num_font": styles_font(),
                "line": {"none": True},
                "major_gridlines": {"visible": True, "line": {"color": f"#{palette.LINE}"}},
            }
        )
        sheet.insert_chart(row + 1, 5, chart)
    return last + 2 if len(report.trend) > 16 else row + 20


def _scores(book: "Workbook", sheet: "Worksheet", styles: Styles, report: Report, row: int) -> None:
    if not report.scores:
        return
    put(sheet, row, 0, _("Scores"), styles.section)
    steps = [Decimal(n) / 10 for n in range(11)]
    heads = [pgettext("column", "Type"), *(f"{step:.1f}" for step in steps), _("Mean")]
    put_heads(sheet, styles, row + 1, heads)
    most = max(max(line.counts) for line in report.scores)
    chart = book.add_chart({"type": "column"})
    for down, line in enumerate(report.scores, start=row + 2):
        put(sheet, down, 0, line.label, styles.text)
        for at, count in enumerate(line.counts, start=1):
            put(sheet, down, at, count, styles.whole)
        put(sheet, down, 12, line.mean, styles.number)
        chart.add_series(
            {
                "name": [sheet.name, down, 0],
                "categories": [sheet.name, row + 1, 1, row + 1, 11],
                "values": [sheet.name, down, 1, down, 11],
                "fill": {"color": f"#{palette.SCORES.get(line.kind, palette.INK_3)}"},
            }
        )
    _dress(chart, styles, _("Scores"))
    chart.set_x_axis({"num_font": styles_font()})
    chart.set_y_axis(
        {
            "num_font": styles_font(),
            "major_unit": max(1, -(-most // 5)),
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": f"#{palette.LINE}"}},
        }
    )
    sheet.insert_chart(row + 3 + len(report.scores), 0, chart)
