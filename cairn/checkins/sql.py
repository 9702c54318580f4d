"""The statements of a check-in, by hand; see `goals/sql.py`."""

from datetime import date

from cairn.storage.rows import Answer, ask

type Said = tuple[int, str, date]


def ask_latest_words(key_result_id: int, most: int) -> Answer[list[Said]]:
    """(confidence, status said, day) of the check-ins that nobody corrected, the latest first."""
    rows = ask(
        "SELECT c.confidence, c.status, c.effective_on FROM checkins_checkin c "
        "WHERE c.key_result_id = %s AND NOT EXISTS "
        "(SELECT 1 FROM checkins_checkin n WHERE n.corrects_id = c.id) "
        "ORDER BY c.effective_on DESC, c.recorded_at DESC, c.id DESC LIMIT %s",
        [key_result_id, most],
    )
    return lambda: [
        (confidence, status, date.fromisoformat(day) if isinstance(day, str) else day)
        for confidence, status, day in rows()
    ]
