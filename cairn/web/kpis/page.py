"""The page of a KPI: its chart, its readings, what happened, who uses it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cairn.goals.fed import fed_key_results
from cairn.kpis.health import is_due
from cairn.kpis.models import Kpi, KpiReading
from cairn.kpis.policy import rules
from cairn.kpis.queries import find_kpi, find_reading, readings_of, row_of, whole_series
from cairn.measures.amounts import format_amount
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.web.feed import read_feed
from cairn.web.kpis.chart import chart
from cairn.web.kpis.later import Later, later_of
from cairn.web.pages import fragment, member_page, page
from cairn.web.paging import id_in, wants_fragment
from cairn.web.sessions import WebRequest
from cairn.web.submissions import new_submission

READINGS, EVENTS = 13, 8
POINTS = 130


@dataclass(frozen=True, slots=True)
class Retry:
    """A reading that could not be taken, as it was typed."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One row of the table. `was_text` is what it replaces; empty texts say nothing."""

    id: int
    effective_on: date
    text: str
    was_text: str
    note: str
    author_id: int
    author: str
    source: str
    recorded_at: datetime
    is_corrected: bool
    is_taken_back: bool


@member_page
def show_kpi(request: WebRequest, kpi_id: int) -> HttpResponse:
    kpi = find_kpi(request.actor, kpi_id)
    before = find_reading(kpi, id_in(request, "before"))
    if wants_fragment(request) and before is not None:
        context = _table(request.actor, kpi, before)
        return fragment(request, "kpis/kpi.html", "readings", context)
    return kpi_page(request, kpi, before=before)


def kpi_page(
    request: WebRequest, kpi: Kpi, retry: Retry | None = None, before: KpiReading | None = None
) -> HttpResponse:
    """Also with a reading that was refused, to be mended in place."""
    actor = request.actor
    on = clock.today(actor.time_zone)
    row = row_of(kpi, on, actor.locale)
    series = whole_series(kpi.id, POINTS)
    context = {
        "kpi": kpi,
        "row": row,
        "chart": chart(series, kpi.lower, kpi.upper, kpi.unit, on),
        "first_on": series[0][0] if series else None,
        "on": on,
        "fed": fed_key_results(actor, kpi.id, on),
        "feed": read_feed(actor, kpi=kpi.id, most=EVENTS),
        "may_edit": rules.can(actor, "kpi.edit", kpi),
        "may_archive": rules.can(actor, "kpi.archive", kpi),
        "retry": retry or Retry(),
        "submission": new_submission(),
        "later": _later(request, kpi, on),
        **_table(actor, kpi, before),
    }
    return page(request, "kpis/kpi.html", context, status=422 if retry else 200)


def _later(request: WebRequest, kpi: Kpi, on: date) -> Later | None:
    """Where the reader may put the reminder of a reading off that is due."""
    is_owed = kpi.archived_at is None and is_due(kpi.stale_on, on)
    may = is_owed and rules.can(request.actor, "kpi.measure", kpi)
    return later_of(request, [kpi.id]) if may else None


def _table(actor: Actor, kpi: Kpi, before: KpiReading | None) -> dict[str, Any]:
    """The readings from behind one on. One query."""
    found = readings_of(kpi.id, before, READINGS + 1)
    shown = [_reading_row(one, kpi.unit, actor.locale) for one in found[:READINGS]]
    older = f"/kpis/{kpi.id}?before={shown[-1].id}" if len(found) > READINGS else ""
    return {
        "kpi": kpi,
        "readings": shown,
        "older_url": older,
        "may_measure": kpi.archived_at is None and rules.can(actor, "kpi.measure", kpi),
    }


def _reading_row(reading: KpiReading, unit: str, locale: str) -> ReadingRow:
    corrects = reading.corrects
    was = corrects.value if corrects else None
    return ReadingRow(
        id=reading.id,
        effective_on=reading.effective_on,
        text="" if reading.value is None else format_amount(reading.value, unit, locale),
        was_text="" if was is None else format_amount(was, unit, locale),
        note=reading.note,
        author_id=reading.author_id,
        author=reading.author.name,
        source=source_text(reading.source),
        recorded_at=reading.recorded_at,
        is_corrected=hasattr(reading, "corrected_by"),
        is_taken_back=reading.value is None,
    )


def source_text(source: str) -> str:
    """Where a value came from, unless a person typed it here."""
    return {
        "api": _("through the API"),
        "import": _("imported"),
        "connector": _("from a connector"),
    }.get(source, "")
