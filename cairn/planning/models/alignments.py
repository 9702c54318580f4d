"""What the drafts of a round are to support once they are announced."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cairn.goals.models import KeyResult, Objective
from cairn.organization.models import Member
from cairn.planning.models.rounds import Round
from cairn.storage import clock
from cairn.storage.fields import IdField


class PlannedAlignment(models.Model):
    """A draft of a team is to support a target of the round: an objective above, or one of its key
    results. Announcing makes an accepted alignment of it."""

    id = IdField()
    round = models.ForeignKey(Round, models.CASCADE, related_name="planned_alignments")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="+")
    target = models.ForeignKey(Objective, models.CASCADE, related_name="+")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, null=True, related_name="+")
    planned_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "target"],
                condition=Q(key_result__isnull=True),
                name="planned_alignment_once",
            ),
            models.UniqueConstraint(
                fields=["objective", "key_result"],
                condition=Q(key_result__isnull=False),
                name="planned_alignment_once_to_key_result",
            ),
            models.CheckConstraint(
                condition=~Q(objective=F("target")), name="planned_alignment_not_to_itself"
            ),
        ]
