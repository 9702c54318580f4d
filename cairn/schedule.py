"""Later work on one page: who does each kind of job, and what recurs how often."""

from datetime import timedelta

from cairn.jobs.commands import sweep_jobs
from cairn.jobs.models import Job
from cairn.jobs.worker import Handler, Tell, Worker


def forget_old_jobs(_job: Job, _tell: Tell) -> None:
    sweep_jobs()


HANDLERS: dict[str, Handler] = {
    "jobs.sweep": forget_old_jobs,
}

RECURRING: dict[str, timedelta] = {
    "jobs.sweep": timedelta(days=1),
}


def new_worker() -> Worker:
    return Worker(HANDLERS, RECURRING)
