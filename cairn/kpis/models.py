"""A health metric, and what was measured of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cairn.organization.models import Member, Organization, Team
from cairn.storage import clock
from cairn.storage.fields import AmountField, IdField


class Direction(models.TextChoices):
    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")
    WITHIN = "within", _("Within a band")


class Side(models.TextChoices):
    """Where the latest value lies, seen from the healthy band; empty before the first."""

    INSIDE = "inside", _("Healthy")
    BELOW = "below", _("Below the band")
    ABOVE = "above", _("Above the band")


class Kpi(models.Model):
    """A measure that outlives cycles. Healthy from `lower` to `upper`, both included; either may
    be open. Amounts are in the unit's own measure, as for key results. It never enters progress.

    `current`, `previous` and `measured_on` repeat the latest reading by effective date, `side` says
    where it lies, and from `stale_on` on it is too old to be believed. Everybody in the organization
    sees it.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="kpis")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="kpis")
    owner = models.ForeignKey(Member, models.PROTECT, null=True, related_name="kpis")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    unit = models.CharField(max_length=20, default="number")
    direction = models.CharField(max_length=6, choices=Direction, default=Direction.HIGHER)
    lower = AmountField(null=True)
    upper = AmountField(null=True)
    cadence_days = models.PositiveSmallIntegerField(default=7)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    submission = models.CharField(max_length=64, null=True)
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")

    current = AmountField(null=True)
    previous = AmountField(null=True)
    measured_on = models.DateField(null=True)
    side = models.CharField(max_length=6, choices=Side, blank=True)
    stale_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lower__isnull=False) | Q(upper__isnull=False), name="kpi_has_band"
            ),
            models.CheckConstraint(
                condition=Q(cadence_days__gte=1, cadence_days__lte=366), name="kpi_cadence"
            ),
            models.UniqueConstraint(
                fields=["organization", "submission"], name="kpi_submitted_once"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "name", "id"], name="kpi_by_name"),
            models.Index(fields=["team", "position"], name="kpi_by_team"),
            models.Index(fields=["owner"], name="kpi_by_owner"),
        ]

    def __str__(self) -> str:
        return self.name


class KpiReading(models.Model):
    """The value of a KPI at a date. Appended only; a correction names what it corrects, and
    without a value it only takes that back."""

    id = IdField()
    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="readings")
    value = AmountField(null=True)
    note = models.TextField(blank=True)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    author = models.ForeignKey(Member, models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, default="person")
    submission = models.CharField(max_length=64, null=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(corrects__isnull=False),
                name="kpi_reading_says_something",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")),
                name="kpi_reading_not_itself",
            ),
            models.UniqueConstraint(
                fields=["kpi", "submission"], name="kpi_reading_submitted_once"
            ),
        ]
        indexes = [models.Index(fields=["kpi", "-effective_on", "-recorded_at"], name="kpi_latest")]
