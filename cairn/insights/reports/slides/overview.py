"""The cover, the figures and what changed."""

from django.utils.translation import gettext as _

from cairn.insights.reports import palette
from cairn.insights.reports.contents import Figure, Report
from cairn.insights.reports.slides.drawing import Deck, Slide
from cairn.insights.reports.slides.pages import FULL, MARGIN, new_page
from cairn.insights.reports.words import day_text, shortened


def draw_cover(deck: Deck, report: Report) -> None:
    slide = deck.slide(ground=palette.PINE)
    slide.cairn(MARGIN, 1.15, palette.WHITE)
    slide.text(report.organization, MARGIN, 2.35, FULL, 0.5, size=20, colour="C9DCCF")
    slide.text(report.title, MARGIN, 2.85, FULL, 1.0, size=48, bold=True, colour=palette.WHITE)
    whose = report.subject if report.subject != report.organization else ""
    parts = [one for one in (whose, report.cycle, day_text(report.on)) if one]
    slide.text(" · ".join(parts), MARGIN, 3.95, FULL, 0.5, size=20, colour=palette.WHITE)
    note = _("Made for %(name)s, who may see what is in it.") % {"name": report.asked_by}
    if report.has_limited:
        note += " " + _("Some objectives in it are limited: look who is in the room.")
    slide.text(note, MARGIN, 6.6, FULL, 0.4, size=12, colour="C9DCCF")


def draw_headline(deck: Deck, report: Report) -> None:
    slide = new_page(deck, report, _("Where we stand"), _pace_words(report))
    across = (FULL - 2 * 0.3) / 3
    for at, figure in enumerate(report.figures):
        left = MARGIN + (at % 3) * (across + 0.3)
        _figure(slide, figure, left, 1.75 + (at // 3) * 2.6, across)


def _pace_words(report: Report) -> str:
    days = f"{day_text(report.starts_on)} – {day_text(report.ends_on)}"
    return f"{report.subject} · {report.cycle} ({days})"


def _figure(slide: Slide, figure: Figure, left: float, top: float, width: float) -> None:
    slide.box(left, top, width, 2.3, fill=palette.SURFACE, line=palette.LINE)
    slide.text(
        figure.label, left + 0.25, top + 0.2, width - 0.5, 0.4, size=14, colour=palette.INK_2
    )
    slide.text(
        *(figure.value, left + 0.25, top + 0.6, width - 0.5, 1.0),
        size=48,
        bold=True,
        colour=palette.tone_ink(figure.tone),
    )
    slide.text(figure.note, left + 0.25, top + 1.7, width - 0.5, 0.4, size=13, colour=palette.INK_3)


def draw_changes(deck: Deck, report: Report) -> None:
    if not report.changes:
        return
    note = _("Since %(day)s") % {"day": day_text(report.since)}
    slide = new_page(deck, report, _("What changed"), note)
    height = 5.2 / len(report.changes)
    for at, change in enumerate(report.changes):
        top = 1.65 + at * height
        tone = {"worse": "risk", "silent": "warn", "better": "ok"}.get(change.change, "")
        slide.text(
            *(str(change.count), MARGIN, top, 1.1, 0.7),
            size=36,
            bold=True,
            colour=palette.tone_ink(tone),
        )
        slide.text(change.label, MARGIN + 1.15, top + 0.12, 2.0, 0.5, size=18, bold=True)
        most = max(1, int(height / 0.34))
        titles = [shortened(title, 76) for title in change.titles[:most]]
        if change.count > len(titles) and titles:
            titles[-1] += "  …"
        slide.lines_of_text(titles, MARGIN + 3.3, top + 0.12, FULL - 3.3, height - 0.15, size=15)
        slide.rule(MARGIN, top + height - 0.06, FULL)
