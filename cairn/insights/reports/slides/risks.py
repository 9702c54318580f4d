"""What is at risk and why, three on a slide."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.insights.reports import palette
from cairn.insights.reports.contents import Report, Risk
from cairn.insights.reports.slides.drawing import Deck, Slide
from cairn.insights.reports.slides.pages import FULL, MARGIN, new_page
from cairn.insights.reports.words import MARKS, percent, short_day, shortened, status_text


def draw_risks(deck: Deck, report: Report, risks: Sequence[Risk]) -> None:
    note = ngettext(
        "%(n)s objective is at risk, behind or outdated",
        "%(n)s objectives are at risk, behind or outdated",
        report.risk_count,
    ) % {"n": report.risk_count}
    slide = new_page(deck, report, _("At risk and why"), note)
    for at, risk in enumerate(risks):
        _risk(slide, risk, 1.6 + at * 1.8)


def _risk(slide: Slide, risk: Risk, top: float) -> None:
    left = MARGIN + 0.2
    slide.box(MARGIN, top, FULL, 1.66, fill=palette.SURFACE, line=palette.LINE)
    slide.box(MARGIN, top, 0.08, 1.66, fill=palette.FILLS[risk.status])
    slide.text(
        *(shortened(risk.objective, 60), left, top + 0.1, 8.3, 0.42),
        size=17,
        bold=True,
    )
    state = f"{MARKS[risk.status]} {status_text(risk.status)}   {percent(risk.progress)} / {percent(risk.expected)}"
    slide.text(
        *(state, MARGIN + 8.4, top + 0.12, FULL - 8.6, 0.4),
        size=14,
        bold=True,
        colour=palette.ink_of(risk.status),
        right=True,
    )
    owners = " · ".join(one for one in (risk.team, risk.owner) if one)
    slide.text(owners, left, top + 0.5, FULL - 0.4, 0.3, size=12, colour=palette.INK_3)
    slide.lines_of_text(why(risk), left, top + 0.8, FULL - 0.4, 0.85, size=14)


def why(risk: Risk) -> list[str]:
    """Two or three lines: which key result, and what was said last."""
    said = [
        f"“{shortened(one.blockers or one.note, 92)}” — {one.by}, {short_day(one.on)}"
        for one in risk.remarks
    ]
    measures = [
        f"{MARKS[one.status]} {shortened(one.title, 56)}  {one.way}" for one in risk.because
    ]
    return [*measures[: 3 - min(len(said), 2)], *said[:2]][:3]
