"""The files of tables that somebody asked for. Nobody else finds them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import FETCH_RAISE, QuerySet

from cairn.errors import NotFound
from cairn.jobs.models import Job
from cairn.organization.actor import Actor

KIND: Final = "table.make"
KEPT_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class TableFile:
    """`what` and `format` are names of `EXPORTS` and `FORMATS`. `done` of `of` rows are written; `of`
    is None where that is not known. `size` in bytes, None until the file is made; `error` says why it
    was not; `attempts` tell of a try that did not work."""

    id: int
    what: str
    format: str
    name: str
    asked_at: datetime
    made_at: datetime | None
    is_given_up: bool
    is_taken_up: bool
    done: int
    of: int | None
    size: int | None
    error: str
    attempts: int

    @property
    def state(self) -> str:
        if self.is_given_up or self.error or (self.made_at and self.size is None):
            return "failed"
        if self.made_at:
            return "made"
        return "making" if self.is_taken_up else "waiting"

    @property
    def is_waiting(self) -> bool:
        return self.state in ("waiting", "making")

    @property
    def kept_until(self) -> datetime:
        return self.asked_at + timedelta(days=KEPT_DAYS)


def files_of(viewer: Actor) -> QuerySet[Job]:
    """Those that the viewer asked for, newest first."""
    found = Job.objects.filter(
        organization_id=viewer.organization_id, kind=KIND, created_by_id=viewer.member_id
    )
    return found.order_by("-id").fetch_mode(FETCH_RAISE)


def find_file(viewer: Actor, file_id: int | None) -> Job:
    found = files_of(viewer).filter(id=file_id or 0).first()
    if found is None:
        raise NotFound
    return found


def folder() -> Path:
    kept: Path = settings.DATA / "tables"
    return kept


def path_of(job: Job) -> Path:
    return folder() / str(job.id)


def table_file(job: Job) -> TableFile:
    """No query; one look at the disk where the file is made."""
    return TableFile(
        id=job.id,
        what=job.payload["what"],
        format=job.payload["format"],
        name=job.payload.get("name", ""),
        asked_at=job.created_at,
        made_at=job.done_at,
        is_given_up=job.failed_at is not None,
        is_taken_up=job.locked_until is not None,
        done=job.step,
        of=job.steps or None,
        size=_size(path_of(job)) if job.done_at else None,
        error=job.payload.get("refused", ""),
        attempts=job.attempts,
    )


def _size(path: Path) -> int | None:
    """None where it is not there."""
    try:
        return path.stat().st_size
    except OSError:
        return None
