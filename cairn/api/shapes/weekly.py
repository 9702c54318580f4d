"""Weekly updates, requests for help and absences as the API writes them."""

from typing import Any

from cairn.api.shapes.values import ref, spelled
from cairn.checkins.finding import FoundUpdate
from cairn.checkins.helping import HelpRow
from cairn.checkins.models import WeeklyUpdate
from cairn.checkins.weekly import ConfidenceRow
from cairn.kpis.rows import KpiRow
from cairn.organization.models import Absence


def update_shape(update: WeeklyUpdate) -> dict[str, Any]:
    """From an update with its member loaded."""
    return {
        "id": str(update.id),
        "member": ref(update.member),
        "week_on": update.week_on,
        "priorities": update.priorities,
        "confidence": update.confidence,
        "health": update.health,
        "ahead": update.ahead,
        "version": update.version,
        "updated_at": update.updated_at,
        "published_at": update.published_at,
    }


def whole_shape(
    update: WeeklyUpdate, rows: list[ConfidenceRow], kpis: list[KpiRow]
) -> dict[str, Any]:
    return {
        **update_shape(update),
        "key_results": [_confidence(one) for one in rows],
        "kpis": [_kpi(one) for one in kpis],
    }


def update_found(found: FoundUpdate) -> dict[str, Any]:
    """As a search tells it."""
    return {
        "kind": "update",
        "id": str(found.id),
        "title": found.text,
        "detail": f"{found.member}, {found.week_on.isoformat()}",
        "objective": None,
        "progress": None,
        "status": None,
        "url": found.url,
    }


def _kpi(row: KpiRow) -> dict[str, Any]:
    return {
        "kpi": str(row.id),
        "name": row.name,
        "value_text": row.current_text,
        "band_text": row.band_text,
        "state": row.state,
        "side": row.health.side,
        "measured_on": row.measured_on,
    }


def _confidence(row: ConfidenceRow) -> dict[str, Any]:
    return {
        "key_result": str(row.key_result_id),
        "title": row.title,
        "objective": str(row.objective_id),
        "confidence": row.confidence,
        "before": row.before,
        "value_text": row.value,
        "said_this_week": row.is_said,
    }


def help_shape(row: HelpRow) -> dict[str, Any]:
    state = "withdrawn" if row.is_withdrawn else "open" if row.is_open else "answered"
    return {
        "id": str(row.id),
        "asked_by": ref(row.asked_by),
        "asked": ref(row.asked),
        "objective": spelled(row.objective_id),
        "key_result": spelled(row.key_result_id),
        "body": row.body,
        "asked_at": row.asked_at,
        "state": state,
        "answer": row.answer or None,
        "answered_by": row.answered_by or None,
        "answered_at": row.answered_at,
        "in_place": row.in_place,
        "can": {"answer": row.may_answer, "withdraw": row.may_withdraw},
    }


def absence_shape(absence: Absence) -> dict[str, Any]:
    return {
        "id": str(absence.id),
        "member": ref(absence.member),
        "stand_in": ref(absence.stand_in),
        "starts_on": absence.starts_on,
        "ends_on": absence.ends_on,
        "ended_at": absence.ended_at,
    }
