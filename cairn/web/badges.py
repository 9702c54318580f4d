"""The numbers beside the places of the rail: check-ins that are due, and news in the inbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cairn.checkins.queries import due_of
from cairn.checkins.sql import times_beside
from cairn.notifications.notices import unseen_at
from cairn.notifications.waiting import MOST
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage import clock


@dataclass(frozen=True, slots=True)
class Badges:
    """`news` is counted up to `MOST`."""

    due: int
    news: int

    @property
    def news_text(self) -> str:
        return str(self.news) if self.news < MOST else f"{MOST - 1}+"


def badges_of(actor: Actor, organization: Organization, context: Mapping[str, Any]) -> Badges:
    """From a context that has counted both already (`due_all`, `counts`), else by one query."""
    if "due_all" in context and "counts" in context:
        return Badges(context["due_all"], context["counts"].news)
    news, times = times_beside(actor, unseen_at(actor, MOST))
    on = clock.today(actor.time_zone)
    return Badges(sum(due_of(organization, *each).is_owed(on) for each in times), news)
