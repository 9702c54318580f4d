"""Files that somebody asked for, made in the background."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cairn.cycles.models import Cycle
from cairn.organization.models import LOCALES, Member, Organization, Team
from cairn.storage import clock
from cairn.storage.fields import IdField


class Occasion(models.TextChoices):
    """The meeting that a report is for; it decides how far back "since last" reaches."""

    WEEKLY = "weekly", pgettext_lazy("meeting", "Weekly meeting")
    MONTHLY = "monthly", pgettext_lazy("meeting", "Monthly meeting")
    ALL_HANDS = "all_hands", pgettext_lazy("meeting", "All-hands meeting")


class Format(models.TextChoices):
    PAGE = "page", _("Page to print")
    XLSX = "xlsx", _("Excel workbook")
    PPTX = "pptx", _("Slides")
    PDF = "pdf", _("PDF")


class ReportFile(models.Model):
    """A report in one format, for the eyes of whoever asked, until it is swept.

    Of the organization, or of a `team`. It stands as of the end of `shown_on`; None is the day on
    which it is made, with the numbers of that moment. What is in it was theirs to see when it was
    made (`made_at`). `error` is told to them, with `failed_at`. `content` is the file, or for a page
    its contents as JSON.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="report_files")
    occasion = models.CharField(max_length=10, choices=Occasion)
    format = models.CharField(max_length=4, choices=Format)
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="+")
    shown_on = models.DateField(null=True)
    locale = models.CharField(max_length=10, choices=LOCALES)
    submission = models.CharField(max_length=64, null=True)
    asked_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    content = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | Q(failed_at__isnull=True),
                name="report_file_one_end",
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | Q(content__isnull=False),
                name="report_file_made",
            ),
            models.UniqueConstraint(
                fields=["member", "submission", "format"], name="report_file_asked_once"
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="report_file_by_member"),
            models.Index(fields=["asked_at"], name="report_file_by_age"),
        ]

    @property
    def job_key(self) -> str:
        """The one job that makes it."""
        return f"report:{self.id}"

    @property
    def is_waiting(self) -> bool:
        return self.made_at is None and self.failed_at is None
