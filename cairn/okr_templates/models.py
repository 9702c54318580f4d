"""An organization's own templates, what was handed out, and which objectives came from a template."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cairn.cycles.models import Cycle
from cairn.goals.models import Kind, Objective, Type
from cairn.okr_templates.words import Department, UsedBy
from cairn.organization.models import Member, Organization
from cairn.storage import clock
from cairn.storage.fields import AmountField, IdField

LANGUAGES = [("zh", _("Chinese")), ("en", _("English"))]


class OwnTemplate(models.Model):
    """Written in Chinese, in English or in both. `version` counts edits."""

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="templates")
    title_zh = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    why_zh = models.TextField(blank=True)
    why_en = models.TextField(blank=True)
    department = models.CharField(max_length=24, choices=Department)
    role = models.CharField(max_length=8, choices=UsedBy, default=UsedBy.TEAM)
    type = models.CharField(max_length=12, choices=Type, default=Type.COMMITTED)
    version = models.PositiveIntegerField(default=1)
    submission = models.CharField(max_length=64, null=True)
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_zh="") | ~Q(title_en=""), name="template_says_something"
            ),
            models.UniqueConstraint(
                fields=["organization", "submission"], name="template_submitted_once"
            ),
        ]
        indexes = [models.Index(fields=["organization", "-id"], name="template_newest")]

    def __str__(self) -> str:
        return self.title_zh or self.title_en


class OwnKeyResult(models.Model):
    """A line of a template. Typical values are in the unit's own measure, as for key results."""

    id = IdField()
    template = models.ForeignKey(OwnTemplate, models.CASCADE, related_name="key_results")
    position = models.PositiveSmallIntegerField()
    text_zh = models.CharField(max_length=500, blank=True)
    text_en = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.INCREASE)
    unit = models.CharField(max_length=20, default="number")
    start = AmountField(null=True)
    target = AmountField(null=True)
    lower = AmountField(null=True)
    upper = AmountField(null=True)
    is_leading = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(text_zh="") | ~Q(text_en=""), name="template_line_says_something"
            ),
            models.UniqueConstraint(
                fields=["template", "position"], name="template_line_has_its_place"
            ),
        ]


class OwnTag(models.Model):
    """A word that groups templates."""

    id = IdField()
    template = models.ForeignKey(OwnTemplate, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "name"], name="template_tag_once")
        ]


class HandOut(models.Model):
    """A template given to many. `teams` and `people` are those who get a draft, `answers`, `values`
    and `lines` what was filled in. Done, failed with a reason, or still being written."""

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    template = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    teams = models.JSONField(default=list)
    people = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    lines = models.JSONField(null=True)
    skipped = models.PositiveIntegerField(default=0)
    submission = models.CharField(max_length=64, null=True)
    asked_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "submission"], name="hand_out_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(failed_at__isnull=True),
                name="hand_out_ends_once",
            ),
        ]

    @property
    def job_key(self) -> str:
        return f"hand-out:{self.id}"

    @property
    def size(self) -> int:
        """How many get a draft."""
        return len(self.teams) + len(self.people)


class Origin(models.Model):
    """The template that an objective was drafted from, as it was called then."""

    id = IdField()
    objective = models.OneToOneField(Objective, models.CASCADE, related_name="origin")
    template = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    hand_out = models.ForeignKey(HandOut, models.SET_NULL, null=True, related_name="drafts")

    class Meta:
        indexes = [models.Index(fields=["template", "objective"], name="origin_by_template")]
