"""A mail as it is read: plain text and HTML, why it came and how to stop it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from cairn.notifications.minutes import with_minutes
from cairn.notifications.models import Mail, Pace, Topic
from cairn.notifications.notices import NoticeRow, by_topic, notice_rows, notices_of
from cairn.notifications.proposing import asked_still, with_ways
from cairn.notifications.stopping import EVERYTHING, stop_link
from cairn.notifications.telling import address_of
from cairn.organization.actor import Face
from cairn.organization.models import Member
from cairn.organization.signing import actor_for

STYLES: Final = Path(__file__).with_name("letter.css")
MOST_LINES: Final = 60
LONGEST_SUBJECT: Final = 90


@dataclass(frozen=True, slots=True)
class Letter:
    """`html` is empty for a mail of plain text."""

    subject: str
    text: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def letter_of(mail: Mail) -> Letter | None:
    """What the mail says to its member now, in their language; None where nothing is left to say.

    `mail.member` must be loaded with its organization, user and mail choice.
    """
    member = mail.member
    with translation.override(member.locale or member.organization.locale):
        wish = address_of(member).wish
        reader = actor_for(member, Face.TASK)
        waiting = notices_of(reader).filter(mail=mail, seen_at__isnull=True)
        wanted = waiting.exclude(topic__in=wish.muted).order_by("id")
        rows = notice_rows(wanted[: MOST_LINES + 1]) if wish.pace != Pace.NEVER else []
        told = with_ways(reader, with_minutes(reader, asked_still(rows)))
        return write_letter(member, told) if told else None


def message_of(mail: Mail, letter: Letter) -> EmailMultiAlternatives:
    """As the mail server takes it. The same mail has the same number however often it is sent."""
    host = urlsplit(settings.HOST_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<cairn.{mail.id}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        **letter.headers,
    }
    to = [mail.member.user.email]
    message = EmailMultiAlternatives(
        letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, to, headers=headers
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def write_letter(member: Member, rows: Sequence[NoticeRow]) -> Letter:
    """In the language that is spoken now."""
    shown, is_more = rows[:MOST_LINES], len(rows) > MOST_LINES
    topics = [topic for topic, _rows in by_topic(shown)]
    scope = topics[0] if len(topics) == 1 else EVERYTHING
    subject = subject_of(rows)
    context: dict[str, Any] = {
        "locale": "zh-Hans" if translation.get_language() == "zh-hans" else "en",
        "member": member,
        "organization": member.organization,
        "groups": [(str(Topic(topic).label), lines) for topic, lines in by_topic(shown)],
        "is_more": is_more,
        "host": settings.HOST_URL,
        "why": why_it_came(member),
        "stops": [(str(Topic(one).label), stop_link(member.id, one)) for one in topics],
        "stop_all": stop_link(member.id),
        "subject": subject,
    }
    html = render_to_string("mail/notices.html", {**context, "style": style()})
    headers = stop_headers(member, scope)
    if answers := [row.reply_to for row in shown if row.reply_to]:
        headers["Reply-To"] = answers[0]
    return Letter(subject, text_of(context), html, headers)


def subject_of(rows: Sequence[NoticeRow]) -> str:
    """The first of the topics that matter most, and how many more."""
    first = " ".join(by_topic(rows)[0][1][0].text.split())
    if len(first) > LONGEST_SUBJECT:
        first = first[: LONGEST_SUBJECT - 1] + "…"
    more = len(rows) - 1
    if not more:
        return first
    words = ngettext("%(first)s, and %(count)s more", "%(first)s, and %(count)s more", more)
    return words % {"first": first, "count": more if more < MOST_LINES else f"{MOST_LINES}+"}


def why_it_came(member: Member) -> str:
    """How often the reader wants mails; each line says besides why it concerns them."""
    match address_of(member).wish.pace:
        case Pace.IMMEDIATE:
            return _("You get this because you asked to be told at once of what concerns you.")
        case Pace.WEEKLY:
            return _("You get this because you asked for one mail a week about what concerns you.")
    return _("You get this because Cairn sends one mail a day about what concerns you.")


def text_of(context: dict[str, Any]) -> str:
    """The same as plain text, for those who read their mails so."""
    lines = [_("Hello %(name)s,") % {"name": context["member"].name}, ""]
    for label, rows in context["groups"]:
        lines += [f"== {label} ==", ""]
        for row in rows:
            lines += _text_line(row, context["host"])
    if context["is_more"]:
        lines += [_("There is more in your inbox:") + f" {context['host']}/inbox", ""]
    lines += ["-- ", context["why"]]
    lines += [_("Choose when and what: %(link)s") % {"link": f"{context['host']}/settings/mail"}]
    for label, link in context["stops"]:
        lines += [_("No more mails about “%(topic)s”: %(link)s") % {"topic": label, "link": link}]
    lines += [_("No more mails at all: %(link)s") % {"link": context["stop_all"]}]
    return "\n".join(lines) + "\n"


def _text_line(row: NoticeRow, host: str) -> list[str]:
    lines = [f"* {row.text}"]
    if row.said:
        lines += [f"  > {line}" for line in row.said.splitlines() if line.strip()]
    lines += [f"  {line}" for line in row.how.splitlines()]
    if row.why:
        lines += ["  " + _("You hear of it because %(reason)s.") % {"reason": row.why}]
    return [*lines, f"  {host}{row.url}", ""]


def stop_headers(member: Member, scope: str) -> dict[str, str]:
    """What mail programs make their own button of."""
    host = urlsplit(settings.HOST_URL).hostname or "localhost"
    return {
        "List-Unsubscribe": f"<{stop_link(member.id, scope)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-ID": f"Cairn <cairn.{host}>",
    }


@lru_cache(maxsize=1)
def style() -> Markup:
    """The style sheet stands in the mail: nothing is loaded from anywhere."""
    return Markup(f"<style>{STYLES.read_text()}</style>")  # noqa: S704 (our own file)
