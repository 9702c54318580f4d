"""Weekly updates found by what their authors wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from cairn.checkins.findable import KIND, TEXTS
from cairn.checkins.models import WeeklyUpdate
from cairn.checkins.weekly import updates
from cairn.organization.actor import Actor
from cairn.search import index


@dataclass(frozen=True, slots=True)
class FoundUpdate:
    """`text` is the square in which the first of the words stands."""

    id: int
    member: str
    week_on: date
    text: str

    @property
    def url(self) -> str:
        return f"/weekly/updates/{self.id}"


def update_values(viewer: Actor, query: str) -> QuerySet[WeeklyUpdate, Any]:
    """Published ones that match every word, the newest week first; what `found_update` takes."""
    subjects = index.subjects(viewer.organization_id, KIND, query)
    found = updates(viewer).filter(id__in=subjects, published_at__isnull=False)
    return found.select_related(None).values_list("id", "member__name", "week_on", *TEXTS)


def found_update(
    query: str, id: int, member: str, week_on: date | str, *squares: str
) -> FoundUpdate:
    day = date.fromisoformat(week_on) if isinstance(week_on, str) else week_on
    return FoundUpdate(id, member, day, _said(squares, query))


def _said(squares: Sequence[str], query: str) -> str:
    """As one line."""
    texts = [" ".join(text.split()) for text in squares]
    words = [word.casefold() for word in query.split()]
    holding = (text for text in texts if any(word in text.casefold() for word in words))
    return next(holding, next(filter(None, texts), ""))
