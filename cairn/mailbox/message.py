"""A mail as it came, bytes from anybody: what of it matters, in words that can be kept."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from typing import Final

from cairn.mailbox.charsets import decoded, keepable
from cairn.mailbox.own_words import own_words
from cairn.mailbox.plain import plain_text

LARGEST: Final = 5_000_000
MOST_LINES: Final = 100_000
MOST_BOUNDARIES: Final = 40
LARGEST_HEAD: Final = 100_000
LONGEST_HEADER: Final = 4_000
LONGEST_TEXT: Final = 100_000
DEEPEST: Final = 20
_NUMBER: Final = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{3,200}>")
_ADDRESSED: Final = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_BY_ITSELF: Final = ("bulk", "list", "junk", "auto_reply", "auto-reply")


@dataclass(frozen=True, slots=True)
class Incoming:
    """`key` tells the mail from others; `number` is its Message-ID, `answers` those that it answers.
    `text` is what its sender wrote, without quotes and signature; empty where the mail is too large
    (`is_whole` False). `sender` and `recipients` are bare addresses, in small letters."""

    key: str
    number: str
    answers: tuple[str, ...]
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    is_whole: bool
    is_automatic: bool


def read_message(raw: bytes) -> Incoming | None:
    """None where nothing can be made of it. Of a large one only the head is read."""
    is_whole = len(raw) <= LARGEST and raw.count(b"\n") <= MOST_LINES
    is_whole = is_whole and raw.lower().count(b"boundary") <= MOST_BOUNDARIES
    try:
        message = message_from_bytes(raw if is_whole else _head(raw))
        text = own_words(_text(message)) if is_whole else ""
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    number = next(iter(_numbers(message, "message-id")), "")
    senders = _addresses(message, "from")
    return Incoming(
        key=_key(raw, number, senders),
        number=number,
        answers=_numbers(message, "in-reply-to"),
        sender=senders[0] if len(senders) == 1 else "",
        recipients=tuple(one for name in _ADDRESSED for one in _addresses(message, name)),
        subject=" ".join(_header(message, "subject").split()),
        text=keepable(text),
        is_whole=is_whole,
        is_automatic=_is_automatic(message),
    )


def _head(raw: bytes) -> bytes:
    return re.split(rb"\r?\n\r?\n", raw[:LARGEST_HEAD], maxsplit=1)[0] + b"\r\n\r\n"


def _key(raw: bytes, number: str, senders: list[str]) -> str:
    named = f"{number} {senders}".encode() if number else raw
    return hashlib.sha256(named).hexdigest()


def _raw(message: Message, name: str) -> list[str]:
    found = [str(value) for key, value in message.raw_items() if key.lower() == name]
    return [re.sub(r"[\r\n]+\s*", " ", one[:LONGEST_HEADER]) for one in found]


def _header(message: Message, name: str) -> str:
    return keepable(" ".join(_words(one) for one in _raw(message, name)))


def _words(value: str) -> str:
    """A header's words, encoded as they should be, or bare bytes."""
    if "=?" not in value:
        return decoded(value.encode("utf-8", "surrogateescape"))
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(one if isinstance(one, str) else decoded(one, how) for one, how in pieces)


def _addresses(message: Message, name: str) -> list[str]:
    found = getaddresses(_raw(message, name))
    return [address.strip().lower() for _name, address in found if "@" in address]


def _numbers(message: Message, name: str) -> tuple[str, ...]:
    return tuple(_NUMBER.findall(" ".join(_raw(message, name)))[:10])


def _is_automatic(message: Message) -> bool:
    """Answers of machines, bounces and lists: whoever answered them would never come to an end."""
    submitted = _header(message, "auto-submitted").partition(";")[0].strip().lower()
    return (
        submitted not in ("", "no")
        or any(not one.strip(" <>") for one in _raw(message, "return-path"))
        or message.get_content_type() == "multipart/report"
        or _header(message, "precedence").strip().lower() in _BY_ITSELF
        or any(_raw(message, name) for name in ("x-autoreply", "x-autorespond", "list-id"))
    )


def _text(message: Message) -> str:
    """What is written in it: plain text, else HTML read as text. Attachments are left alone."""
    plain = "\n".join(_bodies(message, "text/plain"))
    if plain.strip():
        return plain[:LONGEST_TEXT]
    return plain_text("\n".join(_bodies(message, "text/html"))[:LONGEST_TEXT])


def _bodies(part: Message, kind: str, depth: int = 0) -> Iterator[str]:
    if part.get_content_maintype() == "multipart" and depth < DEEPEST:
        for inner in part.get_payload() if part.is_multipart() else ():
            if isinstance(inner, Message):
                yield from _bodies(inner, kind, depth + 1)
    elif part.get_content_type() == kind and not _is_attached(part):
        yield _body(part)


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


def _body(part: Message) -> str:
    payload = part.get_payload(decode=True)
    charset = part.get_param("charset")
    text = decoded(payload if isinstance(payload, bytes) else b"", charset=str(charset or ""))
    flow, spaces = (str(part.get_param(name) or "").lower() for name in ("format", "delsp"))
    return _unflowed(text, "" if spaces == "yes" else " ") if flow == "flowed" else text


def _unflowed(text: str, between: str) -> str:
    """Lines that end in a space go on in the next one, but for a signature's mark."""
    lines = list[str]()
    for line in text.splitlines():
        if lines and lines[-1].endswith(" ") and lines[-1] != "-- " and not line.startswith(">"):
            lines[-1] = lines[-1][:-1] + between + line
        else:
            lines.append(line)
    return "\n".join(lines)
