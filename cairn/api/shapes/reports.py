"""Reports as the API answers them."""

from typing import Any

from cairn.insights.reports.queries import ReportRow


def report_shape(row: ReportRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "occasion": row.occasion,
        "format": row.format,
        "team": {"id": str(row.team_id), "name": row.team} if row.team_id else None,
        "cycle": {"id": str(row.cycle_id), "name": row.cycle},
        "on": row.shown_on,
        "locale": row.locale,
        "state": row.state,
        "step": row.step,
        "steps": row.steps,
        "error": row.error,
        "name": row.name,
        "size": row.size,
        "asked_at": row.asked_at,
        "made_at": row.made_at,
        "kept_until": row.kept_until,
        "url": f"/api/v1/reports/{row.id}/file",
    }
