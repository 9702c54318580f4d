"""Looking into a mailbox: every mail once, whatever the server does."""

import logging
import ssl
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from cairn.jobs.models import Job
from cairn.mailbox import polling
from cairn.mailbox.models import Bookmark
from cairn.mailbox.polling import MailboxTrouble, read_mailbox
from cairn.mailbox.receiving import receive_mail
from cairn.planning.models import Proposal
from cairn.settings import address_for_answers
from cairn.settings import mailbox as mailbox_at
from tests.mailbox.conftest import ANSWERS, Write
from tests.mailbox.imap import DRIPS, GONE, HANGS, Mailbox, mailbox
from tests.notifications.test_mail_servers import certificate, trusted

__all__ = ["certificate", "trusted"]
pytestmark = pytest.mark.django_db
URL = "imap://cairn:p%40ss%20w%C3%B6rd@127.0.0.1:{port}/INBOX"


@pytest.fixture
def box(settings: Settings) -> Iterator[Mailbox]:
    """A mailbox that the instance looks into."""
    with mailbox() as made:
        settings.MAILBOX = mailbox_at(URL.format(port=made.port), ANSWERS) | {"timeout": 0.4}
        yield made


def look() -> list[int]:
    """The steps that were told."""
    steps = list[int]()
    read_mailbox(Job(), lambda step, _steps: steps.append(step))
    return steps


def fetched(box: Mailbox) -> list[str]:
    return [one.split(" ")[2] for one in box.commands if one.startswith("UID FETCH")]


def test_each_mail_is_taken_once_and_none_is_changed(box: Mailbox, write: Write) -> None:
    box.mails = {3: b"From: x@example.com\r\n\r\nspam", 5: bytes(write())}
    assert look() == [1, 2]
    assert look() == []
    assert Proposal.objects.count() == 1
    box.mails[9] = bytes(write("又一条", Message_ID="<two@mail.example.com>"))
    look()
    assert Proposal.objects.count() == 2
    assert fetched(box) == ["3", "5", "9"]
    assert not any(one.split()[0] in ("SELECT", "STORE", "EXPUNGE") for one in box.commands)
    assert all("BODY.PEEK" in one for one in box.commands if one.startswith("UID FETCH"))


def test_mails_that_are_numbered_anew_are_not_taken_twice(box: Mailbox, write: Write) -> None:
    box.mails = {5: bytes(write())}
    look()
    box.mails, box.validity = {1: bytes(write())}, 8
    look()
    assert fetched(box) == ["5", "1"]
    assert Proposal.objects.count() == 1
    assert Bookmark.objects.get().uid == 1


@pytest.mark.parametrize("fault", [HANGS, GONE, "NO such"])
@pytest.mark.parametrize("command", ["AUTHENTICATE", "EXAMINE", "SEARCH", "FETCH"])
def test_a_server_in_trouble_loses_nothing(
    box: Mailbox, write: Write, command: str, fault: str
) -> None:
    box.mails, box.fault = {5: bytes(write())}, {command: fault}
    with pytest.raises(MailboxTrouble) as trouble:
        look()
    assert "p@ss" not in str(trouble.value)
    box.fault = {}
    look()
    assert Proposal.objects.count() == 1


def test_a_server_that_drips_is_left_in_time(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "WHOLE_S", 0.5)
    box.fault = {"SEARCH": DRIPS}
    with pytest.raises(MailboxTrouble):
        look()


def test_certificates_are_checked(
    trusted: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, settings: Settings, write: Write
) -> None:
    with mailbox(tls=trusted) as box:
        url = URL.replace("imap:", "imaps:").replace("127.0.0.1", "localhost")
        settings.MAILBOX = mailbox_at(url.format(port=box.port), ANSWERS)
        box.mails = {5: bytes(write())}
        look()
        assert Proposal.objects.count() == 1
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(MailboxTrouble, match="CERTIFICATE_VERIFY_FAILED"):
            look()


def test_a_mail_that_cannot_be_taken_stands_in_nobodys_way(
    box: Mailbox, write: Write, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    box.mails = {1: b"one", 2: bytes(write())}

    def fussy(raw: bytes) -> object:
        if raw == b"one":
            raise ValueError("its words")
        return receive_mail(raw)

    monkeypatch.setattr("cairn.mailbox.polling.receive_mail", fussy)
    with caplog.at_level(logging.DEBUG):
        look()
    assert Proposal.objects.count() == 1
    assert "its words" not in caplog.text


def test_settings_are_checked_at_the_start_without_telling_the_password() -> None:
    for url in ("imaps://", "http://u:secret@host", "imaps://u:secret@host:port/INBOX"):
        with pytest.raises(ImproperlyConfigured) as refused:
            mailbox_at(url, ANSWERS)
        assert "secret" not in str(refused.value)
    with pytest.raises(ImproperlyConfigured):
        mailbox_at("imaps://u:secret@host/INBOX", "")
    for address in ("nobody", "a+b@example.com", "a@b@c", "x" * 40 + "@example.com", "a@b\n"):
        with pytest.raises(ImproperlyConfigured):
            address_for_answers(address)
    read = mailbox_at("imaps://me%40x:a%2Fb@host/Work%20in", ANSWERS)
    assert (read["username"], read["password"], read["folder"]) == ("me@x", "a/b", "Work in")
    assert (read["use_ssl"], read["use_tls"]) == (True, False)
