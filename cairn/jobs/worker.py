"""Taking up what waits, one after another, until told to stop."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from django.db import close_old_connections, connection

from cairn.jobs import commands
from cairn.jobs.commands import LeaseLost
from cairn.jobs.models import Job
from cairn.jobs.waking import wait, wake
from cairn.storage.memory import give_back_memory

LOOK_EVERY_S: Final = 2.0
AFTER_A_FAULT_S: Final = 10.0
log = logging.getLogger(__name__)

type Tell = Callable[[int, int], None]
"""Says how far the work is (step, steps) and keeps the lease; to be called at least each minute."""
type Handler = Callable[[Job, Tell], None]


def unknown(job: Job, _tell: Tell) -> None:
    """Put down by a newer version: it waits until this one is replaced."""
    raise LookupError(f"nobody here does {job.kind}")


class Stopping(BaseException):
    """The worker was told to stop; what it does goes on elsewhere."""


class Worker:
    """Does what `handlers` can, and what recurs (`every`: kind → how often)."""

    def __init__(self, handlers: Mapping[str, Handler], every: Mapping[str, timedelta]) -> None:
        self._handlers, self._every = dict(handlers), dict(every)
        self._stop = threading.Event()
        self._is_prepared = False

    def stop(self) -> None:
        """Take nothing up any more; a long job ends at its next step."""
        self._stop.set()
        wake()

    def run(self) -> None:
        """Until `stop`. What goes wrong beside a job, as a database that is away, is waited out."""
        while not self._stop.is_set():
            wait(LOOK_EVERY_S if self._look() else AFTER_A_FAULT_S)
        connection.close()

    def _look(self) -> bool:
        """Do all that waits; False where that cannot be found out now."""
        try:
            if not self._is_prepared:
                commands.keep_recurring(self._every)
                self._is_prepared = True
            self._do_what_waits()
        except Exception:
            log.exception("The worker cannot go on and tries again later")
            return False
        finally:
            close_old_connections()
        return True

    def _do_what_waits(self) -> None:
        has_worked = False
        while not self._stop.is_set() and self.work_once():
            has_worked = True
        if has_worked:
            give_back_memory()

    def work_once(self) -> bool:
        """Take one job up and see it to its end; False where none waits."""
        if not commands.is_waiting():
            return False
        job = commands.lease_job()
        if job is None:
            return False
        try:
            self._handle(job)
        except LeaseLost:
            log.warning("Job %s (%s) was taken over by another worker", job.id, job.kind)
        except Stopping:
            commands.release_job(job)
        return True

    def _handle(self, job: Job) -> None:
        try:
            handler = self._handlers.get(job.kind, unknown)
            handler(job, lambda step, steps: self._tell(job, step, steps))
        except (LeaseLost, Stopping):
            raise
        except Exception as fault:  # noqa: BLE001 (whatever a handler raises is kept with the job)
            self._note(job, fault)
        else:
            commands.finish_job(job, self._every[job.kind] if commands.recurs(job) else None)

    def _tell(self, job: Job, step: int, steps: int) -> None:
        if self._stop.is_set():
            raise Stopping
        commands.tell_step(job, step, steps)

    def _note(self, job: Job, fault: Exception) -> None:
        words = f"{type(fault).__name__}: {fault}"
        log.warning("Job %s (%s), try %s: %s", job.id, job.kind, job.attempts, words)
        commands.fail_job(job, words)
