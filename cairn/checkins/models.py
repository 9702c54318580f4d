"""What owners say every week, and what others say about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cairn.goals.models import KeyResult, Objective, Reading, Status
from cairn.kpis.models import Kpi
from cairn.organization.models import Member, Organization, Team
from cairn.storage import clock
from cairn.storage.fields import IdField

PICTURE_KINDS = ("jpeg", "png", "gif", "bmp")


class CheckIn(models.Model):
    """One owner's word on one key result. Appended only; a correction names what it corrects.

    `stood_in_for` is whose duty it was, where that one was away.
    """

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
    stood_in_for = models.ForeignKey(
        Member, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__lte=10), name="checkin_confidence_range"
            ),
            models.CheckConstraint(
                condition=~Q(stood_in_for=models.F("author")), name="checkin_in_place"
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


class Picture(models.Model):
    """A picture that a comment or a check-in shows; seen by whoever may see its objective.

    `kind` is what its first bytes say: jpeg, png, gif or bmp.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="pictures")
    kind = models.CharField(max_length=4, choices=[(name, name) for name in PICTURE_KINDS])
    content = models.BinaryField()
    added_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PICTURE_KINDS), name="picture_of_a_known_kind"
            )
        ]
        indexes = [models.Index(fields=["objective", "id"], name="picture_by_objective")]


class Snooze(models.Model):
    """Somebody wants no reminder of a check-in, or of a KPI's reading, until a day. The duty itself
    stays on every list."""

    id = IdField()
    member = models.ForeignKey(Member, models.CASCADE, related_name="snoozes")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, null=True, related_name="snoozes")
    kpi = models.ForeignKey(Kpi, models.CASCADE, null=True, related_name="snoozes")
    until_on = models.DateField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "key_result"], name="snooze_once"),
            models.UniqueConstraint(fields=["member", "kpi"], name="snooze_of_kpi_once"),
            models.CheckConstraint(
                condition=Q(key_result__isnull=False, kpi__isnull=True)
                | Q(key_result__isnull=True, kpi__isnull=False),
                name="snooze_of_one_thing",
            ),
        ]


class WeeklyUpdate(models.Model):
    """The four squares of a person's week. `week_on` is the last day of the check-in round.

    A draft until `published_at`; `version` counts edits.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="weekly_updates")
    week_on = models.DateField()
    priorities = models.TextField(blank=True)
    confidence = models.TextField(blank=True)
    health = models.TextField(blank=True)
    ahead = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "week_on"], name="weekly_update_once")
        ]
        indexes = [models.Index(fields=["organization", "-week_on"], name="weekly_update_by_week")]


class HelpRequest(models.Model):
    """Somebody asks a named person for help; it is open until answered or withdrawn.

    With an `objective` it is seen only by those who see that one; without, by the two and their
    team's lead and champions. `in_place`: whoever stood in for `asked` answered.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Member, models.CASCADE, related_name="help_asked")
    asked = models.ForeignKey(Member, models.CASCADE, related_name="help_wanted")
    weekly_update = models.ForeignKey(
        WeeklyUpdate, models.SET_NULL, null=True, related_name="help_requests"
    )
    objective = models.ForeignKey(
        Objective, models.CASCADE, null=True, related_name="help_requests"
    )
    key_result = models.ForeignKey(
        KeyResult, models.CASCADE, null=True, related_name="help_requests"
    )
    body = models.TextField()
    asked_at = models.DateTimeField(default=clock.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    in_place = models.BooleanField(default=False, db_default=False)
    withdrawn_at = models.DateTimeField(null=True)
    submission = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(key_result__isnull=True) | Q(objective__isnull=False),
                name="help_request_objective",
            ),
            models.CheckConstraint(
                condition=Q(in_place=False) | Q(answered_by__isnull=False),
                name="help_request_in_place",
            ),
            models.CheckConstraint(
                condition=~Q(asked=models.F("asked_by")), name="help_request_not_oneself"
            ),
            models.UniqueConstraint(
                fields=["asked_by", "submission"], name="help_request_submitted_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked", "id"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="help_request_open",
            ),
            models.Index(fields=["objective", "-id"], name="help_request_by_objective"),
        ]


class Action(models.Model):
    """Something that somebody will do by a day, agreed on in a meeting or a retrospective.

    `origin` says where ("meeting", "retrospective") and `origin_id` which one. Seen like its
    objective where it has one.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="actions")
    objective = models.ForeignKey(Objective, models.CASCADE, null=True, related_name="actions")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, null=True, related_name="actions")
    origin = models.CharField(max_length=16)
    origin_id = models.BigIntegerField()
    body = models.TextField()
    owner = models.ForeignKey(Member, models.PROTECT, null=True, related_name="actions")
    due_on = models.DateField(null=True)
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    done_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(key_result__isnull=True) | Q(objective__isnull=False),
                name="action_objective",
            )
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(done_at__isnull=True, dropped_at__isnull=True),
                name="action_open",
            ),
            models.Index(fields=["origin_id"], name="action_by_origin"),
        ]
