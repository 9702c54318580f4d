"""A key result with its bar."""

from cairn.insights.reports import palette
from cairn.insights.reports.contents import KeyResultLine
from cairn.insights.reports.pdf.paper import FULL, LEFT, Cell, Paper
from cairn.insights.reports.words import MARKS, percent


def write_measure(paper: Paper, one: KeyResultLine) -> None:
    """A key result with its bar, in one line or two."""
    mark = Cell(MARKS.get(one.status, ""), 3, 8.5, palette.ink_of(one.status))
    confidence = "" if one.confidence is None else str(one.confidence)
    start = paper.y
    cells = [
        mark,
        Cell(one.title, FULL - 102, 9, lines=2),
        Cell(
            one.reach,
            32,
            8.5,
            palette.INK_2,
            right=True,
            lines=2,
        ),
        Cell("", 26, 9),
        Cell(percent(one.progress), 11, 9, right=True, lines=1),
        Cell(confidence, 5, 8.5, palette.INK_3, right=True, lines=1),
    ]
    paper.row(cells, x=LEFT + 4, pad=0.7)
    y = (start if paper.y > start else paper.y - 6) + 2.4
    x = LEFT + 4 + 3 + (FULL - 102) + 32 + 3 * 2.5
    paper.bar(x, y, 26, one.progress, one.expected, palette.FILLS.get(one.status, palette.TRACK))
