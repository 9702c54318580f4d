"""The files of a whole organization that were asked for. Only administrators; everybody else is told
that they may not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import FETCH_RAISE, QuerySet

from cairn.errors import NotFound
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.organization.models import Member
from cairn.organization.policy import rules

KIND: Final = "organization.export"
KEPT_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class ExportRow:
    """`size` is None until the file is made. `steps` is 0 before the work has begun; `attempts` tell
    of a try that did not work."""

    id: int
    asked_by: str
    asked_at: datetime
    made_at: datetime | None
    failed_at: datetime | None
    size: int | None
    step: int
    steps: int
    attempts: int

    @property
    def state(self) -> str:
        if self.failed_at or (self.made_at and self.size is None):
            return "failed"
        if self.made_at:
            return "made"
        return "making" if self.steps else "waiting"

    @property
    def is_waiting(self) -> bool:
        return self.state in ("waiting", "making")

    @property
    def kept_until(self) -> datetime:
        return self.asked_at + timedelta(days=KEPT_DAYS)


def exports_of(viewer: Actor) -> QuerySet[Job]:
    """Those of the organization, newest first."""
    rules.require(viewer, "organization.export", None)
    found = Job.objects.filter(organization_id=viewer.organization_id, kind=KIND)
    return found.order_by("-id").fetch_mode(FETCH_RAISE)


def find_export(viewer: Actor, export_id: int | None) -> Job:
    found = exports_of(viewer).filter(id=export_id or 0).first()
    if found is None:
        raise NotFound
    return found


def path_of(job: Job) -> Path:
    folder: Path = settings.DATA / "exports"
    return folder / f"{job.id}.zip"


def export_rows(jobs: Iterable[Job]) -> list[ExportRow]:
    """With the names of those who asked. One query beside the jobs' own."""
    found = list(jobs)
    members = Member.objects.filter(id__in={one.created_by_id for one in found})
    names = dict(members.values_list("id", "name"))
    return [_row(one, names.get(one.created_by_id or 0, "")) for one in found]


def _row(job: Job, asked_by: str) -> ExportRow:
    return ExportRow(
        id=job.id,
        asked_by=asked_by,
        asked_at=job.created_at,
        made_at=job.done_at,
        failed_at=job.failed_at,
        size=_size(path_of(job)) if job.done_at else None,
        step=job.step,
        steps=job.steps,
        attempts=job.attempts,
    )


def _size(path: Path) -> int | None:
    """None where it is not there."""
    try:
        return path.stat().st_size
    except OSError:
        return None
