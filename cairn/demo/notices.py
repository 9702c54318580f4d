"""What the people of the demonstration have heard of lately, and the mails that went out about it."""

from datetime import datetime, timedelta
from itertools import batched
from typing import Final

from django.db.models import F

from cairn.events.models import Event
from cairn.notifications.models import Mail, Notice
from cairn.notifications.reading import TOLD, told_of
from cairn.organization.models import Member

LATELY: Final = timedelta(days=21)
UNREAD: Final = timedelta(days=4)
AT_A_TIME: Final = 200
MAILED: Final = 8
ANSWER: Final = "550 5.1.1 mailbox unavailable"


def hear_news(now: datetime) -> None:
    """Of the last three weeks; what is older than some days was read. Nothing goes out by mail
    now: a demonstration is looked at, nobody waits for its mails."""
    lately = Event.objects.filter(kind__in=TOLD, at__gte=now - LATELY, at__lte=now)
    for events in batched(lately.order_by("at", "id"), AT_A_TIME):
        told_of(events)
    Notice.objects.update(mail_at=None)
    Notice.objects.filter(at__lt=now - UNREAD).update(seen_at=F("at"))
    send_digests(now)


def send_digests(now: datetime) -> None:
    """This morning's mails: all went out but one, whose reader's mailbox is gone."""
    readers = list(Member.objects.filter(notices__isnull=False).distinct().order_by("id")[:MAILED])
    for place, reader in enumerate(readers):
        is_refused = place == MAILED - 2
        written = now - timedelta(hours=2, minutes=place)
        Mail.objects.create(
            organization_id=reader.organization_id,
            member=reader,
            kind="notices",
            created_at=written,
            next_at=written,
            attempts=1,
            error=ANSWER if is_refused else "",
            failed_at=written if is_refused else None,
            sent_at=None if is_refused else written,
        )
