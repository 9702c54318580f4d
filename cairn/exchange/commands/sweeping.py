"""Files that were brought in and never written: they hold what people said elsewhere, so they are not kept."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.db.transaction import atomic

from cairn.exchange.models import (
    CHANGEABLE,
    FeishuAnswer,
    FeishuFetch,
    FeishuSource,
    Format,
    Import,
    State,
)
from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.storage import clock

UNUSED_DAYS: Final = 30
A_TIME: Final = 100


def kept_until(found: Import) -> datetime:
    """Until when it is kept where it is not written: of a file counted from when it came, of a fetch from
    its last turn or from when it was paused."""
    since = [found.created_at]
    if found.format == Format.FEISHU:
        fetches = FeishuFetch.objects.filter(of=found).values_list("waits_until", "paused_at")
        since += [one for fetch in fetches for one in fetch if one]
    return max(since) + timedelta(days=UNUSED_DAYS)


def sweep_imports(_job: Job, tell: Tell) -> None:
    """Forget what came thirty days ago and was not written: the file, what was read of it, its plan. Also
    fetches that were paused for so long, with what they brought and the app's secret. What was written
    stays as a record, without the file."""
    before = clock.now() - timedelta(days=UNUSED_DAYS)
    while ids := list(_unused(before).order_by("id").values_list("id", flat=True)[:A_TIME]):
        tell(0, 0)
        with atomic():
            _forget(ids, before)


def _unused(before: datetime) -> QuerySet[Import]:
    paused = Q(state=State.READING, fetch__paused_at__lt=before)
    idle = Q(state__in=CHANGEABLE) & ~Q(fetch__waits_until__gte=before)
    return Import.objects.filter(paused | idle, applied_at__isnull=True, created_at__lt=before)


def _forget(ids: Collection[int], before: datetime) -> None:
    """Those of them that nobody took up until they were locked."""
    locked = Import.objects.select_for_update().filter(id__in=ids).order_by("id")
    gone = _unused(before).filter(id__in=list(locked.values_list("id", flat=True)))
    paused = FeishuFetch.objects.filter(of__in=gone, of__state=State.READING)
    sources = list(paused.values_list("source_id", flat=True))
    jobs = [id for id in gone.values_list("job_id", flat=True) if id]
    gone.delete()
    Job.objects.filter(id__in=jobs, done_at__isnull=True).delete()
    _forget_secrets(sources)


def _forget_secrets(ids: Collection[int]) -> None:
    """As `forget_secret` does it. Nothing else can have been fetched from there since the pause."""
    for source in FeishuSource.objects.select_for_update().filter(id__in=ids).order_by("id"):
        source.sealed_secret = ""
        source.save(update_fields=["sealed_secret"])
        FeishuAnswer.objects.filter(source=source, fetch__isnull=True).delete()
