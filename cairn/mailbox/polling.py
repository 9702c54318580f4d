"""Looking into a mailbox by IMAP. Nothing there is changed: mails stay, and stay unread."""

import hashlib
import imaplib
import logging
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from email.utils import format_datetime
from typing import Any, Final

from django.conf import settings
from django.db import InterfaceError, OperationalError

from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.mailbox.message import LARGEST
from cairn.mailbox.models import Bookmark
from cairn.mailbox.receiving import receive_mail, sweep_taken
from cairn.storage import clock
from cairn.storage.deadline import Deadline

WHOLE_S: Final = 90.0
"""How long one look takes at most, however slowly the server drips."""
MOST_AT_ONCE: Final = 50
FIRST_LOOK: Final = timedelta(days=7)
log = logging.getLogger(__name__)


class MailboxTrouble(Exception):
    """It did not let us in, hung, or went away. What is there waits for the next look."""


def read_mailbox(_job: Job, tell: Tell) -> None:
    """Take what came since the last look."""
    place = settings.MAILBOX
    if not place:
        return
    sweep_taken()
    with opened(place) as line:
        marked = _bookmark(place, _validity(line))
        new = _new(line, marked.uid)
        for step, uid in enumerate(new, 1):
            if raw := _fetch(line, uid):
                _receive(raw)
            marked.uid = uid
            marked.save(update_fields=["uid"])
            tell(step, len(new))


def _receive(raw: bytes) -> None:
    """A mail that nothing can be done with must not stand in the way of those behind it."""
    try:
        receive_mail(raw)
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:  # noqa: BLE001 (its words may quote the mail)
        log.error("A mail in the mailbox cannot be taken: %s", type(fault).__name__)


@contextmanager
def opened(place: dict[str, Any]) -> Iterator[imaplib.IMAP4]:
    """Signed in, the folder open for reading only. Whatever goes wrong is told without the password."""
    with Deadline(WHOLE_S) as deadline:
        try:
            line = _Line(place, deadline)
            try:
                _sign_in(line, place)
                yield line
            finally:
                _hang_up(line)
        except (OSError, imaplib.IMAP4.error, ValueError) as fault:
            words = f"{type(fault).__name__}: {fault}".replace(place["password"] or "\0", "…")
            raise MailboxTrouble(words) from None


class _Line(imaplib.IMAP4):
    """Watched by a deadline from its first word on; with TLS from the start where that is asked."""

    def __init__(self, place: dict[str, Any], deadline: Deadline) -> None:
        self._place, self._deadline = place, deadline
        super().__init__(
            place["host"],
            place["port"] or (993 if place["use_ssl"] else 143),
            timeout=place["timeout"],
        )

    def _create_socket(self, timeout: float | None) -> socket.socket:
        made = socket.create_connection((self.host, self.port), timeout)
        self._deadline.watch(made)
        if not self._place["use_ssl"]:
            return made
        return ssl.create_default_context().wrap_socket(made, server_hostname=self.host)


def _sign_in(line: imaplib.IMAP4, place: dict[str, Any]) -> None:
    if place["use_tls"]:
        line.starttls(ssl.create_default_context())
    user, password = place["username"], place["password"]
    if "AUTH=PLAIN" in line.capabilities:
        line.authenticate("PLAIN", lambda _challenge: f"\0{user}\0{password}".encode())
    elif user:
        line.login(user, password)
    if "ID" in line.capabilities:  # who does not say their name gets no folder at some servers
        line.xatom("ID", '("name" "Cairn")')
    folder = place["folder"].replace("\\", "\\\\").replace('"', '\\"')
    _checked(line.select(f'"{folder}"', readonly=True))


def _hang_up(line: imaplib.IMAP4) -> None:
    with suppress(OSError, imaplib.IMAP4.error):
        line.logout()
    with suppress(OSError):
        line.shutdown()


def _checked(answer: tuple[str, list[Any]]) -> list[Any]:
    word, data = answer
    if word != "OK":
        raise imaplib.IMAP4.error(f"{word} {data}")
    return data


def _bookmark(place: dict[str, Any], validity: int) -> Bookmark:
    named = "{host} {port} {username} {folder}".format(**place)
    key = hashlib.sha256(named.encode()).hexdigest()
    found, _is_new = Bookmark.objects.get_or_create(key=key)
    if found.validity != validity:
        found.validity, found.uid = validity, 0
        found.save(update_fields=["validity", "uid"])
    return found


def _validity(line: imaplib.IMAP4) -> int:
    said = line.response("UIDVALIDITY")[1]
    return int(said[0]) if said and said[0] else 0


def _new(line: imaplib.IMAP4, after: int) -> list[int]:
    """The numbers of the mails that came since; at the first look, of the last days."""
    _weekday, day, month, year, *_rest = format_datetime(clock.now() - FIRST_LOOK).split()
    asked = ("UID", f"{after + 1}:*") if after else ("SINCE", f"{day}-{month}-{year}")
    numbers = re.findall(
        rb"\d+", b" ".join(one for one in _checked(line.uid("SEARCH", *asked)) if one)
    )
    return sorted(uid for uid in map(int, numbers) if uid > after)[:MOST_AT_ONCE]


def _fetch(line: imaplib.IMAP4, uid: int) -> bytes:
    """Empty where it is gone. Never marked as read."""
    data = _checked(line.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{LARGEST + 1}>)"))
    return next((bytes(one[1]) for one in data if isinstance(one, tuple)), b"")
