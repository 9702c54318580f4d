"""Status by team, progress against pace, and scores."""

from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from cairn.insights.reports import palette
from cairn.insights.reports.contents import Report
from cairn.insights.reports.slides.drawing import Deck
from cairn.insights.reports.slides.pages import FULL, MARGIN, new_page
from cairn.insights.reports.words import MARKS, short_day, shortened, status_text

MOST_TEAMS: Final = 12
LONGEST_NAME: Final = 34


def draw_teams(deck: Deck, report: Report) -> None:
    lines = [*report.teams[:MOST_TEAMS]] or [report.whole]
    shown = [one for one in palette.FILLS if any(line.counts.get(one) for line in lines)]
    if not shown:
        return
    slide = new_page(deck, report, _("Status by team"), _count_words(report))
    series = [
        (
            status_text(one),
            palette.FILLS[one],
            [line.counts.get(one, 0) for line in lines],
        )
        for one in shown
    ]
    names = [shortened(line.name, LONGEST_NAME) for line in lines]
    slide.stacked_bars(names, series, MARGIN, 1.55, FULL, 5.3)


def _count_words(report: Report) -> str:
    counts = report.whole.counts
    said = [
        f"{MARKS[one]} {status_text(one)} {counts[one]}" for one in palette.FILLS if counts.get(one)
    ]
    return "    ".join(said)


def draw_trend(deck: Deck, report: Report) -> None:
    points = [one for one in report.trend if one.progress is not None]
    if len(points) < 2:
        return
    slide = new_page(
        deck, report, _("Progress against pace"), _("Means of all objectives, week by week")
    )
    days = [short_day(one.on) for one in points]
    slide.lines(
        days,
        [
            (_("Mean progress"), palette.PINE, False, [one.progress for one in points]),
            (_("Expected"), palette.INK_3, True, [one.expected for one in points]),
        ],
        *(MARGIN, 1.55, FULL * 0.62, 5.3),
        percent=True,
    )
    slide.lines(
        days,
        [
            (
                _("Mean confidence"),
                palette.FILLS["behind"],
                False,
                [one.confidence for one in points],
            )
        ],
        *(MARGIN + FULL * 0.64, 1.55, FULL * 0.36, 5.3),
        percent=False,
    )


def draw_scores(deck: Deck, report: Report) -> None:
    if not report.scores:
        return
    note = "    ".join(
        _("%(type)s: %(mean)s on average") % {"type": one.label, "mean": one.mean}
        for one in report.scores
    )
    slide = new_page(deck, report, _("Scores"), note)
    slide.columns(
        [f"{Decimal(n) / 10:.1f}" for n in range(11)],
        [
            (one.label, palette.SCORES.get(one.kind, palette.INK_3), list(one.counts))
            for one in report.scores
        ],
        *(MARGIN, 1.55, FULL, 4.7),
    )
    slide.text(
        _(
            "Aspirational objectives aim for 0.6–0.7; committed ones for 1.0. Scores feed no pay or rating."
        ),
        *(MARGIN, 6.4, FULL, 0.4),
        size=13,
        colour=palette.INK_3,
    )
