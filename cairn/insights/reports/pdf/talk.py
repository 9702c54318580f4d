"""Asks for help, decisions, actions, and what was learned."""

from django.utils.translation import gettext as _

from cairn.insights.reports import palette
from cairn.insights.reports.contents import Report
from cairn.insights.reports.pdf.paper import FULL, Cell, Paper
from cairn.insights.reports.words import short_day


def write_talk(paper: Paper, report: Report) -> None:
    if report.helps:
        paper.heading(_("Asks for help"))
        for one in report.helps:
            about = f"\n{one.about}" if one.about else ""
            _said(paper, f"{one.asked_by} → {one.asked}", f"{one.body}{about}", short_day(one.on))
    if report.decisions:
        paper.heading(_("Decisions"))
        for decided in report.decisions:
            _said(paper, decided.team, decided.body, short_day(decided.on))
    if report.actions:
        paper.heading(_("Open actions"))
        for action in report.actions:
            day = short_day(action.due_on) if action.due_on else ""
            _said(paper, action.owner, action.body, day, late=action.is_late)


def _said(paper: Paper, who: str, words: str, day: str, *, late: bool = False) -> None:
    colour = palette.TONES["risk"] if late else palette.INK_3
    paper.row(
        [
            Cell(who, 36, 9, palette.INK_2, lines=2),
            Cell(words, FULL - 61, 9.5, lines=6),
            Cell(day, 20, 9, colour, right=True),
        ],
        pad=1,
    )


def write_lessons(paper: Paper, report: Report) -> None:
    if not report.lessons:
        return
    paper.heading(_("What we learned"))
    for lesson in report.lessons:
        paper.text(lesson.body, 10.5, after=0.3)
        paper.text(lesson.about, 8.5, palette.INK_3, after=2.5)
