"""Every objective that is told, with its key results."""

from django.utils.translation import gettext as _

from cairn.insights.reports import palette
from cairn.insights.reports.contents import ObjectiveLine, Report
from cairn.insights.reports.pdf.measure import write_measure
from cairn.insights.reports.pdf.paper import FULL, Cell, Paper
from cairn.insights.reports.words import MARKS, percent, score_text, status_text
from cairn.insights.words import kind_name


def write_objectives(paper: Paper, report: Report) -> None:
    paper.heading(
        _("Objectives and key results"), 8 + max(map(_height, report.objectives[:1]), default=0)
    )
    if report.is_partial:
        note = _("The first %(shown)s of %(all)s; the workbook has every one.") % {
            "shown": len(report.objectives),
            "all": report.objective_count,
        }
        paper.text(note, 9, palette.INK_3, after=2)
    for one in report.objectives:
        _objective(paper, one)


def _height(one: ObjectiveLine) -> float:
    return 14 + 6 * min(len(one.key_results), 12)


def _objective(paper: Paper, one: ObjectiveLine) -> None:
    paper.room(_height(one))
    state = f"{MARKS.get(one.status, '')} {status_text(one.status)}"
    paper.row(
        [
            Cell(one.title, FULL - 46, 11, bold=True, lines=2),
            Cell(state, 26, 9.5, palette.ink_of(one.status), bold=True, right=True, lines=1),
            Cell(percent(one.progress), 13, 10, right=True, lines=1),
        ],
        pad=0.8,
    )
    about = [one.team, one.owner, kind_name(one.type)]
    if one.score is not None:
        about.append(_("score %(score)s") % {"score": score_text(one.score)})
    if one.is_limited:
        about.append(_("Limited"))
    paper.text(" · ".join(part for part in about if part), 8.5, palette.INK_3, after=0.4)
    for row in one.key_results:
        write_measure(paper, row)
    paper.y += 3
