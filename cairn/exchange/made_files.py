"""Files that somebody asked for and a worker makes: how far one has come, and how long it is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cairn.jobs.models import Job

KEPT_DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """`size` in bytes, None until the file is made; `error` says why it was not, where that is known;
    `attempts` tell of a try that did not work."""

    id: int
    asked_at: datetime
    made_at: datetime | None
    is_given_up: bool
    is_taken_up: bool
    size: int | None
    attempts: int
    error: str

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


def made_by(job: Job, path: Path) -> dict[str, Any]:
    """The fields of a `MadeFile` that the job makes at the path. One look at the disk once it is made."""
    return {
        "id": job.id,
        "asked_at": job.created_at,
        "made_at": job.done_at,
        "is_given_up": job.failed_at is not None,
        "is_taken_up": job.locked_until is not None,
        "size": _size(path) if job.done_at else None,
        "attempts": job.attempts,
        "error": job.payload.get("refused", ""),
    }


def _size(path: Path) -> int | None:
    """None where it is not there."""
    try:
        return path.stat().st_size
    except OSError:
        return None
