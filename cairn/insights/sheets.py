"""Each chart alone, for its file."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import date
from typing import Final

from django.utils.translation import override

from cairn.errors import NotFound
from cairn.insights.changes import changes_of, since_of
from cairn.insights.cover import cover_of
from cairn.insights.discipline import discipline_of
from cairn.insights.frame import Frame
from cairn.insights.hygiene import hygiene_of
from cairn.insights.participation import participation_of
from cairn.insights.scores import scores_of
from cairn.insights.spread import spread_of
from cairn.insights.subject import PERSON
from cairn.insights.tables import (
    Table,
    changes_table,
    confidence_table,
    cover_table,
    discipline_table,
    hygiene_table,
    participation_table,
    scores_table,
    spread_table,
    trend_table,
)
from cairn.insights.trend import trend_of
from cairn.measures.table import Sheet

type Make = Callable[[Frame, date | None], Table]

CHARTS: Final[Mapping[str, Make]] = {
    "status": lambda frame, _since: spread_table(frame.subject, spread_of(frame)),
    "progress": lambda frame, _since: trend_table(trend_of(frame)),
    "confidence": lambda frame, _since: confidence_table(trend_of(frame)),
    "changes": lambda frame, since: changes_table(changes_of(frame, since_of(frame, since)[0])),
    "rhythm": lambda frame, _since: discipline_table(discipline_of(frame)),
    "participation": lambda frame, _since: participation_table(
        frame.subject, participation_of(frame)
    ),
    "hygiene": lambda frame, _since: hygiene_table(hygiene_of(frame)),
    "cover": lambda frame, _since: cover_table(frame.subject, cover_of(frame)),
    "scores": lambda frame, _since: scores_table(scores_of(frame)),
}
"""By name; `since` is the day that was asked for, from which changes count."""


def is_told(frame: Frame, chart: str) -> bool:
    """Who takes part is told of no person alone, what to put in order of today only."""
    if chart == "participation":
        return frame.subject.kind != PERSON
    return chart != "hygiene" or not frame.scope.past


def chart_sheet(
    frame: Frame, chart: str, since: date | None = None, *, for_scripts: bool = False
) -> Sheet:
    """The rows that the page shows. For scripts its names are in English, so that they stay.
    `NotFound` where there is no chart of this name, or none about this."""
    make = CHARTS.get(chart)
    if make is None or not is_told(frame, chart):
        raise NotFound
    with override("en") if for_scripts else nullcontext():
        table = make(frame, since)
    rows = [[cell.value for cell in row] for row in table.rows]
    return Sheet(f"insights-{table.name}", table.title, table.columns, rows)
