"""What is said to somebody who proposed by mail: what was read, or what is wrong and how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from cairn.errors import Invalid, Refusal
from cairn.mailbox.message import Incoming
from cairn.mailbox.reading import own_subject
from cairn.notifications.answers import put_answer
from cairn.notifications.proposing import how_to_write
from cairn.organization.models import Member
from cairn.planning.models import Proposal, Room

LONGEST_QUOTE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told, about which room, and the mail that they wrote."""

    member: Member
    room: Room
    mail: Incoming


def answer_proposed(told: Told, proposal: Proposal) -> None:
    """In the language that is spoken now, as all here."""
    lines = [
        _("This was proposed in your name:"),
        "",
        _("Objective: %(title)s") % {"title": proposal.title},
        _("Why: %(why)s") % {"why": proposal.why or _("you did not say")},
        _("Key results:") if proposal.key_results else _("Key results: none"),
        *(f"- {one}" for one in proposal.key_results),
        "",
        _("Change or withdraw it: %(link)s") % {"link": _link(f"/proposals/{proposal.id}")},
    ]
    _put(told, _("Proposed: %(title)s") % {"title": proposal.title}, lines)


def answer_refused(told: Told, refusal: Refusal) -> None:
    """Of what was to be anonymous nothing is quoted: nothing of it may be kept."""
    lines = [
        _("Your mail did not become a proposal."),
        "",
        *_reasons(refusal),
        "",
        _("Write it on the page: %(link)s") % {"link": _link(f"/rooms/{told.room.id}/propose")},
    ]
    if not told.room.is_anonymous:
        lines += [*_mending(refusal), *_quoted(told.mail)]
    subject = _("Not proposed: %(team)s, %(cycle)s")
    facts = {"team": told.room.team.name, "cycle": told.room.round.cycle.name}
    _put(told, subject % facts, lines)


def _reasons(refusal: Refusal) -> Iterator[str]:
    if not isinstance(refusal, Invalid):
        yield str(refusal)
        return
    named = {"title": _("Objective"), "why": _("Why"), "key_results": _("Key results")}
    for name, why in refusal.fields.items():
        yield "- " + _("%(field)s: %(why)s") % {"field": named.get(name, name), "why": why}


def _mending(refusal: Refusal) -> Iterator[str]:
    if isinstance(refusal, Invalid):
        yield from ("", _("Or write another mail to the same address:"), how_to_write())


def _quoted(mail: Incoming) -> Iterator[str]:
    said = f"{own_subject(mail.subject)}\n{mail.text}".strip()[:LONGEST_QUOTE].splitlines()
    if said:
        yield from ("", _("You wrote:"), "", *(f"> {line}".rstrip() for line in said))


def _put(told: Told, subject: str, lines: list[str]) -> None:
    hello = _("Hello %(name)s,") % {"name": told.member.name}
    one_line = " ".join(subject.split())
    put_answer(
        told.member,
        one_line,
        "\n".join([hello, "", *lines, ""]),
        to=told.mail.number,
        is_kept=not told.room.is_anonymous,
    )


def _link(path: str) -> str:
    return f"{settings.HOST_URL}{path}"
