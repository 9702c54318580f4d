"""Where the stream is, seen from a page, and the pass that a page shows there."""

from dataclasses import astuple, dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

SALT: Final = "room-stream"
VALID_S: Final = 120


@dataclass(frozen=True, slots=True)
class Pass:
    """Lets pages of one origin ask to follow a room, as one member, in a language. Not enough by
    itself: the session has to be that member's."""

    room_id: int
    member_id: int
    locale: str
    origin: str


def sign_pass(granted: Pass) -> str:
    return signing.dumps(astuple(granted), salt=SALT)


def read_pass(text: str) -> Pass | None:
    """None for what was not signed here, or too long ago."""
    try:
        return Pass(*signing.loads(text, salt=SALT, max_age=VALID_S))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def origin_of(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def address_for(request: HttpRequest, room_id: int) -> str:
    """Of a room's stream; empty where there is none for this page. A page that came by https may
    not listen to what comes by http."""
    if not settings.STREAM_PORT:
        return ""
    start: str = settings.STREAM_URL
    is_safe = request.is_secure() or settings.BEHIND_TLS
    if not start:
        start = f"http://{_host(request)}:{settings.STREAM_PORT}"
    if is_safe and not start.startswith("https://"):
        return ""
    return f"{start}/rooms/{room_id}"


def _host(request: HttpRequest) -> str:
    name = urlsplit(f"//{request.get_host()}").hostname or ""
    return f"[{name}]" if ":" in name else name
