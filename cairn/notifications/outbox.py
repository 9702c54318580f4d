"""The mails of an organization as its administrators read them. Not what they say: to whom, how it
went, and what the mail server answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet

from cairn.errors import NotFound
from cairn.jobs.commands import EVERY, retry_job
from cairn.jobs.models import Job
from cairn.notifications.models import Mail
from cairn.notifications.policy import rules
from cairn.organization.actor import Actor

PAGE: Final = 50


class MailList(StrEnum):
    UNSENT = "unsent"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class MailRow:
    """`state` is waiting, retrying, sent, failed or dropped."""

    id: int
    kind: str
    email: str
    name: str
    state: str
    created_at: datetime
    ended_at: datetime | None
    next_at: datetime
    attempts: int
    error: str

    @property
    def may_resend(self) -> bool:
        return self.state in ("failed", "retrying")


@dataclass(frozen=True, slots=True)
class Mails:
    rows: tuple[MailRow, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class ServerState:
    """How the instance's mail server is: `error` is empty where it takes mails. `is_worked`: some
    worker has looked for mails at all."""

    error: str
    attempts: int
    next_at: datetime | None
    is_worked: bool


def mails_of(actor: Actor, which: MailList, *, before: int | None = None) -> Mails:
    """Newest first, by keyset. One query."""
    found = found_mails(actor, which)
    if before is not None:
        found = found.filter(id__lt=before)
    read = [mail_row(one) for one in found[: PAGE + 1]]
    return Mails(tuple(read[:PAGE]), len(read) > PAGE)


def found_mails(actor: Actor, which: MailList) -> QuerySet[Mail]:
    """All of a list, newest first, each for `mail_row`."""
    rules.require(actor, "mail.manage", None)
    found = Mail.objects.filter(organization=actor.organization_id)
    if which is MailList.UNSENT:
        found = found.filter(sent_at__isnull=True, dropped_at__isnull=True)
    return found.order_by("-id").select_related("member__user")


def mail_row(mail: Mail) -> MailRow:
    return MailRow(
        id=mail.id,
        kind=mail.kind,
        email=mail.member.user.email,
        name=mail.member.name,
        state=_state(mail),
        created_at=mail.created_at,
        ended_at=mail.sent_at or mail.failed_at or mail.dropped_at,
        next_at=mail.next_at,
        attempts=mail.attempts,
        error=mail.error,
    )


def _state(mail: Mail) -> str:
    for name in ("sent", "failed", "dropped"):
        if getattr(mail, f"{name}_at") is not None:
            return name
    return "retrying" if mail.error else "waiting"


def server_state() -> ServerState:
    """What the last look at the server brought. One query."""
    job = Job.objects.filter(key=f"{EVERY}mails.send").first()
    if job is None:
        return ServerState("", 0, None, False)
    return ServerState(job.error, job.attempts, job.run_at, True)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Later work in trouble: given up, or tried again at `next_at`."""

    id: int
    kind: str
    error: str
    attempts: int
    is_given_up: bool
    next_at: datetime


def work_in_trouble(organization_id: int, most: int | None = PAGE) -> list[WorkRow]:
    """What was put down for the organization, and what recurs for the whole instance: of that only
    which sort of fault, since it may speak of others. Newest first, all of it where `most` is None;
    one query."""
    return [_work(one) for one in _in_trouble(organization_id).order_by("-id")[:most]]


def _in_trouble(organization_id: int) -> QuerySet[Job]:
    here = Q(organization_id=organization_id) | Q(
        organization_id__isnull=True, key__startswith=EVERY
    )
    return Job.objects.filter(here, done_at__isnull=True).exclude(error="")


def try_again(actor: Actor, job_id: int) -> Job:
    """Later work in trouble is taken up at once; `Conflict` where somebody is at it or it is done."""
    rules.require(actor, "mail.manage", None)
    if not _in_trouble(actor.organization_id).filter(id=job_id).exists():
        raise NotFound
    return retry_job(job_id)


def _work(job: Job) -> WorkRow:
    error = job.error if job.organization_id else job.error.partition(":")[0]
    return WorkRow(job.id, job.kind, error, job.attempts, job.failed_at is not None, job.run_at)
