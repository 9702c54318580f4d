"""What a score means and how far a review is, in the reader's words."""

from django.utils.translation import pgettext_lazy

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

STATES = {
    "open": pgettext_lazy("review", "To be scored"),
    "begun": pgettext_lazy("review", "Partly scored"),
    "scored": pgettext_lazy("review", "Scored"),
    "closed": pgettext_lazy("review", "Closed"),
}


def verdict_word(verdict: str) -> str:
    return str(VERDICTS.get(verdict, verdict))


def review_state(state: str) -> str:
    return str(STATES.get(state, state))
