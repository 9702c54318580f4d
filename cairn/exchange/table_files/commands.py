"""Asking for a table as a file, making it later, handing it out and forgetting it.

What is asked for is a job; the file lies in the data folder under the job's id.
"""

import logging
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import IO, Final

from django.db.models import Q
from django.db.transaction import atomic, on_commit
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cairn.errors import Conflict, Forbidden, Refusal
from cairn.exchange.jobs import SERVER_FAULT, words_of_refusal
from cairn.exchange.made_files import KEPT_DAYS
from cairn.exchange.policy import rules
from cairn.exchange.table_files.queries import (
    KIND,
    files_of,
    find_file,
    folder,
    path_of,
    table_file,
)
from cairn.exchange.tables.asked import texts_of
from cairn.exchange.writing.exports import Made, Wanted, bounded, must_fit, name_of, read_wanted
from cairn.exchange.writing.formats import FORMATS
from cairn.intake import Intake
from cairn.jobs.commands import LeaseLost, keep_with, put_job
from cairn.jobs.giving_way import give_way
from cairn.jobs.models import Job
from cairn.jobs.telling import telling_beside
from cairn.jobs.worker import Tell
from cairn.measures.table import Cell
from cairn.organization.actor import Actor, Face
from cairn.organization.commands.locking import lock_self
from cairn.organization.models import Member
from cairn.organization.signing import actor_for
from cairn.storage import clock

NOT_MADE = gettext_lazy("This file is not made yet, or has been forgotten.")
MOST_WAITING: Final = 5
MOST_KEPT: Final = 30
MOST_TRIES: Final = 3
TELL_EVERY_S: Final = 1.0
log = logging.getLogger(__name__)


def ask_table(actor: Actor, what: str, intake: Intake, *, submission: str | None = None) -> Job:
    """The work is put down; the same submission again gives the first one. Refusals are those of
    `read_wanted` and of the table; `Conflict` where it is known to have more rows than a file of the
    format holds, and where the actor asks for too many files."""
    rules.require(actor, "table.ask", None)
    wanted = read_wanted(actor, what, intake)
    must_fit(wanted.sheet(actor), wanted.way)  # before anything is locked: it may take a while
    return _put_down(actor, wanted, submission)


@atomic
def _put_down(actor: Actor, wanted: Wanted, submission: str | None) -> Job:
    lock_self(actor)
    key = f"table:{actor.member_id}:{submission}" if submission else None
    mine = files_of(actor)
    if key and (known := mine.filter(key=key).first()):
        return known
    waiting = mine.filter(done_at__isnull=True, failed_at__isnull=True).count()
    if waiting >= MOST_WAITING:
        raise Conflict(_("Several of your files are being made. Wait until they are there."))
    if mine.count() >= MOST_KEPT:
        raise Conflict(_("Many of your files are kept already. Delete some first."))
    payload = {
        "what": wanted.what,
        "format": wanted.format,
        "asked": texts_of(wanted.asked),
        "locale": actor.locale,
    }
    organization_id, by = actor.organization_id, actor.member_id
    return put_job(KIND, payload, organization_id=organization_id, key=key, by=by)


def make_table(job: Job, tell: Tell) -> None:
    """A job's work, with the rights that its asker has now; done again it makes the file anew. Why
    there is none is kept with the job, in the asker's words."""
    with override(job.payload["locale"]):
        try:
            _make(job, tell)
        except Refusal as refusal:
            keep_with(job, refused=words_of_refusal(refusal))
        except LeaseLost:
            raise
        except Exception:
            if job.attempts < MOST_TRIES:
                raise
            log.exception("The table of job %s cannot be made", job.id)
            keep_with(job, refused=str(SERVER_FAULT))


def _make(job: Job, tell: Tell) -> None:
    viewer = _asker(job)
    said = {**job.payload["asked"], "format": job.payload["format"]}
    wanted = read_wanted(viewer, job.payload["what"], Intake(said))
    path = path_of(job)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in path.parent.glob(f"{job.id}-*"):  # by a worker that was killed
        left.unlink(missing_ok=True)
    part = path.with_name(f"{job.id}-{job.attempts}.part")
    try:
        with telling_beside(tell) as tell_beside:
            name = _write(viewer, wanted, part, tell_beside)
        keep_with(job, name=name)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _asker(job: Job) -> Actor:
    """Who has left gets nothing."""
    asked = Member.objects.select_related("organization").filter(
        id=job.created_by_id or 0, left_at__isnull=True
    )
    member = asked.first()
    if member is None:
        raise Forbidden(_("Whoever asked for this has left the organization."))
    return actor_for(member, Face.TASK, locale=job.payload["locale"])


def _write(viewer: Actor, wanted: Wanted, path: Path, tell: Tell) -> str:
    """Into a file that only the server reads; what the file is called for its asker."""
    sheet, way = wanted.sheet(viewer), wanted.way
    rows = _told(sheet.rows, must_fit(sheet, way) or 0, tell)
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "wb") as file:
        way.write(bounded(replace(sheet, rows=rows), way), file, viewer.time_zone)
    return name_of(viewer, sheet, way)


def _told(rows: Iterable[Sequence[Cell]], of: int, tell: Tell) -> Iterator[Sequence[Cell]]:
    """Tells each second how many are written, and at the end; 0 for `of` is "not known". Rows that
    came meanwhile are not beyond the whole. Between two rows requests come first."""
    count, last = 0, time.monotonic()
    tell(0, of)
    for count, row in enumerate(rows, start=1):
        if (now := time.monotonic()) - last >= TELL_EVERY_S:
            tell(count, of and max(of, count))
            last = now
        give_way()
        yield row
    tell(count, count)


def open_table(actor: Actor, file_id: int | None) -> Made:
    """The file at its beginning. `Conflict` while it is not made."""
    job = find_file(actor, file_id)
    found = table_file(job)
    if found.state != "made":
        raise Conflict(NOT_MADE)
    try:
        opened: IO[bytes] = path_of(job).open("rb")
    except OSError as wrong:
        raise Conflict(NOT_MADE) from wrong
    return Made(found.name, FORMATS[found.format].media_type, opened)


@atomic
def delete_table(actor: Actor, file_id: int | None) -> None:
    """The file is gone; what is being made is not kept."""
    found = find_file(actor, file_id)
    rules.require(actor, "table.delete", found)
    path = path_of(found)
    found.delete()
    on_commit(lambda: path.unlink(missing_ok=True))


def sweep_tables(_job: Job, _tell: Tell) -> None:
    """Forget files after their days, those of people who have left, and those that nobody knows of
    any more."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    gone = Member.objects.filter(left_at__isnull=False).values("id")
    old = Job.objects.filter(kind=KIND, locked_until__isnull=True)
    old.filter(Q(created_at__lt=before) | Q(created_by_id__in=gone)).delete()
    kept = {str(one) for one in Job.objects.filter(kind=KIND).values_list("id", flat=True)}
    with suppress(FileNotFoundError):
        for path in folder().iterdir():
            if path.name.partition("-")[0] not in kept:
                path.unlink(missing_ok=True)
