"""Ways to break what must always be true of later work, notices and mails; `test_constraints.py`
tries them."""

from collections.abc import Callable
from typing import Any

from cairn.goals.models import KeyResult
from cairn.jobs.models import Job
from cairn.notifications.models import Mail, MailChoice, Notice
from cairn.storage import clock


def _mail(kr: KeyResult, **values: Any) -> Mail:
    return Mail.objects.create(
        organization_id=kr.organization_id, member_id=kr.owner_id or 0, kind="notices", **values
    )


def noticed(kr: KeyResult) -> None:
    for _ in range(2):
        Notice.objects.create(
            organization_id=kr.organization_id,
            member_id=kr.owner_id or 0,
            topic="talk",
            kind="comment.added",
            key="once",
            url="/",
        )


def _choice(**values: Any) -> Callable[[KeyResult], object]:
    return lambda kr: MailChoice.objects.create(member_id=kr.owner_id or 0, **values)


MAILS: dict[str, Callable[[KeyResult], object]] = {
    "job_one_end": lambda _kr: Job.objects.create(
        kind="?", done_at=clock.now(), failed_at=clock.now()
    ),
    "notice_once": noticed,
    "mail_choice_hours": _choice(hour=24),
    "mail_choice_hours of a week": _choice(weekday=7),
    "mail_one_end": lambda kr: _mail(kr, sent_at=clock.now(), failed_at=clock.now()),
    "mail_one_end dropped": lambda kr: _mail(kr, sent_at=clock.now(), dropped_at=clock.now()),
    "mail_one_end given up": lambda kr: _mail(kr, failed_at=clock.now(), dropped_at=clock.now()),
}
