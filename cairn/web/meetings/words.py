"""What a meeting's agenda and minutes are called."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.meetings.agenda import Why
from cairn.meetings.models import EntryKind


def why_word(why: str) -> str:
    """Why something is on the agenda, as a heading of the rail."""
    return {
        Why.ACTIONS: _("From last time"),
        Why.CHANGED: _("What changed"),
        Why.AT_RISK: _("At risk"),
        Why.STALE: _("Gone silent"),
        Why.ASKED: _("What is asked"),
        Why.REST: _("The rest"),
        Why.END: _("At the end"),
    }[Why(why)]


def place_word(place_why: str, title: str) -> str:
    """What an entry of the agenda is called."""
    if title:
        return title
    return _("What we agreed on") if place_why == Why.ACTIONS else _("Anything else")


def entry_word(kind: str) -> str:
    if kind == "summary":
        return _("Summary of the meeting")
    return str(EntryKind(kind).label)


def entry_icon(kind: str) -> str:
    return {EntryKind.NOTE: "comment", EntryKind.DECISION: "flag", EntryKind.ACTION: "target"}[
        EntryKind(kind)
    ]


def clock_time(value: datetime) -> str:
    """09:15, in the reader's zone."""
    return f"{timezone.localtime(value):%H:%M}"
