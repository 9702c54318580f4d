"""Notices, and how somebody wants to be mailed."""

from typing import Any

from cairn.notifications.models import MailChoice
from cairn.notifications.notices import NoticeRow


def notice_shape(row: NoticeRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "topic": row.topic,
        "kind": row.kind,
        "actor": row.actor,
        "text": row.text,
        "said": row.said,
        "why": row.why,
        "url": row.url,
        "at": row.at,
        "seen": row.is_seen,
    }


def mail_choice_shape(choice: MailChoice) -> dict[str, Any]:
    return {
        "pace": choice.pace,
        "hour": choice.hour,
        "weekday": choice.weekday,
        "quiet_from": choice.quiet_from,
        "quiet_to": choice.quiet_to,
        "muted": list(choice.muted),
    }
