"""The sheets of what is at risk and of what there is to talk about."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.insights.reports.contents import Report
from cairn.insights.reports.words import status_text
from cairn.insights.reports.workbook.cells import table
from cairn.insights.reports.workbook.styles import Styles

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def add_risks(book: "Workbook", styles: Styles, report: Report) -> None:
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


def add_talk(book: "Workbook", styles: Styles, report: Report) -> None:
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
        yield (f"{change.label}: {change.count}", "\n".join(change.titles), "", None)
    for help in report.helps:
        about = f"\n({help.about})" if help.about else ""
        yield (_("Help wanted"), help.body + about, f"{help.asked_by} → {help.asked}", help.on)
    for decision in report.decisions:
        yield (pgettext("minutes", "Decision"), decision.body, decision.team, decision.on)
    for action in report.actions:
        yield (pgettext("minutes", "Action"), action.body, action.owner, action.due_on)
    for lesson in report.lessons:
        yield (_("Lesson"), lesson.body, lesson.about, None)
