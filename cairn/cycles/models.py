"""A cycle, its dates and its phase."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cairn.organization.models import Organization
from cairn.storage import clock
from cairn.storage.fields import IdField


class Length(models.TextChoices):
    YEAR = "year", _("Year")
    HALF = "half", _("Half-year")
    QUARTER = "quarter", _("Quarter")
    TWO_MONTHS = "two_months", _("Two months")
    MONTH = "month", _("Month")
    CUSTOM = "custom", _("Custom")


class Phase(models.TextChoices):
    DRAFTING = "drafting", _("Drafting")
    RUNNING = "running", _("Running")
    SCORING = "scoring", _("Scoring")
    CLOSED = "closed", _("Closed")


class Cycle(models.Model):
    """From `starts_on` to `ends_on`, both included. Short cycles lie inside their `parent`.

    Its OKRs are to be confirmed by `drafting_ends_on`, included; None sets no deadline.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="cycles")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=80)
    length = models.CharField(max_length=12, choices=Length)
    starts_on = models.DateField()
    ends_on = models.DateField()
    drafting_ends_on = models.DateField(null=True)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.DRAFTING)
    phase_since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="cycle_name_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="cycle_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["organization", "starts_on"], name="cycle_by_start")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        return self.phase == Phase.CLOSED

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    def days_left(self, on: date) -> int:
        """Days from `on` to the end, the last day included; 0 once it is over."""
        return max(0, (self.ends_on - on).days + 1) if on >= self.starts_on else self.days
