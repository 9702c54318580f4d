"""The questions of a retrospective, and the colours that go with scores."""

from django.utils.translation import gettext_lazy as _

from cairn.reviews.judging import TONES

CHIPS = {"ok": "on_track", "warn": "behind", "risk": "at_risk", "rest": "closed"}
"""A chip's shape and colour, by tone."""

QUESTIONS = (
    ("why_missed", _("Why did we miss what we missed?"), _("The cause behind the cause, not who.")),
    ("how_to_improve", _("How do we do it better?"), _("What we would do on the first day now.")),
    ("what_is_needed", _("What do we need for that?"), _("People, money, time, a decision.")),
    ("what_to_stop", _("What do we do less of, or stop?"), _("What took time and moved nothing.")),
    ("what_to_keep", _("What do we keep?"), _("What worked and should stay as it is.")),
)


def verdict_chip(verdict: str) -> str:
    """The status whose chip has the colour of a verdict."""
    return CHIPS[TONES[verdict]] if verdict in TONES else "not_started"
