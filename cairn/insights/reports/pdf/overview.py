"""The head, the figures and what changed."""

from typing import Final

from django.utils.translation import gettext as _

from cairn.insights.reports import palette
from cairn.insights.reports.contents import Report
from cairn.insights.reports.pdf.paper import FULL, LEFT, Cell, Paper
from cairn.insights.reports.words import day_text, shortened

MOST_TITLES: Final = 8


def write_head(paper: Paper, report: Report) -> None:
    paper.text(report.organization, 11, palette.INK_3, after=0.5)
    paper.text(report.title, 26, palette.INK, serif=True, after=1)
    whose = report.subject if report.subject != report.organization else ""
    days = f"{day_text(report.starts_on)} – {day_text(report.ends_on)}"
    about = [whose, f"{report.cycle} ({days})", _("as of %(day)s") % {"day": day_text(report.on)}]
    paper.text(" · ".join(one for one in about if one), 10.5, palette.INK_2, after=0.5)
    note = _("Made for %(name)s, who may see what is in it.") % {"name": report.asked_by}
    if report.has_limited:
        note += " " + _("Some objectives in it are limited: look who is in the room.")
    paper.text(note, 9, palette.INK_3, after=4)


def write_figures(paper: Paper, report: Report) -> None:
    gap, height = 4.0, 25.0
    width = (FULL - 2 * gap) / 3
    for at, figure in enumerate(report.figures):
        x, y = LEFT + (at % 3) * (width + gap), paper.y + (at // 3) * (height + gap)
        paper.frame(x, y, width, height)
        paper.line_of(figure.label, x + 4, y + 3, width, 9, palette.INK_2)
        colour = palette.tone_ink(figure.tone)
        paper.line_of(figure.value, x + 4, y + 8, width, 21, colour, serif=True, bold=True)
        note = shortened(figure.note, 34)
        paper.line_of(note, x + 4, y + 19, width, 8.5, palette.INK_3)
    paper.y += -(-len(report.figures) // 3) * (height + gap)


def write_changes(paper: Paper, report: Report) -> None:
    if not report.changes:
        return
    first = 6 + 5 * len(report.changes[0].titles[:MOST_TITLES])
    paper.heading(_("What changed since %(day)s") % {"day": day_text(report.since)}, first)
    for change in report.changes:
        tone = {"worse": "risk", "silent": "warn", "better": "ok"}.get(change.change, "")
        paper.row(
            [
                Cell(str(change.count), 10, 13, palette.tone_ink(tone), bold=True, right=True),
                Cell(change.label, 28, 10, bold=True),
                Cell("\n".join(change.titles), FULL - 43, 9, palette.INK_2, lines=MOST_TITLES),
            ]
        )
