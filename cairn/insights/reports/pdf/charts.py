"""Status by team, progress against pace, and scores."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from cairn.insights.reports import palette
from cairn.insights.reports.contents import Report
from cairn.insights.reports.pdf.paper import FULL, LEFT, Cell, Paper
from cairn.insights.reports.words import mean_text, percent, short_day, status_text

MOST_TEAMS: Final = 40
CHART: Final = 46.0


def write_teams(paper: Paper, report: Report) -> None:
    lines = [*report.teams[:MOST_TEAMS]] or [report.whole]
    shown = [one for one in palette.FILLS if any(line.counts.get(one) for line in lines)]
    if not shown:
        return
    paper.heading(_("Status by team"))
    _legend(paper, report, shown)
    most = max(line.total for line in lines)
    for line in lines:
        paper.room(7)
        name = Cell(line.name, 44, lines=1)
        paper.row([name], pad=0.8)
        counts = [(palette.FILLS[one], line.counts.get(one, 0)) for one in shown]
        y = paper.y - 5.6
        paper.parts(LEFT + 47, y, FULL - 58, 4.4, counts, most)
        paper.line_of(str(line.total), LEFT, y + 0.4, FULL, 9, palette.INK_2, right=True)
    paper.y += 2


def _legend(paper: Paper, report: Report, shown: Sequence[str]) -> None:
    x = LEFT
    for one in shown:
        words = f"{status_text(one)} {report.whole.counts.get(one, 0)}"
        width = paper.width_of(words, 8.5)
        if x + width + 5 > LEFT + FULL:
            x, paper.y = LEFT, paper.y + 5
        paper.area(x, paper.y + 0.9, 2.4, 2.4, palette.FILLS[one])
        paper.line_of(words, x + 3.6, paper.y + 0.4, width, 8.5, palette.INK_2)
        x += width + 9
    paper.y += 7


def write_trend(paper: Paper, report: Report) -> None:
    points = [one for one in report.trend if one.progress is not None]
    if len(points) < 2:
        return
    paper.heading(_("Progress against pace"))
    paper.room(CHART + 14)
    x, width, top = LEFT + 11, FULL - 13, paper.y
    ends = [one.progress or Decimal(0) for one in points] + [
        one.expected or Decimal(0) for one in points
    ]
    most = max(Decimal("0.25"), *ends)
    lines = [Decimal(n) / 4 for n in range(5) if Decimal(n) / 4 <= most + Decimal("0.1")]
    scale = max(most, lines[-1])
    for line in lines:
        y = top + CHART * (1 - float(line / scale))
        paper.area(x, y, width, 0.15, palette.LINE)
        paper.line_of(percent(line), LEFT, y - 1.6, 9, 8, palette.INK_3, right=True)
    days = max((points[-1].on - points[0].on).days, 1)

    def place(on: int, done: Decimal | None) -> tuple[float, float]:
        return x + width * on / days, top + CHART * (1 - float((done or Decimal(0)) / scale))

    for colour, dashed, values in (
        (palette.INK_3, True, [one.expected for one in points]),
        (palette.PINE, False, [one.progress for one in points]),
    ):
        at = [(one.on - points[0].on).days for one in points]
        paper.stroke([place(a, v) for a, v in zip(at, values, strict=True)], colour, dashed=dashed)
    for one in (points[0], points[len(points) // 2], points[-1]):
        words = short_day(one.on)
        middle = place((one.on - points[0].on).days, None)[0] - paper.width_of(words, 8) / 2
        paper.line_of(
            words,
            min(middle, LEFT + FULL - paper.width_of(words, 8)),
            top + CHART + 1.5,
            20,
            8,
            palette.INK_3,
        )
    paper.y = top + CHART + 7
    last = points[-1]
    said = _(
        "Mean progress %(progress)s (solid), expected %(expected)s (dashed), mean confidence %(confidence)s of 10."
    )
    paper.text(
        said
        % {
            "progress": percent(last.progress),
            "expected": percent(last.expected),
            "confidence": mean_text(last.confidence),
        },
        *(9, palette.INK_3),
        after=1,
    )


def write_scores(paper: Paper, report: Report) -> None:
    if not report.scores:
        return
    paper.heading(_("Scores"))
    top = max(max(line.counts) for line in report.scores)
    width = (FULL - 44) / 11
    for line in report.scores:
        paper.room(22)
        y = paper.y
        paper.line_of(line.label, LEFT, y + 8, 40, 9.5, bold=True)
        paper.line_of(
            _("Mean %(mean)s") % {"mean": line.mean}, LEFT, y + 13, 40, 8.5, palette.INK_3
        )
        for at, count in enumerate(line.counts):
            x, height = LEFT + 44 + at * width, 13 * count / max(top, 1)
            sweet = line.kind == "aspirational" and at in (6, 7)
            colour = (
                palette.FILLS["on_track"]
                if sweet or line.kind == "committed"
                else palette.FILLS["closed"]
            )
            paper.area(x + 1, y + 15 - height, width - 2, height, colour)
            if count:
                paper.line_of(str(count), x + width / 2 - 1, y + 11.5 - height, 6, 8, palette.INK_2)
            paper.line_of(f"{at / 10:.1f}", x + width / 2 - 2.2, y + 16, 8, 8, palette.INK_3)
        paper.area(LEFT + 44, y + 15, FULL - 44, 0.2, palette.LINE)
        paper.y += 23
    paper.text(
        _(
            "Aspirational objectives aim for 0.6–0.7; committed ones for 1.0. Scores feed no pay or rating."
        ),
        *(9, palette.INK_3),
    )
