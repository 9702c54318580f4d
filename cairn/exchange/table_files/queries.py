"""The files of tables that somebody asked for. Nobody else finds them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import FETCH_RAISE, QuerySet

from cairn.errors import NotFound
from cairn.exchange.made_files import MadeFile, made_by
from cairn.jobs.models import Job
from cairn.organization.actor import Actor

KIND: Final = "table.make"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile(MadeFile):
    """`what` and `format` are names of `EXPORTS` and `FORMATS`. `done` of `of` rows are written; `of`
    is None where that is not known."""

    what: str
    format: str
    name: str
    done: int
    of: int | None


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
        **made_by(job, path_of(job)),
        what=job.payload["what"],
        format=job.payload["format"],
        name=job.payload.get("name", ""),
        done=job.step,
        of=job.steps or None,
    )
