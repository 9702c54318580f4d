"""A mailbox on this machine that speaks as much IMAP as it takes to be read, or hangs, or goes away."""

import re
import socket
import ssl
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

from tests.listening import listening

HANGS = "hangs"
DRIPS = "drips"
GONE = "gone"


@dataclass
class Mailbox:
    """`mails` by their number. `fault` is what happens to the command of that name instead."""

    mails: dict[int, bytes] = field(default_factory=dict)
    login: tuple[str, str] = ("cairn", "p@ss wörd")
    validity: int = 7
    fault: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    commands: list[str] = field(default_factory=list)
    port: int = 0


@contextmanager
def mailbox(tls: ssl.SSLContext | None = None) -> Iterator[Mailbox]:
    made = Mailbox(tls=tls)
    with listening(partial(_serve, made)) as made.port:
        yield made


def _serve(made: Mailbox, line: socket.socket, ending: threading.Event) -> None:
    with made.tls.wrap_socket(line, server_side=True) if made.tls else line as safe:
        _talk(made, safe, ending)


def _talk(made: Mailbox, line: socket.socket, ending: threading.Event) -> None:
    line.sendall(b"* OK here\r\n")
    lines = line.makefile("rb")
    while said := lines.readline().decode().strip():
        tag, command, rest = [*said.split(" ", 2), ""][:3]
        made.commands.append(f"{command} {rest}".strip())
        name = rest.split(" ")[0] if command == "UID" else command
        _misbehave(made.fault.get(name), line, ending)
        if command == "AUTHENTICATE":
            line.sendall(b"+ \r\n")
            rest = lines.readline().decode().strip()
        word = made.fault.get(name) or _answer(made, line, name, rest)
        line.sendall(f"{tag} {word}\r\n".encode())
        if command == "LOGOUT":
            return


def _answer(made: Mailbox, line: socket.socket, name: str, rest: str) -> str:
    if name == "CAPABILITY":
        line.sendall(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN ID\r\n")
    elif name == "AUTHENTICATE":
        if tuple(b64decode(rest).decode().split("\0")[1:]) != made.login:
            return "NO [AUTHENTICATIONFAILED] wrong password"
    elif name == "EXAMINE":
        line.sendall(f"* {len(made.mails)} EXISTS\r\n".encode())
        line.sendall(f"* OK [UIDVALIDITY {made.validity}] so\r\n".encode())
    elif name == "SEARCH":
        line.sendall(f"* SEARCH {' '.join(map(str, _found(made, rest)))}\r\n".encode())
    elif name == "FETCH":
        _give(made, line, int(rest.split(" ")[1]))
    return "OK done"


def _found(made: Mailbox, rest: str) -> list[int]:
    """As servers do: from a number on that is too high, the last mail is found all the same."""
    asked = re.search(r"UID (\d+):\*", rest)
    least = min(int(asked[1]), max(made.mails, default=0)) if asked else 0
    return [uid for uid in sorted(made.mails) if uid >= least]


def _give(made: Mailbox, line: socket.socket, uid: int) -> None:
    raw = made.mails[uid]
    line.sendall(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")


def _misbehave(fault: str | None, line: socket.socket, ending: threading.Event) -> None:
    if fault not in (HANGS, DRIPS, GONE):
        return
    line.settimeout(0.05)
    while fault != GONE and not ending.is_set():
        if fault == DRIPS:
            line.sendall(b"*")
        with suppress(TimeoutError):
            if not line.recv(100):
                break
    raise ConnectionResetError
