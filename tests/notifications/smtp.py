"""A mail server on this machine that takes mails, refuses them or says nothing at all."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class MailServer:
    """`answers` overrides what is said to a command (or "GREETING", "BODY"); None hangs."""

    answers: dict[str, str | None] = field(default_factory=dict)
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0


@contextmanager
def mail_server() -> Iterator[MailServer]:
    made, ending = MailServer(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made.port = listening.getsockname()[1]
        listening.settimeout(0.1)
        thread = threading.Thread(target=_serve, args=(made, listening, ending))
        thread.start()
        try:
            yield made
        finally:
            ending.set()
            thread.join(20)


def _serve(made: MailServer, listening: socket.socket, ending: threading.Event) -> None:
    while not ending.is_set():
        with suppress(TimeoutError):
            talking, _address = listening.accept()
            made.connections += 1
            with talking, suppress(OSError):
                _talk(made, talking, ending)


def _talk(made: MailServer, talking: socket.socket, ending: threading.Event) -> None:
    talking.settimeout(5)
    lines = talking.makefile("rb")
    _say(made, talking, ending, "GREETING", "220 here")
    for line in lines:
        words = line.decode().strip()
        command = words.split(" ")[0].upper()
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
