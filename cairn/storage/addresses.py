"""Addresses that an administrator types for this server to ask."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from cairn.errors import Words

NEAR_NAMES: Final = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


def fault_of_address(url: str, example: str) -> Words | None:
    """What keeps a text from being a whole address without secrets; None where it is one."""
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname)
        _port = parts.port
    except ValueError:
        is_whole = False
    if not is_whole:
        return _("Write a whole address, like %(example)s.") % {"example": example}
    if parts.username or parts.password:
        return _("Put the key into its own field, not into the address.")
    if parts.query or parts.fragment:
        return _("Leave out what follows “?” or “#”.")
    return None


def is_open(url: str) -> bool:
    """Whether what is said there could be read on its way through the internet: http to a host that is
    neither this machine nor of a private network."""
    parts = urlsplit(url)
    return parts.scheme != "https" and not _is_near(parts.hostname or "")


def _is_near(host: str) -> bool:
    """A name without a dot is only ever one of the own network."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.rstrip(".").endswith(NEAR_NAMES)
