"""The e-mail address by which one member proposes to one room.

It carries a tag that only this instance can make, and that tells nothing: it is checked against
whoever wrote, not opened.
"""

import hmac
from base64 import b32encode
from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT: Final = "cairn.planning.reply"
TAG_BYTES: Final = 16
TAG_LENGTH: Final = 26
MOST_LOOKED_AT: Final = 20


def reply_address(member_id: int, room_id: int) -> str:
    """Empty where no address for answers is set."""
    name, at, domain = settings.MAIL_ANSWERS.partition("@")
    return f"{name}+{_tag(member_id, room_id)}@{domain}" if at else ""


def tags_in(addresses: Iterable[str]) -> list[str]:
    """What stands behind the plus in those of the addresses that are ours."""
    name, _at, domain = settings.MAIL_ANSWERS.lower().partition("@")
    begin, end = f"{name}+", f"@{domain}"
    ours = [one for one in map(str.lower, addresses) if one.startswith(begin) and one.endswith(end)]
    return [one[len(begin) : -len(end)] for one in ours[:MOST_LOOKED_AT]] if domain else []


def is_tag_of(tags: Iterable[str], member_id: int, room_id: int) -> bool:
    made = _tag(member_id, room_id)
    return any(hmac.compare_digest(made, tag) for tag in tags if tag.isascii())


def _tag(member_id: int, room_id: int) -> str:
    """Small letters and digits only: some mail servers write addresses small."""
    made = salted_hmac(SALT, f"{member_id}:{room_id}", algorithm="sha256").digest()[:TAG_BYTES]
    return b32encode(made).decode().rstrip("=").lower()
