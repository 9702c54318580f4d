"""A team's meeting and what was taken down in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cairn.checkins.models import Action
from cairn.cycles.models import Cycle
from cairn.goals.models import KeyResult, Objective
from cairn.organization.models import Member, Organization, Team
from cairn.storage import clock
from cairn.storage.fields import IdField

LONGEST: Final = timedelta(hours=12)


def is_forgotten(started_at: datetime) -> bool:
    """Whether a meeting that nobody ended is over all the same: the next one ends it."""
    return clock.now() - started_at > LONGEST


class Meeting(models.Model):
    """A meeting of a team over the OKRs of a cycle; one at a time is open.

    `agenda` is what it goes through, in order, frozen at the start: a list of objects with
    `key_result` or `objective` (ids as text) and `why` (changed, at_risk, stale, asked, rest).
    `place` is the entry that the presenter shows, from 0; `revision` grows with everything that
    the others must see. The timer of the entry ends at `timer_ends_at`.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="meetings")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="meetings")
    presenter = models.ForeignKey(Member, models.PROTECT, related_name="+")
    agenda = models.JSONField(default=list)
    place = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    timer_ends_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    ended_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    summary = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team"], condition=Q(ended_at__isnull=True), name="meeting_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_by__isnull=False),
                name="meeting_ended_by",
            ),
        ]
        indexes = [models.Index(fields=["team", "-started_at"], name="meeting_by_team")]


class Attendance(models.Model):
    """Somebody took part in a meeting: they joined it, presented, wrote something down or ended it."""

    id = IdField()
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once")
        ]


class EntryKind(models.TextChoices):
    NOTE = "note", _("Note")
    DECISION = "decision", _("Decision")
    ACTION = "action", _("Action")


class Entry(models.Model):
    """Something taken down; seen like its objective where it has one. An action has its own row."""

    id = IdField()
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=EntryKind)
    objective = models.ForeignKey(Objective, models.CASCADE, null=True, related_name="+")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, null=True, related_name="+")
    body = models.TextField()
    action = models.OneToOneField(Action, models.PROTECT, null=True, related_name="entry")
    author = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True)
    submission = models.CharField(max_length=64, null=True)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(key_result__isnull=True) | Q(objective__isnull=False),
                name="entry_objective",
            ),
            models.CheckConstraint(
                condition=(Q(kind="action") & Q(action__isnull=False))
                | (~Q(kind="action") & Q(action__isnull=True)),
                name="entry_action",
            ),
            models.UniqueConstraint(
                fields=["meeting", "author", "submission"], name="entry_submitted_once"
            ),
        ]
        indexes = [models.Index(fields=["meeting", "id"], name="entry_in_order")]
