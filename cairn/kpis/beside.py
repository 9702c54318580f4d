"""The KPIs of a team in the statement that reads the team, so that its page pays no query for them."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import TextField
from django.db.models.expressions import RawSQL

from cairn.kpis.rows import COLUMNS, KpiRow, kpi_row
from cairn.storage.rows import on_postgresql

MOST = 50
AMOUNTS = ("lower", "upper", "current", "previous")
NAMES = {"team__name": "organization_team.name", "owner__name": "w.name"}
UNASKED = ("description", "archived_at")
LISTED = (
    "(SELECT {listed} FROM kpis_kpi h LEFT JOIN organization_member w ON w.id = h.owner_id "
    "WHERE h.team_id = organization_team.id AND h.archived_at IS NULL)"
)


def kpis_beside() -> RawSQL:
    """For `.annotate()` on teams; read with `rows_beside`."""
    columns = ", ".join(_column(name) for name in COLUMNS if name not in UNASKED)
    if on_postgresql():
        listed = f"json_agg(json_build_array({columns}) ORDER BY h.position, h.id)::text"
    else:
        listed = f"json_group_array(json_array({columns}) ORDER BY h.position, h.id)"
    return RawSQL(LISTED.format(listed=listed), [], TextField())


def _column(name: str) -> str:
    """Amounts as text: a number in JSON would be a float."""
    if name in AMOUNTS:
        return f"CAST(h.{name} AS text)"
    return NAMES.get(name) or f"h.{name}"


def rows_beside(text: str | None, on: date, locale: str) -> list[KpiRow]:
    """What `kpis_beside` gave, in the team's own order; at most fifty."""
    names = [name for name in COLUMNS if name not in UNASKED]
    found = json.loads(text or "[]")[:MOST]
    return [kpi_row(_values(dict(zip(names, row, strict=True))), on, locale) for row in found]


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
