"""How much waits for somebody in the inbox, counted in one query."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from cairn.checkins.agreed import open_actions
from cairn.checkins.helping import help_asked_of
from cairn.goals.confirming import asked_confirmations
from cairn.kpis.beside import listable, listed_rows
from cairn.kpis.queries import kpis_owed
from cairn.kpis.rows import KpiRow
from cairn.notifications.notices import notices_of
from cairn.organization.actor import Actor
from cairn.reviews.queries import WaitingScore, objectives_to_score, waiting_score_values
from cairn.storage.counting import count_together
from cairn.storage.listing import list_together

MOST: Final = 100
"""Nobody reads further than this."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Each up to `MOST`; `news` are the notices that were not seen."""

    confirmations: int = 0
    help: int = 0
    actions: int = 0
    scores: int = 0
    kpis: int = 0
    news: int = 0

    @property
    def owed(self) -> int:
        return self.confirmations + self.help + self.actions + self.scores + self.kpis

    @property
    def news_text(self) -> str:
        """Empty where there is none."""
        if self.news < MOST:
            return str(self.news or "")
        return f"{MOST - 1}+"


def kpis_and_scores(viewer: Actor, on: date, most: int) -> tuple[list[KpiRow], list[WaitingScore]]:
    """The first KPIs that wait for a reading, and objectives for scores. One query for both."""
    kpis, scores = list_together(
        listable(kpis_owed(viewer, on)[:most]), waiting_score_values(viewer, on)[:most]
    )
    return listed_rows(kpis, on, viewer.locale), [
        WaitingScore(id, title, cycle, date.fromisoformat(ends_on), *counts)
        for id, title, cycle, ends_on, *counts in scores
    ]


def counts_for(viewer: Actor, on: date) -> Counts:
    """One query, however much there is."""
    lists: tuple[QuerySet[Any], ...] = (
        asked_confirmations(viewer),
        help_asked_of(viewer),
        open_actions(viewer),
        objectives_to_score(viewer, on),
        kpis_owed(viewer, on),
        notices_of(viewer).filter(seen_at__isnull=True),
    )
    return Counts(*count_together(lists, MOST))
