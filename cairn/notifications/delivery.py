"""Sending what waits. A server that refuses or hangs loses nothing: it is tried again, later and
later; what it refuses for good is kept for the administrator to see."""

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q, QuerySet

from cairn.jobs.commands import gap_after
from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.notifications.answers import ANSWER, UNKEPT, letter_of_answer
from cairn.notifications.invitations import INVITATION, invitation_letter
from cairn.notifications.letters import Letter, letter_of, message_of
from cairn.notifications.models import Mail
from cairn.storage import clock

FOR_GOOD: Final = 500
"""SMTP's answers from here on say that trying again will not help."""
LONGEST_TRIED: Final = timedelta(days=3)
LONGEST_ERROR: Final = 500
log = logging.getLogger(__name__)


class MailServerTrouble(Exception):
    """It did not let us in, hung, or went away: no mail's fault. All of them wait."""


class Refused(Exception):
    """It does not take this mail; `for_good` if it never will."""

    def __init__(self, words: str, *, for_good: bool) -> None:
        super().__init__(words)
        self.for_good = for_good


def send_mails(_job: Job, tell: Tell) -> None:
    """Everything that waits, one after another; stops where the server does not answer."""
    sent, server = 0, mailers.default
    try:
        while (mail := _next_mail()) is not None:
            send_one(mail, server)
            sent += 1
            tell(sent, sent + 1)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.close()


def waiting_mails() -> QuerySet[Mail]:
    return Mail.objects.filter(
        sent_at__isnull=True, failed_at__isnull=True, dropped_at__isnull=True
    )


def _next_mail() -> Mail | None:
    found = waiting_mails().filter(next_at__lte=clock.now()).order_by("next_at", "id")
    return found.select_related(
        "member__organization", "member__user", "member__mail_choice"
    ).first()


def send_one(mail: Mail, server: BaseEmailBackend) -> None:
    """Send it, or note why not. Raises `MailServerTrouble` where no other need be tried now."""
    try:
        letter = write(mail)
        if letter is None:
            _end(mail, dropped_at=clock.now(), error="")
            return
        _hand_over(mail, letter, server)
    except MailServerTrouble as trouble:
        _try_later(mail, str(trouble))
        raise
    except Refused as refusal:
        _refused(mail, refusal)
    except Exception as fault:
        log.exception("Mail %s cannot be written", mail.id)
        _refused(mail, Refused(f"{type(fault).__name__}: {fault}", for_good=False))
    else:
        _end(mail, sent_at=clock.now(), error="")
        if mail.kind == UNKEPT:
            mail.delete()


def write(mail: Mail) -> Letter | None:
    """What it says now; None where that is nothing, or nobody is there to read it."""
    if mail.member.left_at is not None:
        return None
    if mail.kind in (ANSWER, UNKEPT):
        return letter_of_answer(mail)
    return invitation_letter(mail) if mail.kind == INVITATION else letter_of(mail)


def _hand_over(mail: Mail, letter: Letter, server: BaseEmailBackend) -> None:
    message = message_of(mail, letter)
    try:
        server.open()  # else it would open, and close again, for each mail
        server.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise Refused(_answer(code, words), for_good=code >= FOR_GOOD) from refused
    except smtplib.SMTPDataError as refused:
        raise Refused(_words(refused), for_good=refused.smtp_code >= FOR_GOOD) from refused
    except smtplib.SMTPResponseException as refused:
        raise MailServerTrouble(f"{type(refused).__name__}: {_words(refused)}") from refused
    except OSError as away:  # smtplib's other exceptions among them
        raise MailServerTrouble(f"{type(away).__name__}: {away}") from away


def _words(refused: smtplib.SMTPResponseException) -> str:
    return _answer(refused.smtp_code, refused.smtp_error)


def _answer(code: int, words: Any) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return f"{code} {' '.join(text.split())}"


def _refused(mail: Mail, refusal: Refused) -> None:
    """Given up at once where the server says that it is for good, else after some days."""
    is_old = clock.now() - mail.created_at > LONGEST_TRIED
    if refusal.for_good or is_old:
        _end(mail, failed_at=clock.now(), error=str(refusal))
    else:
        _try_later(mail, str(refusal))


def _try_later(mail: Mail, error: str) -> None:
    attempts = min(mail.attempts + 1, 30_000)
    later = clock.now() + gap_after(attempts)
    _change(mail, attempts=attempts, next_at=later, error=error)


def _end(mail: Mail, **values: Any) -> None:
    _change(mail, attempts=min(mail.attempts + 1, 30_000), **values)


def _change(mail: Mail, **values: Any) -> None:
    error = str(values.pop("error")).replace("\x00", "")[:LONGEST_ERROR]
    still = waiting_mails().filter(id=mail.id)
    still.update(**values, error=error)


def resendable() -> Q:
    """Given up, or waiting after a try that did not work."""
    return Q(failed_at__isnull=False) | Q(
        sent_at__isnull=True, dropped_at__isnull=True, attempts__gt=0
    )
