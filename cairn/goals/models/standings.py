"""How objectives stood at the end of past days, for the map as of a date."""

from __future__ import annotations

from django.db import models

from cairn.cycles.models import Cycle
from cairn.goals.models.objectives import Objective
from cairn.organization.models import Member, Team
from cairn.storage.fields import AmountField, IdField


class Standing(models.Model):
    """An objective as it stood from `stood_on` (a day of its organization) until its next row.

    Written with every change of what it repeats; on the same day the last one counts. `progress`
    is what the pages showed, the override included.

    `audience` are those who could see it by name, as `,id,id,`, and `audience_line` is the path of
    the team whose line could, as it ran then; without an audience everybody could. What the numbers
    are made of was open to that audience, and may be to nobody else.
    """

    id = IdField()
    objective = models.ForeignKey(
        Objective, models.CASCADE, related_name="standings", db_index=False
    )
    stood_on = models.DateField()
    cycle = models.ForeignKey(
        Cycle, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    team = models.ForeignKey(
        Team, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    owner = models.ForeignKey(
        Member, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    is_draft = models.BooleanField()
    is_deleted = models.BooleanField()
    closed_as = models.CharField(max_length=10, blank=True)
    due_on = models.DateField()
    progress = AmountField(null=True)
    measured = models.PositiveSmallIntegerField()
    counted = models.PositiveSmallIntegerField()
    confidence = models.PositiveSmallIntegerField(null=True)
    checked_in_on = models.DateField(null=True)
    behind_on = models.DateField(null=True)
    at_risk_on = models.DateField(null=True)
    outdated_on = models.DateField(null=True)
    audience = models.TextField(null=True)
    audience_line = models.CharField(max_length=600, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["objective", "stood_on"], name="standing_once_a_day")
        ]
        indexes = [
            models.Index(fields=["cycle", "team", "stood_on"], name="standing_by_team"),
            models.Index(fields=["owner", "stood_on"], name="standing_by_owner"),
        ]
