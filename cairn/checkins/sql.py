"""The statements of a check-in, by hand; see `goals/sql.py`."""

from datetime import date

from cairn.checkins.models import CheckIn
from cairn.storage.rows import execute, fetch, on_postgresql


def insert_check_in(made: CheckIn) -> None:
    execute(
        "INSERT INTO checkins_checkin (id, organization_id, key_result_id, reading_id, confidence, "
        "note, blockers, status, effective_on, recorded_at, submission, author_id, corrects_id) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            made.id,
            made.organization_id,
            made.key_result_id,
            made.reading_id,
            made.confidence,
            made.note,
            made.blockers,
            str(made.status),
            made.effective_on,
            made.recorded_at,
            made.submission,
            made.author_id,
            made.corrects_id,
        ],
    )


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
