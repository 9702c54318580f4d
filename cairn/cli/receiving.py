"""`cairn receive-mail`: one mail from a mail server's pipe."""

import sys
from typing import BinaryIO, Final

import typer

from cairn.cli.start import Data, start
from cairn.errors import Refusal

LATER: Final = 75
"""Mail servers keep a mail whose program ends so, and try again."""
AT_ONCE: Final = 1 << 20


def receive_mail(data: Data = None) -> None:
    """Take one mail from standard input, as a mail server's pipe hands it over.

    What answers a mail that asked for proposals becomes one. Ends with 75 where the mail shall be
    handed over again, else with 0, also for mails that are none of ours.
    """
    try:
        start(data)
        print(_receive(sys.stdin.buffer), file=sys.stderr)
    except Exception as fault:  # noqa: BLE001 (whatever it is; the words of some quote the mail)
        words = str(fault) if isinstance(fault, Refusal) else type(fault).__name__
        print(f"cairn: {words}", file=sys.stderr)
        raise typer.Exit(LATER) from None


def _receive(stream: BinaryIO) -> str:
    from django.conf import settings

    from cairn.mailbox.message import LARGEST
    from cairn.mailbox.receiving import receive_mail

    if not settings.MAIL_ANSWERS:
        raise Refusal("CAIRN_MAIL_ANSWERS is not set")
    raw = stream.read(LARGEST + 1)
    while stream.read(AT_ONCE):
        pass  # a pipe that is closed early looks like a fault to the mail server
    return receive_mail(raw).value
