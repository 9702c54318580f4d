"""Objectives with their key results, two on a slide."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.insights.reports import palette
from cairn.insights.reports.contents import KeyResultLine, ObjectiveLine, Report
from cairn.insights.reports.slides.drawing import Deck, Slide
from cairn.insights.reports.slides.pages import FULL, MARGIN, new_page
from cairn.insights.reports.words import (
    MARKS,
    mean_text,
    percent,
    score_text,
    shortened,
    status_text,
)
from cairn.insights.words import kind_name

MOST_OBJECTIVES: Final = 24


def draw_objectives(deck: Deck, report: Report, lines: Sequence[ObjectiveLine]) -> None:
    note = ""
    if report.objective_count > MOST_OBJECTIVES:
        note = _("The first %(shown)s of %(all)s; the workbook has every one.") % {
            "shown": MOST_OBJECTIVES,
            "all": report.objective_count,
        }
    slide = new_page(deck, report, _("Objectives and key results"), note)
    top = 1.5
    for line in lines:
        height = 1.0 + 0.43 * min(max(len(line.key_results), 1), 4)
        _objective(slide, line, top, height)
        top += height + 0.2


def _objective(slide: Slide, line: ObjectiveLine, top: float, height: float) -> None:
    slide.box(MARGIN, top, FULL, height, fill=palette.SURFACE, line=palette.LINE)
    slide.text(shortened(line.title, 60), MARGIN + 0.2, top + 0.1, 8.4, 0.42, size=17, bold=True)
    state = f"{MARKS.get(line.status, '')} {status_text(line.status)}   {percent(line.progress)}"
    if line.score is not None:
        state += "   " + _("score %(score)s") % {"score": score_text(line.score)}
    slide.text(
        *(state, MARGIN + 8.4, top + 0.1, FULL - 8.6, 0.4),
        size=14,
        bold=True,
        colour=palette.ink_of(line.status),
        right=True,
    )
    about = [line.team, line.owner, kind_name(line.type), _("Limited") if line.is_limited else ""]
    slide.text(
        " · ".join(one for one in about if one),
        *(MARGIN + 0.2, top + 0.5, FULL - 0.4, 0.3),
        size=11,
        colour=palette.INK_3,
    )
    for at, one in enumerate(line.key_results[:4]):
        _key_result(slide, one, top + 0.9 + at * 0.43)
    if len(line.key_results) > 4:
        left = len(line.key_results) - 4
        more = ngettext("and %(n)s more key result", "and %(n)s more key results", left)
        slide.text(
            more % {"n": left},
            *(MARGIN + 8.0, top + 0.46, FULL - 8.2, 0.3),
            size=11,
            colour=palette.INK_3,
            right=True,
        )


def _key_result(slide: Slide, one: KeyResultLine, top: float) -> None:
    left = MARGIN + 0.2
    slide.text(
        MARKS.get(one.status, ""), left, top, 0.3, 0.36, size=14, colour=palette.ink_of(one.status)
    )
    slide.text(shortened(one.title, 40), left + 0.3, top, 4.6, 0.36, size=15)
    slide.text(
        one.reach,
        *(left + 4.95, top + 0.02, 3.05, 0.36),
        size=12,
        colour=palette.INK_2,
        right=True,
    )
    slide.bar(
        left + 8.15,
        top + 0.13,
        2.3,
        0.11,
        one.progress,
        one.expected,
        palette.FILLS.get(one.status, palette.TRACK),
    )
    slide.text(percent(one.progress), left + 10.5, top, 0.75, 0.36, size=12, right=True)
    slide.text(
        "" if one.confidence is None else mean_text(Decimal(one.confidence)).removesuffix(".0"),
        *(left + 11.25, top, 0.5, 0.36),
        size=12,
        colour=palette.INK_3,
        right=True,
    )
