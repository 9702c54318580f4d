"""KPIs in a statement that reads something else, so that its page pays no query for them: those of a
team with the team, those that somebody owes beside what else they owe."""

import json
from collections.abc import Container, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from cairn.kpis.models import Kpi
from cairn.kpis.rows import COLUMNS, KpiRow, kpi_row
from cairn.storage.rows import on_postgresql

MOST = 50
AMOUNTS = ("lower", "upper", "current", "previous")
NAMES = {"team__name": "organization_team.name", "owner__name": "w.name"}
UNASKED = ("description", "archived_at")
ASKED = [name for name in COLUMNS if name not in UNASKED]
LISTED = (
    "(SELECT {listed} FROM (SELECT * FROM kpis_kpi WHERE team_id = organization_team.id "
    "AND archived_at IS NULL ORDER BY position, id LIMIT {most}) h "
    "LEFT JOIN organization_member w ON w.id = h.owner_id)"
)


def kpis_beside() -> RawSQL:
    """For `.annotate()` on teams; read with `rows_beside`."""
    columns = ", ".join(map(_column, ASKED))
    if on_postgresql():
        listed = f"json_agg(json_build_array({columns}) ORDER BY h.position, h.id)::text"
    else:
        listed = f"json_group_array(json_array({columns}) ORDER BY h.position, h.id)"
    return RawSQL(LISTED.format(listed=listed, most=MOST + 1), [], TextField())


def _column(name: str) -> str:
    """Amounts as text: a number in JSON would be a float."""
    if name in AMOUNTS:
        return f"CAST(h.{name} AS text)"
    return NAMES.get(name) or f"h.{name}"


def rows_beside(text: str | None, on: date, locale: str) -> tuple[list[KpiRow], bool]:
    """What `kpis_beside` gave, in the team's own order: at most fifty, and whether there are more."""
    found = json.loads(text or "[]")
    return listed_rows(found[:MOST], on, locale), len(found) > MOST


def listable(kpis: QuerySet[Kpi]) -> QuerySet[Kpi, Any]:
    """For `list_together`; read with `listed_rows`."""
    texts = {f"{name}_text": Cast(name, TextField()) for name in AMOUNTS}
    columns = [f"{name}_text" if name in AMOUNTS else name for name in ASKED]
    return kpis.annotate(**texts).values_list(*columns)


def listed_rows(
    found: Sequence[Sequence[Any]], on: date, locale: str, away: Container[int | None] = ()
) -> list[KpiRow]:
    rows = [dict(zip(ASKED, row, strict=True)) for row in found]
    return [kpi_row(_values(row), on, locale, away) for row in rows]


def _values(row: dict[str, Any]) -> dict[str, Any]:
    amounts = {name: Decimal(row[name]) for name in AMOUNTS if row[name] is not None}
    day = row["measured_on"]
    measured_on = date.fromisoformat(day) if day else None
    return {
        **row,
        **amounts,
        **dict.fromkeys(UNASKED),
        "description": "",
        "measured_on": measured_on,
    }
