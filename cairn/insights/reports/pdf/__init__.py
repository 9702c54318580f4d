"""A report on paper: the order of a meeting, from where we stand to every objective."""

from collections.abc import Callable

from cairn.insights.reports.contents import Report
from cairn.insights.reports.pdf.charts import write_scores, write_teams, write_trend
from cairn.insights.reports.pdf.objectives import write_objectives
from cairn.insights.reports.pdf.overview import write_changes, write_figures, write_head
from cairn.insights.reports.pdf.paper import Paper
from cairn.insights.reports.pdf.risks import write_risks
from cairn.insights.reports.pdf.talk import write_lessons, write_talk
from cairn.insights.reports.words import day_text


def write_pdf(report: Report, _tell: Callable[[], None]) -> bytes:
    foot = f"{report.organization} · {report.title} · {day_text(report.on)}"
    paper = Paper(f"{report.organization} · {report.title}", report.asked_by, report.locale, foot)
    write_head(paper, report)
    write_figures(paper, report)
    write_teams(paper, report)
    write_trend(paper, report)
    write_changes(paper, report)
    write_risks(paper, report)
    write_talk(paper, report)
    write_scores(paper, report)
    write_lessons(paper, report)
    write_objectives(paper, report)
    return paper.finish()
