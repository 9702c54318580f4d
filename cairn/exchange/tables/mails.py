"""The organization's mails and the later work in trouble, for administrators. Not what a mail says."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.notifications.outbox import MailList, MailRow, found_mails, mail_row, work_in_trouble
from cairn.notifications.policy import rules
from cairn.organization.actor import Actor

FILTERS: Final = ("unsent",)
AT_A_TIME: Final = 500


def mails_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The newest first. One query."""
    columns = [
        Column("name", pgettext("mail", "To"), 20),
        Column("email", _("E-mail address"), 30),
        Column("kind", _("Sort"), 16),
        Column("state", _("State"), 18),
        Column("attempts", _("Tries"), 8, "right"),
        Column("error", pgettext("mail", "What the mail server said"), 50),
        Column("written_at", pgettext("mail", "Written"), 17),
        Column("next_at", _("Next try"), 17, brief=False),
        Column("ended_at", pgettext("mail", "Sent or given up"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("member_id", _("Id of the member"), 22, brief=False),
    ]
    found = found_mails(viewer, MailList.UNSENT if asked.unsent else MailList.ALL)
    kinds, states = _kinds(), _states()
    rows = (_mail(mail_row(one), one.member_id, kinds, states) for one in found.iterator(AT_A_TIME))
    return Sheet("mails", _("Mails"), columns, rows, counted(found))


def _kinds() -> dict[str, str]:
    answer = _("Answer to a mail")
    return {"invitation": _("Invitation"), "answer": answer, "unkept": answer}


def _states() -> dict[str, Word]:
    return {
        "waiting": Word("waiting", _("Waiting")),
        "retrying": Word("retrying", _("Tried again later")),
        "failed": Word("failed", _("Given up")),
        "sent": Word("sent", _("Sent")),
        "dropped": Word("dropped", _("Not needed any more")),
    }


def _mail(
    one: MailRow, member_id: int, kinds: dict[str, str], states: dict[str, Word]
) -> Sequence[Cell]:
    return (
        *(one.name, one.email, Word(one.kind, kinds.get(one.kind, _("Notices")))),
        *(states[one.state], one.attempts, one.error or None, one.created_at),
        one.next_at if one.state in ("waiting", "retrying") else None,
        *(one.ended_at, str(one.id), str(member_id)),
    )


def jobs_sheet(viewer: Actor, _asked: Asked) -> Sheet:
    """The newest first. One query."""
    rules.require(viewer, "mail.manage", None)
    columns = [
        Column("kind", _("Sort"), 24),
        Column("state", _("State"), 18),
        Column("attempts", _("Tries"), 8, "right"),
        Column("error", pgettext("file", "Why"), 60),
        Column("next_at", _("Next try"), 17),
        Column("id", _("Id"), 22, brief=False),
    ]
    states = _states()
    rows = (
        (
            *(one.kind, states["failed" if one.is_given_up else "retrying"], one.attempts),
            *(one.error, None if one.is_given_up else one.next_at, str(one.id)),
        )
        for one in work_in_trouble(viewer.organization_id, most=None)
    )
    return Sheet("jobs", _("Later work in trouble"), columns, rows)
