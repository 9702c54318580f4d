"""Files that were brought in and never written: they hold what people said elsewhere, so they are not kept."""

from datetime import datetime, timedelta
from typing import Final

from django.db.transaction import atomic

from cairn.exchange.models import CHANGEABLE, Import
from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.storage import clock

UNUSED_DAYS: Final = 30
A_TIME: Final = 100


def unused_until(created_at: datetime) -> datetime:
    """Until when a file is kept that is not written."""
    return created_at + timedelta(days=UNUSED_DAYS)


def sweep_imports(_job: Job, tell: Tell) -> None:
    """Forget files that came thirty days ago and were not written: the file, what was read of it, its
    plan. What was written stays as a record, without the file."""
    before = clock.now() - timedelta(days=UNUSED_DAYS)
    old = Import.objects.filter(
        state__in=CHANGEABLE, applied_at__isnull=True, created_at__lt=before
    )
    while ids := list(old.order_by("id").values_list("id", flat=True)[:A_TIME]):
        tell(0, 0)
        with atomic():
            still = Import.objects.select_for_update().filter(id__in=ids, state__in=CHANGEABLE)
            still.delete()
