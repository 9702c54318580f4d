"""Scores in the reader's words, and the colours that go with them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cairn.reviews.judging import TONES

VERDICTS = {
    "kept": pgettext_lazy("score", "Kept"),
    "nearly": pgettext_lazy("score", "Nearly kept"),
    "partly": pgettext_lazy("score", "Partly kept"),
    "missed": pgettext_lazy("score", "Not kept"),
    "easy": pgettext_lazy("score", "All of it: ambitious enough?"),
    "beyond": pgettext_lazy("score", "Beyond the sweet spot"),
    "sweet": pgettext_lazy("score", "In the sweet spot"),
    "short": pgettext_lazy("score", "Short of it"),
    "hard": pgettext_lazy("score", "Too hard, or badly executed"),
}
CHIPS = {"ok": "on_track", "warn": "behind", "risk": "at_risk", "rest": "closed"}
"""A chip's shape and colour, by tone."""

STATES = {
    "open": pgettext_lazy("review", "To be scored"),
    "begun": pgettext_lazy("review", "Partly scored"),
    "scored": pgettext_lazy("review", "Scored"),
    "closed": pgettext_lazy("review", "Closed"),
}

QUESTIONS = (
    ("why_missed", _("Why did we miss what we missed?"), _("The cause behind the cause, not who.")),
    ("how_to_improve", _("How do we do it better?"), _("What we would do on the first day now.")),
    ("what_is_needed", _("What do we need for that?"), _("People, money, time, a decision.")),
    ("what_to_stop", _("What do we do less of, or stop?"), _("What took time and moved nothing.")),
    ("what_to_keep", _("What do we keep?"), _("What worked and should stay as it is.")),
)


def verdict_word(verdict: str) -> str:
    return str(VERDICTS.get(verdict, verdict))


def verdict_chip(verdict: str) -> str:
    """The status whose chip has the colour of a verdict."""
    return CHIPS[TONES[verdict]] if verdict in TONES else "not_started"


def review_state(state: str) -> str:
    return str(STATES.get(state, state))
