"""A mail server on this machine that takes mails, refuses them, says nothing at all or goes away."""

import base64
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial

from tests.listening import listening

GONE = ""
"""The answer of a server that closes the connection."""


@dataclass
class MailServer:
    """`answers` overrides what is said to a command (or "GREETING", "BODY"); None hangs, `GONE` hangs up.

    With `tls` it speaks TLS, from the start where `is_wrapped`, else after STARTTLS, without which it
    takes nothing; with a `login` it wants that.
    """

    answers: dict[str, str | None] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    is_wrapped: bool = False
    login: tuple[str, str] | None = None
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0


@contextmanager
def mail_server(
    tls: ssl.SSLContext | None = None,
    *,
    is_wrapped: bool = False,
    login: tuple[str, str] | None = None,
) -> Iterator[MailServer]:
    made = MailServer(tls=tls, is_wrapped=is_wrapped, login=login)
    with listening(partial(_answer, made)) as made.port:
        yield made


def _answer(made: MailServer, talking: socket.socket, ending: threading.Event) -> None:
    made.connections += 1
    if made.tls and made.is_wrapped:
        with made.tls.wrap_socket(talking, server_side=True) as safe:
            _talk(made, safe, ending)
    else:
        _talk(made, talking, ending)


def _talk(made: MailServer, talking: socket.socket, ending: threading.Event) -> None:
    _say(made, talking, ending, "GREETING", "220 here")
    is_safe, is_known = made.tls is None or made.is_wrapped, made.login is None
    lines = talking.makefile("rb")
    while line := lines.readline():
        words = line.decode().strip()
        command = words.split(" ")[0].upper()
        if command == "EHLO":
            offered = [
                "here",
                *([] if is_safe else ["STARTTLS"]),
                *(["AUTH PLAIN"] if is_safe else []),
            ]
            text = "\r\n".join(f"250-{one}" for one in offered) + "\r\n250 8BITMIME"
            _say(made, talking, ending, command, text)
            continue
        if command == "STARTTLS" and made.tls:
            _say(made, talking, ending, command, "220 go on")
            talking = made.tls.wrap_socket(talking, server_side=True)
            lines, is_safe = talking.makefile("rb"), True
            continue
        if command == "AUTH":
            given = base64.b64decode(words.split(" ")[2]).decode().split("\0")[1:]
            is_known = tuple(given) == made.login
            _say(made, talking, ending, command, "235 in" if is_known else "535 wrong password")
            continue
        if not (is_safe and is_known) and command != "QUIT":
            _say(made, talking, ending, command, "530 not yet")
            continue
        if command == "QUIT":
            _say(made, talking, ending, command, "221 bye")
            return
        if command == "DATA":
            _say(made, talking, ending, command, "354 go on")
            body = b"".join(iter(lines.readline, b".\r\n"))
            if (made.answers.get("BODY", "250") or "").startswith("2"):
                parsed = message_from_bytes(body, policy=policy.default)
                assert isinstance(parsed, EmailMessage)
                made.taken.append(parsed)
            _say(made, talking, ending, "BODY", "250 taken")
            continue
        if command == "RCPT":
            made.recipients.append(words)
        _say(made, talking, ending, command, "250 fine")


def _say(
    made: MailServer, talking: socket.socket, ending: threading.Event, to: str, usual: str
) -> None:
    said = made.answers.get(to, usual)
    if said == GONE:
        talking.shutdown(socket.SHUT_RDWR)
        raise ConnectionResetError
    if said is None:
        _hang(talking, ending)
    talking.sendall(f"{said}\r\n".encode())


def _hang(talking: socket.socket, ending: threading.Event) -> None:
    """Say nothing until the other side has enough."""
    talking.settimeout(0.05)
    while not ending.is_set():
        with suppress(TimeoutError):
            if not talking.recv(100):
                break
    raise ConnectionResetError
