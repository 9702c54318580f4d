"""How much waits for somebody in the inbox, counted in one query."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from cairn.checkins.agreed import open_actions
from cairn.checkins.helping import help_asked_of
from cairn.goals.confirming import asked_confirmations
from cairn.notifications.notices import notices_of
from cairn.organization.actor import Actor
from cairn.reviews.queries import objectives_to_score
from cairn.storage.counting import count_together

MOST: Final = 100
"""Nobody reads further than this."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Each up to `MOST`; `news` are the notices that were not seen."""

    confirmations: int = 0
    help: int = 0
    actions: int = 0
    scores: int = 0
    news: int = 0

    @property
    def owed(self) -> int:
        return self.confirmations + self.help + self.actions + self.scores

    @property
    def news_text(self) -> str:
        """Empty where there is none."""
        if self.news < MOST:
            return str(self.news or "")
        return f"{MOST - 1}+"


def counts_for(viewer: Actor, on: date) -> Counts:
    """One query, however much there is."""
    lists: tuple[QuerySet[Any], ...] = (
        asked_confirmations(viewer),
        help_asked_of(viewer),
        open_actions(viewer),
        objectives_to_score(viewer, on),
        notices_of(viewer).filter(seen_at__isnull=True),
    )
    return Counts(*count_together(lists, MOST))
