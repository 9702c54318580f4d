"""What people gave at the end of a cycle, and what they learned."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cairn.cycles.models import Cycle
from cairn.goals.models import KeyResult, Objective
from cairn.organization.models import Member, Organization, Team
from cairn.storage import clock
from cairn.storage.fields import IdField


class Score(models.Model):
    """Somebody scored a key result, or an objective against what its key results make.

    Appended only: the latest that is no second opinion counts, and is repeated on what it scores.
    `suggested` is what the progress, or the key results' scores, made at that moment.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="scores")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, null=True, related_name="scores")
    value = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    suggested = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    note = models.TextField(blank=True)
    is_opinion = models.BooleanField(default=False)
    author = models.ForeignKey(Member, models.PROTECT, related_name="+")
    scored_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0, value__lte=1),
                name="score_range",
            )
        ]
        indexes = [models.Index(fields=["objective", "-id"], name="score_latest")]


class Retrospective(models.Model):
    """The four questions about an objective, a team's cycle, or a cycle of the organization.

    Of an objective (`objective`), of a team in a cycle (`team`), or of the cycle (neither). Written
    together: `version` counts edits. Finished once `finished_at` is set.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="retrospectives")
    objective = models.OneToOneField(
        Objective, models.CASCADE, null=True, related_name="retrospective"
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="retrospectives")
    why_missed = models.TextField(blank=True)
    how_to_improve = models.TextField(blank=True)
    what_is_needed = models.TextField(blank=True)
    what_to_stop = models.TextField(blank=True)
    what_to_keep = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    started_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    edited_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(objective__isnull=True) | Q(team__isnull=True),
                name="retrospective_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["team", "cycle"],
                condition=Q(team__isnull=False),
                name="retrospective_team_once",
            ),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(team__isnull=True, objective__isnull=True),
                name="retrospective_cycle_once",
            ),
        ]


class Lesson(models.Model):
    """Something learned, in one or two sentences, for those who write the next OKRs.

    Seen like its objective where it has one.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="lessons")
    retrospective = models.ForeignKey(
        Retrospective, models.SET_NULL, null=True, related_name="lessons"
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    objective = models.ForeignKey(Objective, models.CASCADE, null=True, related_name="lessons")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="lessons")
    body = models.TextField()
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True)
    submission = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["created_by", "submission"], name="lesson_submitted_once"
            )
        ]
        indexes = [models.Index(fields=["organization", "-id"], name="lesson_latest")]
