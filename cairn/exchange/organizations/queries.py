"""The files of a whole organization that were asked for. Only administrators; everybody else is told
that they may not."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import FETCH_RAISE, QuerySet

from cairn.errors import NotFound
from cairn.exchange.made_files import MadeFile, made_by
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.organization.models import Member
from cairn.organization.policy import rules

KIND: Final = "organization.export"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow(MadeFile):
    """`steps` is 0 before the work has begun."""

    asked_by: str
    step: int
    steps: int


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
    made = made_by(job, path_of(job))
    return ExportRow(**made, asked_by=asked_by, step=job.step, steps=job.steps)
