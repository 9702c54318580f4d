"""The statements of a check-in, by hand; see `goals/sql.py`."""

from datetime import date

from cairn.storage.rows import fetch, on_postgresql


def latest_words(key_result_id: int, most: int) -> list[tuple[int, str, date]]:
    """(confidence, status said, day) of the check-ins that nobody corrected, the latest first."""
    rows = fetch(
        "SELECT c.confidence, c.status, c.effective_on FROM checkins_checkin c "
        "WHERE c.key_result_id = %s AND NOT EXISTS "
        "(SELECT 1 FROM checkins_checkin n WHERE n.corrects_id = c.id) "
        "ORDER BY c.effective_on DESC, c.recorded_at DESC, c.id DESC LIMIT %s",
        [key_result_id, most],
    )
    if on_postgresql():
        return [(confidence, status, day) for confidence, status, day in rows]
    return [
        (confidence, status, date.fromisoformat(day) if isinstance(day, str) else day)
        for confidence, status, day in rows
    ]
