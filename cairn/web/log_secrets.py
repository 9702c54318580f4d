"""Addresses that open something by themselves are not written into logs."""

import logging
import re

OPENING = re.compile(r"(/(?:invitations|demo/sign-in|password/reset)/)[^\s'\"?]+")


class HideSecrets(logging.Filter):
    """Keeps where a request went, and leaves out the part of the address that is a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        words = record.getMessage()
        if OPENING.search(words):
            record.msg, record.args = OPENING.sub(r"\1…", words), None
        return True
