"""The numbers by which Feishu tells a refusal, and our refusals in them."""

import logging
from enum import IntEnum
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import UnreadablePostError
from django.utils.translation import gettext as _

from cairn.errors import Forbidden, Invalid, NotFound, Refusal, Words
from cairn.organization.rules import NO_SCOPE

logger = logging.getLogger(__name__)
LONGEST_MESSAGE = 1_000


class Code(IntEnum):
    OK = 0
    UNKNOWN_ADDRESS = 404
    WRONG_METHOD = 405
    INVALID = 1001001
    NO_PERMISSION = 1001002
    UNKNOWN_USER = 1001003
    NOT_FOUND = 1001004
    PERIOD_CONFLICT = 1001008
    SYSTEM = 1009998
    INTERNAL = 1009999
    WRONG_APP = 99991543
    TOKEN_MISSING = 99991661
    TOKEN_INVALID = 99991663
    USER_TOKEN_INVALID = 99991668
    TOKEN_UNREADABLE = 99991671
    NO_SCOPE = 99991672


STATUS = {
    Code.OK: 200,
    Code.UNKNOWN_ADDRESS: 404,
    Code.WRONG_METHOD: 405,
    Code.SYSTEM: 500,
    Code.INTERNAL: 500,
}
MEANINGS = {
    Code.INVALID: "invalid parameters",
    Code.NO_PERMISSION: "no permission",
    Code.UNKNOWN_USER: "user not found",
    Code.NOT_FOUND: "okr data not found",
    Code.PERIOD_CONFLICT: "period conflict",
    Code.SYSTEM: "system exception",
    Code.INTERNAL: "internal error",
}
"""What Feishu's own messages begin with; ours, in the reader's language, come after."""


class Refused(Exception):
    """A refusal that has its number already."""

    def __init__(self, code: Code, why: Words = "") -> None:
        super().__init__(code)
        self.code, self.why = code, why


def status_of(code: Code) -> int:
    """Feishu answers 400 to everything that is not its own fault."""
    return STATUS.get(code, 400)


def message_of(code: Code, why: Words) -> str:
    said = [text for text in (MEANINGS.get(code, ""), str(why)) if text]
    return ": ".join(said)[:LONGEST_MESSAGE]


def refusal_of(error: Exception, about: str) -> Refused:
    """The number of anything that was raised. What nobody foresaw is logged, never told."""
    match error:
        case Refused():
            return error
        case Invalid():
            named = "; ".join(
                f"{name[:100]}: {why}" for name, why in list(error.fields.items())[:9]
            )
            return Refused(Code.INVALID, named or error.reason)
        case NotFound():
            return Refused(Code.NOT_FOUND, error.reason)
        case Forbidden():
            lacks = error.reason is NO_SCOPE
            return Refused(Code.NO_SCOPE if lacks else Code.NO_PERMISSION, error.reason)
        case Refusal():
            return Refused(Code.INVALID, error.reason)
        case RequestDataTooBig():
            return Refused(Code.INVALID, _("At most 2.5 MB fit into one request."))
        case SuspiciousOperation() | UnreadablePostError():
            return Refused(Code.INVALID, _("The request cannot be read"))
    return _failure(error, about)


def _failure(error: Any, about: str) -> Refused:
    if isinstance(error, IntegrityError):
        logger.warning("%s met a constraint: %s", about, error)
        again = _("Somebody else did the same at this moment. Try again.")
        return Refused(Code.INVALID, again)
    logger.error("%s failed", about, exc_info=error)
    is_database = isinstance(error, OperationalError)
    return Refused(Code.SYSTEM if is_database else Code.INTERNAL)
