"""What owners say every week, and what others say about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cairn.goals.models import KeyResult, Objective, Reading, Status
from cairn.organization.models import Member, Organization
from cairn.storage import clock
from cairn.storage.fields import IdField


class CheckIn(models.Model):
    """One owner's word on one key result. Appended only; a correction names what it corrects."""

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="checkins")
    reading = models.OneToOneField(Reading, models.PROTECT, null=True, related_name="checkin")
    confidence = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    blockers = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=Status, blank=True)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    submission = models.CharField(max_length=64, null=True)
    author = models.ForeignKey(Member, models.PROTECT, related_name="checkins")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__lte=10), name="checkin_confidence_range"
            ),
            models.UniqueConstraint(
                fields=["key_result", "submission"], name="checkin_submitted_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["key_result", "-effective_on", "-recorded_at"], name="checkin_latest"
            )
        ]


class Comment(models.Model):
    """What somebody says about an objective; replies point at the comment they answer."""

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="comments")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, null=True, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    author = models.ForeignKey(Member, models.PROTECT, related_name="comments")
    body = models.TextField()
    submission = models.CharField(max_length=64, null=True)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "submission"], name="comment_submitted_once"
            )
        ]
        indexes = [models.Index(fields=["objective", "id"], name="comment_thread")]


class Mention(models.Model):
    """Somebody was named in a comment; `seen_at` is set once they have answered or looked."""

    id = IdField()
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    member = models.ForeignKey(Member, models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "member"], name="mention_once")]
        indexes = [models.Index(fields=["member", "seen_at"], name="mention_open")]
