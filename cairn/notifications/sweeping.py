"""Forgetting notices and mails that nobody needs any more."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.notifications.models import Mail, Notice
from cairn.storage import clock

NOTICES_KEPT: Final = timedelta(days=365)
MAILS_KEPT: Final = timedelta(days=90)
AT_A_TIME: Final = 1_000


def sweep_notices(_job: Job, tell: Tell) -> None:
    """Notices after a year, mails after three months; a portion at a time, so that nobody waits."""
    now = clock.now()
    step = 0
    for rows in (old_mails(now - MAILS_KEPT), Notice.objects.filter(at__lt=now - NOTICES_KEPT)):
        while _sweep_some(rows):
            step += 1
            tell(step, step + 1)


def old_mails(before: datetime) -> QuerySet[Mail]:
    """What still waits is never forgotten."""
    over = Q(sent_at__isnull=False) | Q(failed_at__isnull=False) | Q(dropped_at__isnull=False)
    return Mail.objects.filter(over, created_at__lt=before)


def _sweep_some(rows: QuerySet[Any]) -> int:
    ids = list(rows.values_list("id", flat=True)[:AT_A_TIME])
    rows.model._base_manager.filter(id__in=ids).delete()
    return len(ids)
