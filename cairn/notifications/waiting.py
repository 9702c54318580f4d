"""How much waits for somebody in the inbox, and the first of it: one query."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from cairn.checkins.agreed import (
    WaitingAction,
    open_actions,
    waiting_action_values,
    waiting_actions_of,
)
from cairn.checkins.commands.weekly import week_of
from cairn.checkins.helping import help_asked_of
from cairn.checkins.queries import (
    WaitingMention,
    waiting_mention_values,
    waiting_mentions_of,
)
from cairn.checkins.weekly import WaitingWeek, recent_update_values, waiting_week
from cairn.goals.confirming import asked_confirmations
from cairn.goals.returned import (
    ReturnedObjective,
    returned_objectives,
    returned_rows,
    returned_values,
)
from cairn.kpis.beside import listable, listed_rows
from cairn.kpis.queries import kpis_owed
from cairn.kpis.rows import KpiRow
from cairn.notifications.notices import notices_of
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.reviews.queries import (
    WaitingScore,
    objectives_to_score,
    waiting_score_values,
    waiting_scores_of,
)
from cairn.storage.listing import list_and_count

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
    returned: int = 0

    @property
    def owed(self) -> int:
        """Without what is returned, which Home lists."""
        return self.confirmations + self.help + self.actions + self.scores + self.kpis

    @property
    def news_text(self) -> str:
        """Empty where there is none."""
        if self.news < MOST:
            return str(self.news or "")
        return f"{MOST - 1}+"


@dataclass(frozen=True, slots=True)
class ShortLists:
    """The first of each, and how many there are."""

    counts: Counts
    kpis: list[KpiRow]
    scores: list[WaitingScore]
    returned: list[ReturnedObjective]
    actions: list[WaitingAction]
    mentions: list[WaitingMention]
    week: WaitingWeek | None


def short_lists(viewer: Actor, organization: Organization, on: date, most: int) -> ShortLists:
    """What waits and is short to say. One query for all."""
    week_on = week_of(organization, on)
    lists = [
        listable(kpis_owed(viewer, on)[:most]),
        waiting_score_values(viewer, on)[:most],
        returned_values(viewer)[:most],
        waiting_action_values(viewer)[:most],
        waiting_mention_values(viewer)[:most],
        recent_update_values(viewer, week_on),
    ]
    found, counts = list_and_count(lists, _counted(viewer, on), MOST)
    kpis, scores, returned, actions, mentions, updates = found
    return ShortLists(
        Counts(*counts),
        listed_rows(kpis, on, viewer.locale, viewer.stands_in_for),
        waiting_scores_of(scores),
        returned_rows(returned),
        waiting_actions_of(actions),
        waiting_mentions_of(mentions),
        waiting_week(viewer, week_on, updates),
    )


@dataclass(frozen=True, slots=True)
class HomeLists:
    """What Home lists of it; the rest it counts."""

    counts: Counts
    returned: list[ReturnedObjective]
    mentions: list[WaitingMention]


def home_lists(viewer: Actor, on: date, most: int) -> HomeLists:
    """One query."""
    lists = [returned_values(viewer)[:most], waiting_mention_values(viewer)[:most]]
    (returned, mentions), counts = list_and_count(lists, _counted(viewer, on), MOST)
    return HomeLists(Counts(*counts), returned_rows(returned), waiting_mentions_of(mentions))


def _counted(viewer: Actor, on: date) -> tuple[QuerySet[Any], ...]:
    """In the order of `Counts`."""
    return (
        asked_confirmations(viewer),
        help_asked_of(viewer),
        open_actions(viewer),
        objectives_to_score(viewer, on),
        kpis_owed(viewer, on),
        notices_of(viewer).filter(seen_at__isnull=True),
        returned_objectives(viewer),
    )
