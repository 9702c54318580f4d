"""Mail servers as there are: with and without TLS and passwords, and going away in the middle."""

import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from cairn.jobs.models import Job
from cairn.notifications.composing import write_mails
from cairn.notifications.delivery import MailServerTrouble, send_mails
from cairn.notifications.models import Mail, Topic
from cairn.notifications.telling import tell
from cairn.organization.actor import Actor
from cairn.settings import mailer
from cairn.storage import clock
from tests.cast import MORNING
from tests.notifications.smtp import GONE, MailServer, mail_server

pytestmark = pytest.mark.django_db
LOGIN = ("cairn@example.com", "p@ss/word #1")
DAY = timedelta(days=1)


def quiet(_step: int, _steps: int) -> None:
    pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """Of a server called localhost that nobody but the test trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - DAY)
        .not_valid_after(datetime.now(UTC) + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    public, private = folder / "server.pem", folder / "server.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context


@pytest.fixture
def trusted(
    certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> ssl.SSLContext:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    return certificate[1]


@pytest.fixture
def mail(employee: Actor) -> Mail:
    """Written a day later, not yet sent."""
    tell(
        [employee.member_id],
        topic=Topic.TALK,
        key="one",
        kind="comment.added",
        reason="mentioned",
        url="/objectives/1",
        facts={"actor": "林知远", "title": "让老客户愿意留下来"},
    )
    with clock.set_to(MORNING + DAY):
        write_mails(Job(), quiet)
    return Mail.objects.get()


def use(settings: Settings, url: str) -> None:
    made = mailer(url)
    made["OPTIONS"]["timeout"] = 2
    settings.MAILERS = {"default": made}


def send(mail: Mail, after: timedelta = DAY) -> None:
    with clock.set_to(MORNING + after):
        send_mails(Job(), quiet)
    mail.refresh_from_db()


def trouble(mail: Mail, after: timedelta = DAY) -> str:
    with pytest.raises(MailServerTrouble):
        send(mail, after)
    mail.refresh_from_db()
    assert mail.sent_at is None
    assert mail.failed_at is None
    return mail.error


def signed_in(scheme: str, port: int, query: str = "") -> str:
    who = ":".join(quote(part, safe="") for part in LOGIN)
    return f"{scheme}://{who}@localhost:{port}/{query}"


def starttls(context: ssl.SSLContext) -> AbstractContextManager[MailServer]:
    return mail_server(context, login=LOGIN)


def test_starttls_and_a_password_come_from_one_url(
    settings: Settings, trusted: ssl.SSLContext, mail: Mail
) -> None:
    with starttls(trusted) as server:
        use(settings, signed_in("smtp", server.port, "?tls=true"))
        send(mail)
    assert mail.sent_at is not None
    assert len(server.taken) == 1


def test_tls_from_the_start_does_too(
    settings: Settings, trusted: ssl.SSLContext, mail: Mail
) -> None:
    with mail_server(trusted, is_wrapped=True, login=LOGIN) as server:
        use(settings, signed_in("smtps", server.port))
        send(mail)
    assert mail.sent_at is not None


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    settings: Settings, certificate: tuple[Path, ssl.SSLContext], mail: Mail
) -> None:
    with starttls(certificate[1]) as server:
        use(settings, signed_in("smtp", server.port, "?tls=true"))
        assert "certificate" in trouble(mail).lower()
    assert server.taken == []


def test_a_wrong_password_is_said_and_every_mail_waits(
    settings: Settings, trusted: ssl.SSLContext, mail: Mail
) -> None:
    with starttls(trusted) as server:
        use(settings, f"smtp://cairn:wrong@localhost:{server.port}/?tls=true")
        assert "535 wrong password" in trouble(mail)
        use(settings, signed_in("smtp", server.port, "?tls=true"))
        send(mail, DAY + timedelta(hours=1))
    assert mail.sent_at is not None


def test_a_server_without_starttls_is_not_trusted_with_a_password(
    settings: Settings, mail: Mail
) -> None:
    with mail_server(login=LOGIN) as server:
        use(settings, signed_in("smtp", server.port, "?tls=true"))
        assert "STARTTLS" in trouble(mail)


@pytest.fixture
def plain(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as server:
        use(settings, f"smtp://localhost:{server.port}")
        yield server


@pytest.mark.parametrize("at", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "BODY"])
def test_a_server_that_goes_away_in_the_middle_gets_the_mail_once_later(
    plain: MailServer, mail: Mail, at: str
) -> None:
    plain.answers[at] = GONE
    trouble(mail)
    assert plain.taken == []
    del plain.answers[at]
    send(mail, DAY + timedelta(hours=1))
    send(mail, DAY + timedelta(hours=2))
    assert len(plain.taken) == 1
    assert (mail.attempts, mail.error) == (2, "")


@pytest.mark.parametrize("at", ["QUIT"])
def test_a_server_that_goes_away_after_taking_a_mail_gets_it_once(
    plain: MailServer, mail: Mail, at: str
) -> None:
    plain.answers[at] = GONE
    send(mail)
    send(mail, DAY + timedelta(hours=1))
    assert mail.sent_at is not None
    assert len(plain.taken) == 1


@pytest.mark.parametrize(
    ("at", "answer", "is_given_up"),
    [
        ("BODY", "554 looks like spam", True),
        ("BODY", "451 try again", False),
        ("RCPT", "450 greylisted", False),
        ("RCPT", "550 nobody", True),
    ],
)
def test_a_refusal_is_for_now_or_for_good(
    plain: MailServer, mail: Mail, at: str, answer: str, is_given_up: bool
) -> None:
    plain.answers[at] = answer
    send(mail)
    assert mail.error == answer
    assert (mail.failed_at is not None) == is_given_up
    del plain.answers[at]
    send(mail, DAY + timedelta(hours=1))
    assert (mail.sent_at is not None) != is_given_up


@pytest.mark.parametrize(
    ("url", "port"), [("smtp://h", 25), ("smtps://h", 465), ("smtp://h/?tls=True", 587)]
)
def test_each_sort_has_its_port(settings: Settings, url: str, port: int) -> None:
    from django.core.mail import mailers

    settings.MAILERS = {"default": mailer(url)}
    assert vars(mailers.default)["port"] == port


@pytest.mark.parametrize("url", ["mail.example.com:587", "http://h", "smtp://", "smtp://h:port"])
def test_a_url_that_names_no_mail_server_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CAIRN_MAIL_URL"):
        mailer(url)
