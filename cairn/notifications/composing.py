"""From notices whose time has come to mails: one for each reader."""

from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.db.transaction import atomic

from cairn.jobs.commands import hurry
from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.notifications.models import Mail, Notice
from cairn.organization.models import Invitation, Member
from cairn.storage import clock

AT_A_TIME: Final = 50
NOTICES: Final = "notices"


def write_mails(_job: Job, tell: Tell) -> None:
    """Everything that is due now; what was seen meanwhile needs no mail."""
    step = 0
    while write_some(clock.now()):
        step += 1
        tell(step, step + 1)
    if step:
        hurry("mails.send")


@atomic
def write_some(now: datetime) -> int:
    """Mails for a portion of the readers; how many readers there were."""
    readers = list(
        due_notices(now).order_by("mail_at").values_list("member_id", flat=True)[: AT_A_TIME * 20]
    )
    for member_id in list(dict.fromkeys(readers))[:AT_A_TIME]:
        _write(member_id, now)
    return len(readers)


def due_notices(now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(mail_at__lte=now, mail__isnull=True, seen_at__isnull=True)


def _write(member_id: int, now: datetime) -> None:
    due = due_notices(now).filter(member=member_id).select_for_update()
    ids = list(due.values_list("id", flat=True))
    if not ids:
        return
    mine = Notice.objects.filter(id__in=ids)
    reader = readers().filter(id=member_id).first()
    if reader is None:
        mine.update(mail_at=None)
        return
    made = Mail.objects.create(
        organization_id=reader.organization_id,
        member=reader,
        kind=NOTICES,
        created_at=now,
        next_at=now,
    )
    mine.update(mail=made)


def readers() -> QuerySet[Member]:
    """Those who get mails: here, with an account in use, and no invitation left to accept."""
    invited = Invitation.objects.filter(member=OuterRef("pk"), accepted_at__isnull=True)
    return Member.objects.filter(
        ~Exists(invited), left_at__isnull=True, user__is_active=True
    ).select_related("organization", "user")
