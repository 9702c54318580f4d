"""Asking for the whole organization as a file, making it later, handing it out and forgetting it.

What is asked for is a job; the file lies in the data folder under the job's id.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, Refusal
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.exchange.made_files import KEPT_DAYS
from cairn.exchange.organizations.exporting import Tell, write_organization
from cairn.exchange.organizations.file import Manifest
from cairn.exchange.organizations.queries import KIND, exports_of, find_export, path_of
from cairn.jobs.commands import put_job
from cairn.jobs.models import Job
from cairn.jobs.telling import telling_beside
from cairn.organization.actor import Actor
from cairn.organization.commands.locking import lock_organization
from cairn.organization.models import Organization
from cairn.organization.policy import rules
from cairn.storage import clock

NOT_MADE = _("This file is not made yet, or has been forgotten.")
MOST_KEPT: Final = 10
_UNSAFE: Final = re.compile(r"[^\w.]+")


@atomic
def ask_export(actor: Actor, *, submission: str | None = None) -> Job:
    """The work is put down; the same submission again gives the first one."""
    organization = lock_organization(actor)
    rules.require(actor, "organization.export", organization)
    key = f"export:{actor.member_id}:{submission}" if submission else None
    there = exports_of(actor)
    if key and (known := there.filter(key=key).first()):
        return known
    if there.filter(done_at__isnull=True, failed_at__isnull=True).exists():
        raise Conflict(_("A file is being made already. Wait until it is there."))
    if there.count() >= MOST_KEPT:
        raise Conflict(_("Many files are kept already. Delete some first."))
    made = put_job(KIND, {}, organization_id=organization.id, key=key, by=actor.member_id)
    _note(actor, Event.ORGANIZATION_EXPORTED, organization)
    return made


def export_organization(actor: Actor, path: Path, tell: Tell) -> Manifest:
    """At once, into a file that must not be there yet. Not within a transaction."""
    organization = Organization.objects.get(id=actor.organization_id)
    rules.require(actor, "organization.export", organization)
    if path.exists():
        words = _("%(file)s is there already; choose another name.")
        raise Refusal(words % {"file": path})
    _note(actor, Event.ORGANIZATION_EXPORTED, organization)
    return write_organization(organization, path, tell)


def make_export(job: Job, tell: Tell) -> None:
    """A job's work; done again it makes the file anew."""
    organization = Organization.objects.get(id=job.organization_id or 0)
    path = path_of(job)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with telling_beside(tell) as tell_beside:
        write_organization(organization, path, tell_beside)


@atomic
def open_export(actor: Actor, export_id: int | None) -> tuple[str, IO[bytes]]:
    """What the file is to be called, and what is in it; that it was downloaded is put down."""
    found = find_export(actor, export_id)
    organization = lock_organization(actor)
    rules.require(actor, "organization.export", organization)
    try:
        opened = path_of(found).open("rb")
    except OSError as wrong:
        raise Conflict(NOT_MADE) from wrong
    _note(actor, Event.ORGANIZATION_DOWNLOADED, organization)
    name = _UNSAFE.sub("-", organization.name).strip("-") or "cairn"
    return f"{name}-{found.created_at:%Y-%m-%d}.zip", opened


@atomic
def delete_export(actor: Actor, export_id: int | None) -> None:
    """The file is gone. `Conflict` while somebody makes it."""
    found = find_export(actor, export_id)
    organization = lock_organization(actor)
    rules.require(actor, "organization.export", organization)
    if not Job.objects.filter(id=found.id, locked_until__isnull=True).delete()[0]:
        raise Conflict(_("This file is being made. Wait until it is there."))
    path_of(found).unlink(missing_ok=True)


def sweep_exports(_job: Job, _tell: Tell) -> None:
    """Forget files after their days, and those that nobody knows of any more."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    Job.objects.filter(kind=KIND, created_at__lt=before, locked_until__isnull=True).delete()
    kept = {path_of(one) for one in Job.objects.filter(kind=KIND)}
    for path in (settings.DATA / "exports").glob("*.zip"):
        if path not in kept:
            path.unlink(missing_ok=True)


def _note(actor: Actor, kind: Event, organization: Organization) -> None:
    record(actor, kind, organization.id, title=organization.name)
