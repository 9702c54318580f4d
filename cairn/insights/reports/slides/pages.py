"""A slide with its title and foot."""

from typing import Final

from cairn.insights.reports import palette
from cairn.insights.reports.contents import Report
from cairn.insights.reports.slides.drawing import Deck, Slide
from cairn.insights.reports.words import day_text

WIDTH, MARGIN = 13.333, 0.6
FULL: Final = WIDTH - 2 * MARGIN


def new_page(deck: Deck, report: Report, title: str, note: str = "") -> Slide:
    slide = deck.slide()
    slide.text(title, MARGIN, 0.42, FULL, 0.7, size=28, bold=True, colour=palette.PINE)
    if note:
        slide.text(note, MARGIN, 1.05, FULL, 0.4, size=13, colour=palette.INK_3)
    slide.text(foot(report), MARGIN, 7.02, 9, 0.3, size=10, colour=palette.INK_3)
    slide.number(WIDTH - MARGIN - 1, 7.02)
    return slide


def foot(report: Report) -> str:
    return f"{report.organization} · {report.cycle} · {day_text(report.on)}"
