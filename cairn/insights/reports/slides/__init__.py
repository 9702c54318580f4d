"""A report as slides to talk over: few words, native charts that can be edited where they stand."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Final

from cairn.insights.reports.contents import ObjectiveLine, Report
from cairn.insights.reports.slides.charts import draw_scores, draw_teams, draw_trend
from cairn.insights.reports.slides.drawing import Deck
from cairn.insights.reports.slides.objectives import MOST_OBJECTIVES, draw_objectives
from cairn.insights.reports.slides.overview import draw_changes, draw_cover, draw_headline
from cairn.insights.reports.slides.risks import draw_risks
from cairn.insights.reports.slides.talk import draw_lessons, draw_talk

OBJECTIVES_A_SLIDE: Final = 2
MOST_RISKS: Final = 9
RISKS_A_SLIDE: Final = 3


def write_slides(report: Report, _tell: Callable[[], None]) -> bytes:
    deck = Deck(f"{report.organization} · {report.title}", report.asked_by)
    draw_cover(deck, report)
    draw_headline(deck, report)
    draw_teams(deck, report)
    draw_trend(deck, report)
    draw_changes(deck, report)
    for portion in _portions(report.risks[:MOST_RISKS], RISKS_A_SLIDE):
        draw_risks(deck, report, portion)
    draw_talk(deck, report)
    draw_scores(deck, report)
    draw_lessons(deck, report)
    for lines in _portions(_told(report), OBJECTIVES_A_SLIDE):
        draw_objectives(deck, report, lines)
    made = BytesIO()
    deck.save(made)
    return made.getvalue()


def _told(report: Report) -> Sequence[ObjectiveLine]:
    return report.objectives[:MOST_OBJECTIVES]


def _portions[One](items: Sequence[One], size: int) -> list[Sequence[One]]:
    return [items[first : first + size] for first in range(0, len(items), size)]
