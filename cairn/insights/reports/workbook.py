"""A report as an Excel workbook: every objective and key result, to sort and to reckon with.

Nothing that people wrote can become a formula, a link or an array: texts are written as texts.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.goals.models import Status
from cairn.insights.reports import palette
from cairn.insights.reports.contents import ObjectiveLine, Report
from cairn.insights.reports.words import day_text, is_chinese, status_text, type_text, width_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST: Final = 32_000
"""A cell holds 32,767 characters."""
LINE_HEIGHT, HIGHEST = 16, 409
SAFE: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": False,
    "remove_timezone": True,
}
STATUSES: Final = tuple(one.value for one in Status)


def write_workbook(report: Report) -> bytes:
    from xlsxwriter import Workbook

    made = BytesIO()
    book = Workbook(made, SAFE)
    book.set_properties({"title": report.title, "author": report.asked_by, "company": "Cairn"})
    styles = Styles(book)
    _summary(book, styles, report)
    _objectives(book, styles, report)
    _key_results(book, styles, report)
    _risks(book, styles, report)
    _talk(book, styles, report)
    book.close()
    return made.getvalue()


class Styles:
    """The formats of cells; each named for what it shows."""

    def __init__(self, book: "Workbook") -> None:
        base = {
            "font_name": "Microsoft YaHei" if is_chinese() else "Calibri",
            "font_size": 10 if is_chinese() else 11,
            "font_color": f"#{palette.INK}",
            "valign": "vcenter",
        }
        self._book, self._base = book, base
        self.text = self._new(text_wrap=True)
        self.mute = self._new(font_color=f"#{palette.INK_3}")
        self.title = self._new(font_size=20, bold=True, font_color=f"#{palette.PINE}")
        self.section = self._new(font_size=13, bold=True, bottom=1, bottom_color=f"#{palette.LINE}")
        self.head = self._new(
            bold=True,
            bg_color=f"#{palette.PINE}",
            font_color=f"#{palette.WHITE}",
            text_wrap=True,
        )
        self.share = self._new(num_format="0%", align="right")
        self.number = self._new(num_format="0.##", align="right")
        self.whole = self._new(num_format="0", align="right")
        self.score = self._new(num_format="0.0", align="right")
        self.day = self._new(num_format="yyyy-mm-dd", align="left")
        self.right = self._new(align="right")
        self.label = self._new(font_color=f"#{palette.INK_3}", font_size=9, text_wrap=True)
        self._statuses = {
            one: self._new(font_color=f"#{palette.ink_of(one)}", bold=True) for one in STATUSES
        }
        self._tones = {
            tone: self._new(
                font_size=18, bold=True, align="left", font_color=f"#{palette.tone_ink(tone)}"
            )
            for tone in ("", "ok", "warn", "risk")
        }

    def _new(self, **more: Any) -> Any:
        return self._book.add_format({**self._base, **more})

    def status(self, status: str) -> Any:
        return self._statuses.get(status, self.text)

    def figure(self, tone: str) -> Any:
        return self._tones.get(tone, self._tones[""])


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


def table(
    sheet: "Worksheet", styles: Styles, columns: Sequence[tuple[str, int, Any]], rows: Iterable[Any]
) -> None:
    """A head that stays, filters, widths, and the rows; columns are (words, width, style)."""
    for at, (words, width, _style) in enumerate(columns):
        sheet.set_column(at, at, width)
        put(sheet, 0, at, words, styles.head)
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
    _for_paper(sheet)
    sheet.repeat_rows(0)


def _lines_needed(row: Any, columns: Sequence[tuple[str, int, Any]]) -> int:
    """Of the tallest text; not every program finds the height of a row by itself."""
    return max(
        sum(-(-max(width_of(line), 1) // (width - 1)) for line in cell[:LONGEST].split("\n"))
        if isinstance(cell, str)
        else 1
        for cell, (_words, width, _style) in zip(row, columns, strict=True)
    )


def _for_paper(sheet: "Worksheet") -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&R&P / &N")
    sheet.hide_gridlines(2)


def _summary(book: "Workbook", styles: Styles, report: Report) -> None:
    sheet = book.add_worksheet(_("Summary"))
    _for_paper(sheet)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 12, 12)
    sheet.set_row(0, 34)
    put(sheet, 0, 0, f"{report.organization} · {report.title}", styles.title)
    put(sheet, 1, 0, subtitle(report), styles.mute)
    put(sheet, 2, 0, made_for(report), styles.mute)
    for at, figure in enumerate(report.figures):
        column = at * 2
        put(sheet, 4, column, figure.label, styles.label)
        put(sheet, 5, column, figure.value, styles.figure(figure.tone))
        put(sheet, 6, column, figure.note, styles.label)
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
    for at, words in enumerate([pgettext("column", "Team"), *map(status_text, shown), _("Total")]):
        put(sheet, row + 1, at, words, styles.head)
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
                "major_gridlines": {"visible": True, "line": {"color": f"#{palette.LINE}"}},
            }
        )
        sheet.insert_chart(last + 3, 0, chart, {"x_scale": 1.05, "y_scale": 1.05})
    return last + 1


def styles_font() -> dict[str, Any]:
    return {
        "name": "Microsoft YaHei" if is_chinese() else "Calibri",
        "size": 9,
        "color": f"#{palette.INK_2}",
    }


def _dress(chart: Any, _styles: Styles, title: str) -> None:
    chart.set_title({"name": title, "name_font": {**styles_font(), "size": 12, "bold": True}})
    chart.set_legend({"position": "bottom", "font": styles_font()})
    chart.set_chartarea({"border": {"color": f"#{palette.LINE}"}})
    chart.set_size({"width": 640, "height": 320})


def _trend(book: "Workbook", sheet: "Worksheet", styles: Styles, report: Report, row: int) -> int:
    put(sheet, row, 0, _("Progress against pace"), styles.section)
    sheet.set_row(row + 1, 30)
    heads = (pgettext("column", "Day"), _("Mean progress"), _("Expected"), _("Mean confidence"))
    for at, words in enumerate(heads):
        put(sheet, row + 1, at, words, styles.head)
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
        chart.set_x_axis({"date_axis": True, "num_format": "m/d", "num_font": styles_font()})
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
    put(sheet, row + 1, 0, pgettext("column", "Type"), styles.head)
    for at, step in enumerate(steps, start=1):
        put(sheet, row + 1, at, f"{step:.1f}", styles.head)
    put(sheet, row + 1, 12, _("Mean"), styles.head)
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
                "fill": {"color": f"#{SCORE_FILLS.get(line.kind, palette.INK_3)}"},
            }
        )
    _dress(chart, styles, _("Scores"))
    sheet.insert_chart(row + 3 + len(report.scores), 0, chart)


SCORE_FILLS: Final = {"committed": "3F8A63", "aspirational": "5E7488", "growth": "D9A13A"}


def _objectives(book: "Workbook", styles: Styles, report: Report) -> None:
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
            type_text(one.type),
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


def _key_results(book: "Workbook", styles: Styles, report: Report) -> None:
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
    rows = (row for one in report.objectives for row in _key_result_rows(one, styles))
    table(sheet, styles, columns, rows)
    _bars(sheet, 8, sum(len(one.key_results) for one in report.objectives))


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


def _risks(book: "Workbook", styles: Styles, report: Report) -> None:
    if not report.risks:
        return
    sheet = book.add_worksheet(_("At risk and why"))
    columns = (
        (pgettext("column", "Objective"), 40, styles.text),
        (pgettext("column", "Team"), 26, styles.text),
        (pgettext("column", "Owner"), 12, styles.text),
        (pgettext("column", "Status"), 11, styles.text),
        (_("Progress"), 10, styles.share),
        (_("Expected"), 10, styles.share),
        (_("Key results that are behind"), 44, styles.text),
        (_("Last words"), 56, styles.text),
        (_("Risks and help needed"), 40, styles.text),
    )
    rows = (
        (
            one.objective,
            one.team,
            one.owner,
            (status_text(one.status), styles.status(one.status)),
            one.progress,
            one.expected,
            "\n".join(f"{row.title} ({status_text(row.status)})" for row in one.because),
            "\n".join(f"{said.by}: {said.note}" for said in one.remarks if said.note),
            "\n".join(said.blockers for said in one.remarks if said.blockers),
        )
        for one in report.risks
    )
    table(sheet, styles, columns, rows)


def _talk(book: "Workbook", styles: Styles, report: Report) -> None:
    """Changes, asks for help, decisions, actions and lessons, one sheet as a list."""
    sheet = book.add_worksheet(_("To talk about"))
    columns = (
        (pgettext("column", "Kind"), 18, styles.text),
        (pgettext("column", "What"), 76, styles.text),
        (pgettext("column", "Who"), 26, styles.text),
        (pgettext("column", "When"), 12, styles.day),
    )
    table(sheet, styles, columns, _talk_rows(report))


def _talk_rows(report: Report) -> Iterable[tuple[Any, ...]]:
    for change in report.changes:
        words = "\n".join([str(change.count), *change.titles])
        yield (change.label, words, "", None)
    for help in report.helps:
        about = f"\n({help.about})" if help.about else ""
        yield (_("Help wanted"), help.body + about, f"{help.asked_by} → {help.asked}", help.on)
    for decision in report.decisions:
        yield (pgettext("minutes", "Decision"), decision.body, decision.team, decision.on)
    for action in report.actions:
        yield (pgettext("minutes", "Action"), action.body, action.owner, action.due_on)
    for lesson in report.lessons:
        yield (_("Lesson"), lesson.body, lesson.about, None)
