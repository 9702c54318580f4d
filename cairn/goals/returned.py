"""Objectives that came back to those who wrote them, with what should change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cairn.cycles.models import Phase
from cairn.goals.models import Agreement, Confirmation, Objective, Verdict
from cairn.goals.policy import seen_by
from cairn.organization.actor import Actor, Role
from cairn.storage.listing import listed_instant


@dataclass(frozen=True, slots=True)
class ReturnedObjective:
    """`is_change`: it was confirmed before, and a change of it was returned."""

    id: int
    title: str
    cycle: str
    comment: str
    returned_by: str
    returned_at: datetime
    is_change: bool

    @property
    def url(self) -> str:
        return f"/objectives/{self.id}"


def returned_objectives(viewer: Actor) -> QuerySet[Objective]:
    """What the viewer is to rewrite and submit again: their own objectives, and those that nobody
    owns of teams they lead, as far as they may see them."""
    if viewer.role is Role.VIEWER:
        return Objective.objects.none()
    mine = Q(owner_id=viewer.member_id) | Q(owner__isnull=True, team_id__in=viewer.leads)
    return Objective.objects.filter(
        mine,
        seen_by(viewer),
        agreement=Agreement.RETURNED,
        closed_as="",
        deleted_at__isnull=True,
    ).exclude(cycle__phase=Phase.CLOSED)


def returned_values(viewer: Actor) -> QuerySet[Any, Any]:
    """For `list_together`, the oldest first; read with `returned_rows`."""
    latest = Confirmation.objects.filter(
        objective=OuterRef("pk"), verdict=Verdict.RETURNED
    ).order_by("-id")

    def said(name: str) -> Subquery:
        return Subquery(latest.values(name)[:1])

    return (
        returned_objectives(viewer)
        .annotate(
            said=said("comment"),
            by=said("answered_by__name"),
            said_at=said("answered_at"),
            changed=said("is_change"),
        )
        .order_by("id")
        .values_list("id", "title", "cycle__name", "said", "by", "said_at", "changed")
    )


def returned_rows(found: Sequence[Sequence[Any]]) -> list[ReturnedObjective]:
    return [
        ReturnedObjective(
            id, title, cycle, comment or "", by or "", listed_instant(at), bool(is_change)
        )
        for id, title, cycle, comment, by, at, is_change in found
    ]
