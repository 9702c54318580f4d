"""Doing now what a worker would do later."""

from cairn.jobs.commands import keep_recurring
from cairn.jobs.models import Job
from cairn.schedule import RECURRING, new_worker
from cairn.storage import clock


def do_later_work() -> None:
    """Everything that waits, and what recurs once more."""
    keep_recurring(RECURRING)
    Job.objects.filter(kind__in=RECURRING, done_at__isnull=True).update(run_at=clock.now())
    do_waiting_work()


def do_waiting_work() -> None:
    """What waits now."""
    worker = new_worker()
    while worker.work_once():
        pass
