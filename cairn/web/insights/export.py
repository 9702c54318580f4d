"""The table of a chart as a file, in any format that tables are written in."""

import re
from contextlib import nullcontext
from decimal import Decimal

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import override

from cairn.errors import NotFound
from cairn.exchange.writing.exports import USUAL, make_file, read_format
from cairn.intake import Intake
from cairn.measures.table import Cell, Column, Share, Sheet
from cairn.web.exports import made_answer
from cairn.web.filters import UNDEFINED
from cairn.web.insights.asked import read_insights
from cairn.web.insights.parts import part_of
from cairn.web.insights.tables import Table
from cairn.web.pages import member_page
from cairn.web.sessions import WebRequest

NO_WORD = re.compile(r"\W+")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
SHARE = re.compile(r"[0-9]+%")
WIDE, NARROW = 40, 14


@member_page
def export_insights(request: WebRequest) -> HttpResponse:
    """For scripts it is in English, so that its field names stay."""
    shown = read_insights(request)
    if shown is None:
        raise NotFound
    intake = Intake({"format": request.GET.get("format", "") or USUAL})
    format = read_format(intake)
    intake.settle()
    with override("en") if format == "json" else nullcontext():
        part = part_of(shown, request.GET.get("chart", "") or "status")
        if part is None:
            raise NotFound
        return made_answer(make_file(request.actor, sheet_of(part.table), format))


def sheet_of(table: Table) -> Sheet:
    """Its figures as numbers again."""
    columns = [
        Column(NO_WORD.sub("_", words.lower()), words, WIDE if is_wide else NARROW)
        for words, is_wide in zip(table.columns, _are_wide(table), strict=True)
    ]
    rows = [[typed(one.text) for one in row] for row in table.rows]
    return Sheet(f"insights-{table.name}", table.title, columns, rows)


def _are_wide(table: Table) -> list[bool]:
    """Which columns hold words: the first, and those of sentences."""
    return [
        at == 0 or any(row[at].is_words for row in table.rows) for at in range(len(table.columns))
    ]


def typed(text: str) -> Cell:
    if text in ("", UNDEFINED):
        return None
    if NUMBER.fullmatch(text):
        return Decimal(text)
    return Share(Decimal(text[:-1]) / 100) if SHARE.fullmatch(text) else text


urlpatterns = [path("exports/insights", export_insights)]
