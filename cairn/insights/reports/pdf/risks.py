"""What is at risk and why."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.insights.reports import palette
from cairn.insights.reports.contents import Report, Risk
from cairn.insights.reports.pdf.measure import write_measure
from cairn.insights.reports.pdf.paper import FULL, LEFT, Cell, Paper
from cairn.insights.reports.words import MARKS, percent, short_day, status_text

MOST_RISKS: Final = 20


def write_risks(paper: Paper, report: Report) -> None:
    if not report.risks:
        return
    paper.heading(_("At risk and why"), 8 + _height(paper, report.risks[0]))
    count = ngettext(
        "%(n)s objective is at risk, behind or outdated",
        "%(n)s objectives are at risk, behind or outdated",
        report.risk_count,
    )
    paper.text(count % {"n": report.risk_count}, 9, palette.INK_3, after=1.5)
    for risk in report.risks[:MOST_RISKS]:
        _risk(paper, risk)


def _height(paper: Paper, risk: Risk) -> float:
    said = (words for one in risk.remarks for words in (one.note, one.blockers) if words)
    lines = (1 + paper.width_of(words, 9) // (FULL - 40) for words in said)
    return 14 + 6 * len(risk.because) + sum(1.5 + 4.5 * min(one, 4) for one in lines)


def _risk(paper: Paper, risk: Risk) -> None:
    paper.room(_height(paper, risk))
    top = paper.y
    state = f"{MARKS[risk.status]} {status_text(risk.status)}"
    paper.row(
        [
            Cell(risk.objective, FULL - 66, 11, bold=True, lines=2),
            Cell(state, 24, 9.5, palette.ink_of(risk.status), bold=True, right=True, lines=1),
            Cell(
                f"{percent(risk.progress)} / {percent(risk.expected)}", 30, 9.5, right=True, lines=1
            ),
        ],
        x=LEFT + 4,
        pad=0.8,
    )
    owners = " · ".join(one for one in (risk.team, risk.owner) if one)
    paper.text(owners, 8.5, palette.INK_3, x=LEFT + 4, width=FULL - 6, after=0.6)
    for one in risk.because:
        write_measure(paper, one)
    for said in risk.remarks:
        words = f"“{said.note or said.blockers}” — {said.by}, {short_day(said.on)}"
        paper.row([Cell(words, FULL - 8, 9, palette.INK_2, lines=4)], x=LEFT + 4, pad=0.5)
        if said.note and said.blockers:
            needs = _("Risks and help needed: %(words)s") % {"words": said.blockers}
            paper.row(
                [Cell(needs, FULL - 8, 9, palette.TONES["risk"], lines=3)], x=LEFT + 4, pad=0.5
            )
    if paper.y > top:
        paper.area(LEFT, top + 1, 0.9, paper.y - top - 1, palette.FILLS[risk.status])
    paper.y += 3.5
