"""What is said to somebody who wrote a mail, at once and however they choose their mails."""

from datetime import timedelta
from typing import Final

from cairn.jobs.commands import hurry
from cairn.notifications.letters import Letter
from cairn.notifications.models import Mail
from cairn.organization.models import Member
from cairn.storage import clock

ANSWER: Final = "answer"
UNKEPT: Final = "unkept"
"""An answer that nobody shall find out about: its row goes once it is sent."""


def put_answer(
    member: Member, subject: str, text: str, *, to: str = "", is_kept: bool = True
) -> Mail:
    """A mail that says this. `to` is the number of the mail that is answered, so that programs show
    both together. In the caller's transaction."""
    headers = {"Auto-Submitted": "auto-replied"}
    if to:
        headers |= {"In-Reply-To": to, "References": to}
    mail = Mail.objects.create(
        organization_id=member.organization_id,
        member=member,
        kind=ANSWER if is_kept else UNKEPT,
        facts={"subject": subject, "text": text, "headers": headers},
    )
    hurry("mails.send")
    return mail


def answers_since(member: Member, within: timedelta) -> int:
    """How many were put down for a member in the time that has just passed."""
    since = clock.now() - within
    kinds = (ANSWER, UNKEPT)
    return Mail.objects.filter(member=member, kind__in=kinds, created_at__gte=since).count()


def letter_of_answer(mail: Mail) -> Letter:
    return Letter(**mail.facts)
