"""Asks for help, decisions, actions, and what was learned."""

from django.utils.translation import gettext as _

from cairn.insights.reports import palette
from cairn.insights.reports.contents import Report
from cairn.insights.reports.slides.drawing import Deck
from cairn.insights.reports.slides.pages import FULL, MARGIN, new_page
from cairn.insights.reports.words import short_day, shortened

TALK_TOP, TALK_BOTTOM = 1.45, 6.8


def draw_talk(deck: Deck, report: Report) -> None:
    helps = [f"{one.asked_by} → {one.asked}: {shortened(one.body, 84)}" for one in report.helps[:5]]
    decisions = [f"{one.team}: {shortened(one.body, 84)}" for one in report.decisions[:5]]
    actions = [
        " · ".join(
            part
            for part in (
                shortened(one.body, 76),
                one.owner,
                (_("overdue since %(day)s") if one.is_late else _("by %(day)s"))
                % {"day": short_day(one.due_on)}
                if one.due_on
                else "",
            )
            if part
        )
        for one in report.actions[:6]
    ]
    blocks = [
        (words, lines)
        for words, lines in (
            (_("Asks for help"), helps),
            (_("Decisions"), decisions),
            (_("Open actions"), actions),
        )
        if lines
    ]
    if not blocks:
        return
    slide, top = new_page(deck, report, _("To talk about")), TALK_TOP
    for words, lines in blocks:
        height = 0.42 + 0.36 * len(lines)
        if top > TALK_TOP and top + height > TALK_BOTTOM:
            slide, top = new_page(deck, report, _("To talk about")), TALK_TOP
        slide.text(words, MARGIN, top, FULL, 0.4, size=18, bold=True, colour=palette.INK)
        slide.lines_of_text(lines, MARGIN, top + 0.42, FULL, height - 0.32, size=16)
        top += height + 0.3


def draw_lessons(deck: Deck, report: Report) -> None:
    if not report.lessons:
        return
    slide = new_page(deck, report, _("What we learned"))
    for at, lesson in enumerate(report.lessons[:5]):
        top = 1.5 + at * 1.08
        slide.box(MARGIN, top + 0.05, 0.06, 0.85, fill=palette.PINE)
        slide.text(shortened(lesson.body, 150), MARGIN + 0.25, top, FULL - 0.3, 0.62, size=17)
        slide.text(
            lesson.about, MARGIN + 0.25, top + 0.66, FULL - 0.3, 0.3, size=12, colour=palette.INK_3
        )
