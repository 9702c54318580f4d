"""The link in every mail that stops mails without signing in: it may do that and nothing else."""

from typing import Any, Final

from django.conf import settings
from django.core import signing

from cairn.errors import NotFound
from cairn.notifications.models import Topic
from cairn.storage.ids import read_id

SALT: Final = "cairn.mails.stop"
EVERYTHING: Final = "all"


def stop_path(member_id: int, what: str = EVERYTHING) -> str:
    """`what` is a topic or everything."""
    token = signing.dumps([str(member_id), what], salt=SALT)
    return f"/mails/stop/{token}"


def stop_link(member_id: int, what: str = EVERYTHING) -> str:
    return settings.HOST_URL + stop_path(member_id, what)


def read_stop(token: str) -> tuple[int, str]:
    """(member's id, what) of a link of ours; anything else is `NotFound`."""
    try:
        given: Any = signing.loads(token, salt=SALT)
        member_id, what = read_id(given[0]), given[1]
    except (signing.BadSignature, ValueError, TypeError, LookupError):
        raise NotFound from None
    if member_id is None or what not in (EVERYTHING, *Topic.values):
        raise NotFound
    return member_id, str(what)
