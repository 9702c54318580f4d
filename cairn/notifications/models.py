"""What somebody wants to hear of."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q

from cairn.goals.models import Objective
from cairn.organization.models import Member, Organization, Team
from cairn.storage import clock
from cairn.storage.fields import IdField

KINDS: Final = ("person", "team", "objective")
"""The columns of a `Follow` that point at what is followed."""


def _only(column: str) -> Q:
    return Q(**{f"{kind}__isnull": kind != column for kind in KINDS})


class Follow(models.Model):
    """A member follows one person, team or objective.

    It stays while its objective is hidden or deleted, unseen, and is back with it.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="follows")
    person = models.ForeignKey(Member, models.CASCADE, null=True, related_name="followers")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="followers")
    objective = models.ForeignKey(Objective, models.CASCADE, null=True, related_name="followers")
    followed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_only("person") | _only("team") | _only("objective"),
                name="follow_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(person=F("member")),
                name="follow_not_oneself",
            ),
            *(
                models.UniqueConstraint(fields=["member", kind], name=f"follow_{kind}_once")
                for kind in KINDS
            ),
        ]
