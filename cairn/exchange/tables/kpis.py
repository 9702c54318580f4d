"""KPIs and their readings. Everybody in an organization sees them."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import unit_cell
from cairn.kpis.health import State
from cairn.kpis.models import Direction, Kpi, KpiReading, Side
from cairn.kpis.queries import Filters, filtered, kpis_to_measure
from cairn.kpis.rows import COLUMNS, kpi_row
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.storage import clock

FILTERS: Final = ("q", "team", "state", "owner", "archived", "kpi", "to_measure")


def _fitting(viewer: Actor, asked: Asked) -> QuerySet[Kpi]:
    """In the order of the list; what is the viewer's to measure as they are asked for it."""
    found = filtered(
        viewer,
        Filters(asked.team, asked.owner, asked.state, asked.q, asked.archived),
        clock.today(viewer.time_zone),
    )
    if asked.to_measure:
        mine = kpis_to_measure(viewer)
        found = found.filter(id__in=mine.order_by().values("id")).order_by(*mine.query.order_by)
    return found.filter(id=asked.kpi) if asked.kpi else found


def kpis_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """One query."""
    columns = [
        Column("kpi", _("KPI"), 36),
        Column("team", pgettext("column", "Team"), 20),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("state", _("State"), 16),
        Column("current", _("Current"), 12, "right"),
        Column("previous", pgettext("column", "Before"), 12, "right", brief=False),
        Column("lower", _("At least"), 12, "right"),
        Column("upper", _("At most"), 12, "right"),
        Column("unit", _("Unit"), 10),
        Column("direction", pgettext("column", "Direction"), 18, brief=False),
        Column("measured_on", _("Last reading"), 14),
        Column("cadence_days", _("Days between readings"), 14, "right", brief=False),
        Column("description", pgettext("column", "Description"), 44, brief=False),
        Column("id", _("Id"), 22, brief=False),
    ]
    found = _fitting(viewer, asked)
    return Sheet("kpis", _("KPIs"), columns, _kpis(viewer, found), counted(found))


def _kpis(viewer: Actor, found: QuerySet[Kpi]) -> Iterator[Sequence[Cell]]:
    on = clock.today(viewer.time_zone)
    for values in found.values(*COLUMNS).iterator():
        row = kpi_row(values, on, viewer.locale)
        yield (
            row.name,
            row.team_name or None,
            row.owner_name or None,
            state_cell(row.state, row.health.side),
            row.current,
            row.previous,
            row.lower,
            row.upper,
            unit_cell(row.unit),
            Word(row.direction, str(Direction(row.direction).label)),
            row.measured_on,
            row.cadence_days,
            row.description or None,
            str(row.id),
        )


def state_cell(state: str, side: str) -> Word:
    words = {
        State.HEALTHY: _("Healthy"),
        State.STALE: _("Out of date"),
        State.UNMEASURED: _("No reading yet"),
    }
    known = words.get(State(state))
    return Word(state, str(Side(side).label) if known is None else known)


def readings_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Of the KPIs that fit, the latest first; what was corrected is left out. One query."""
    columns = [
        Column("on", pgettext("column", "Day"), 12),
        Column("kpi", _("KPI"), 36),
        Column("value", _("Value"), 12, "right"),
        Column("unit", _("Unit"), 10),
        Column("by", pgettext("column", "Who"), 18),
        Column("note", _("Note"), 50),
        Column("recorded_at", _("Recorded"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("kpi_id", _("Id of the KPI"), 22, brief=False),
    ]
    found = _read(viewer, asked)
    return Sheet("kpi-readings", _("Readings of KPIs"), columns, _readings(found), counted(found))


def _read(viewer: Actor, asked: Asked) -> QuerySet[KpiReading]:
    return KpiReading.objects.filter(
        kpi__in=_fitting(viewer, asked).order_by().values("id"),
        corrected_by__isnull=True,
        value__isnull=False,
    ).order_by("-effective_on", "-recorded_at", "-id")


def _readings(found: QuerySet[KpiReading]) -> Iterator[Sequence[Cell]]:
    columns = ("effective_on", "kpi__name", "value", "kpi__unit", "author__name", "note")
    for on, name, value, unit, by, note, at, id, kpi in found.values_list(
        *columns, "recorded_at", "id", "kpi_id"
    ).iterator():
        yield on, name, value, unit_cell(unit), by, note or None, at, str(id), str(kpi)
