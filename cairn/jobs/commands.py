"""Putting later work down, taking it up, and how it ends."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import F, Q
from django.db.transaction import atomic, on_commit

from cairn.errors import Conflict
from cairn.jobs.models import Job
from cairn.jobs.waking import wake
from cairn.storage import clock

LEASE: Final = timedelta(minutes=2)
MOST_ATTEMPTS: Final = 10
FIRST_GAP, LONGEST_GAP = timedelta(seconds=15), timedelta(hours=1)
LONGEST_ERROR: Final = 2_000
EVERY: Final = "every:"
"""Begins the key of the one row of a kind that recurs."""
KILLED: Final = "The worker ended before the work did."


class LeaseLost(Exception):
    """Somebody else holds the job now, or it has been taken away."""


def put_job(
    kind: str,
    payload: dict[str, Any],
    *,
    organization_id: int | None = None,
    key: str | None = None,
    run_at: datetime | None = None,
    by: int | None = None,
) -> Job:
    """Put work down in the caller's transaction; a worker takes it up once `run_at` has come.

    The same `key` again gives the first row, whatever became of it. `payload` is plain JSON, ids
    as text. `by` is the member who asked.
    """
    row = Job(
        organization_id=organization_id,
        kind=kind,
        payload=payload,
        key=key,
        run_at=run_at or clock.now(),
        created_by_id=by,
    )
    if key is None:
        row.save(force_insert=True)
    else:
        Job.objects.bulk_create([row], ignore_conflicts=True)
        row = Job.objects.get(key=key)
    on_commit(wake)
    return row


def gap_after(attempts: int) -> timedelta:
    """How long a job that failed so often waits: 15 s, 30 s, 1 min, … up to an hour."""
    doublings = min(max(attempts - 1, 0), 16)
    return min(FIRST_GAP * (1 << doublings), LONGEST_GAP)


def is_waiting() -> bool:
    """Whether something could be taken up now. One read, no gate."""
    return Job.objects.filter(_free(clock.now())).exists()


@atomic
def lease_job() -> Job | None:
    """Take up what has waited longest; None where nothing waits.

    A row whose worker was killed is free again when its lease has run out. `attempts` then tells
    the holder from whoever held it before. What kills every worker is given up.
    """
    now = clock.now()
    found = Job.objects.filter(_free(now)).order_by("run_at", "id")
    job = found.select_for_update(skip_locked=_can_skip()).first()
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS and not recurs(job):
        job.failed_at, job.error, job.locked_until = now, job.error or KILLED, None
        job.save(update_fields=["failed_at", "error", "locked_until"])
        return lease_job()
    job.attempts = min(job.attempts + 1, 30_000)
    job.locked_until = now + LEASE
    job.save(update_fields=["attempts", "locked_until"])
    return job


def tell_step(job: Job, step: int, steps: int) -> None:
    """How far the holder has come; the lease begins anew."""
    _held(job, step=step, steps=steps, locked_until=clock.now() + LEASE)
    job.step, job.steps = step, steps


def keep_with(job: Job, **more: Any) -> None:
    """What came of the work is kept beside what was asked for: plain JSON."""
    job.payload = {**job.payload, **more}
    _held(job, payload=job.payload)


def finish_job(job: Job, again_in: timedelta | None = None) -> None:
    """The work is done; what recurs is done again after `again_in`."""
    ended: dict[str, Any] = {"error": "", "locked_until": None}
    if again_in is None:
        _held(job, **ended, done_at=clock.now())
    else:
        _held(job, **ended, run_at=clock.now() + again_in, attempts=0)


def fail_job(job: Job, error: str) -> None:
    """It did not work: try again after a gap, or give up where it was tried often enough."""
    now = clock.now()
    told: dict[str, Any] = {"error": error.replace("\x00", "")[:LONGEST_ERROR]}
    if job.attempts >= MOST_ATTEMPTS and not recurs(job):
        told["failed_at"] = now
    _held(job, **told, run_at=now + gap_after(job.attempts), locked_until=None)


def release_job(job: Job) -> None:
    """The worker stops before the work is done; another goes on at once, and no try is counted."""
    _held(job, attempts=F("attempts") - 1, locked_until=None)


@atomic
def retry_job(job_id: int) -> Job:
    """Somebody wants what was given up, or waits for its next try, to be tried at once."""
    job = Job.objects.select_for_update().get(id=job_id)
    now = clock.now()
    if job.done_at is not None or (job.locked_until is not None and job.locked_until > now):
        raise Conflict
    job.attempts, job.failed_at, job.run_at = 0, None, now
    job.save(update_fields=["attempts", "failed_at", "run_at"])
    on_commit(wake)
    return job


def keep_recurring(kinds: Collection[str]) -> None:
    """One row for each kind that recurs, and none for those that no longer do."""
    kept = set(Job.objects.filter(key__startswith=EVERY).values_list("kind", flat=True))
    for kind in set(kinds) - kept:
        put_job(kind, {}, key=f"{EVERY}{kind}")
    for kind in kept - set(kinds):
        Job.objects.filter(key=f"{EVERY}{kind}").delete()


def hurry(kind: str) -> None:
    """What recurs shall come now, where it does not wait for its next try after a fault."""
    row = Job.objects.filter(key=f"{EVERY}{kind}", attempts=0, locked_until__isnull=True)
    row.update(run_at=clock.now())
    on_commit(wake)


def sweep_jobs(days: int = 30) -> int:
    """Forget what was done, and what failed, so long ago."""
    before = clock.now() - timedelta(days=days)
    gone = Job.objects.filter(Q(done_at__lt=before) | Q(failed_at__lt=before))
    return gone.delete()[0]


def recurs(job: Job) -> bool:
    return job.key is not None and job.key.startswith(EVERY)


def _free(now: datetime) -> Q:
    return Q(done_at__isnull=True, failed_at__isnull=True, run_at__lte=now) & (
        Q(locked_until__isnull=True) | Q(locked_until__lt=now)
    )


def _held(job: Job, **values: Any) -> None:
    """Change the row while it is still held; the number of the try tells."""
    mine = Job.objects.filter(id=job.id, attempts=job.attempts, locked_until__isnull=False)
    if not mine.update(**values):
        raise LeaseLost


def _can_skip() -> bool:
    return connection.features.has_select_for_update_skip_locked
