"""Key results: the measure, its steps, its readings, and what is done to move it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cairn.goals.models.objectives import Objective, Status
from cairn.kpis.models import Kpi, KpiReading
from cairn.organization.models import Member, Organization
from cairn.storage import clock
from cairn.storage.fields import AmountField, IdField


class Kind(models.TextChoices):
    INCREASE = "increase", _("Increase")
    DECREASE = "decrease", _("Decrease")
    MAINTAIN = "maintain", _("Maintain")
    MILESTONES = "milestones", _("Milestones")


class InitiativeState(models.TextChoices):
    OPEN = "open", _("Open")
    DOING = "doing", _("In progress")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class Source(models.TextChoices):
    PERSON = "person", _("A person")
    CONNECTOR = "connector", _("A connector")
    IMPORT = "import", _("An import")
    API = "api", _("The API")
    KPI = "kpi", _("A KPI")


class KeyResult(models.Model):
    """How we know that we got there: one owner, one measure.

    Amounts are in the unit's own measure (durations in seconds); `weight` is in percent.
    `current`, `previous`, `confidence`, `confidences` (oldest first, twelve at most) and
    `said_status` repeat the latest check-ins, so that no page reads the history to draw a row.
    `own_progress` is what its readings make; `progress` is that with what feeds it, if anything does.
    `kpi` gives it its readings, if one does. `carried_from` is the one of an earlier cycle that it
    goes on from.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="key_results")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="key_results")
    owner = models.ForeignKey(Member, models.PROTECT, null=True, related_name="key_results")
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.INCREASE)
    unit = models.CharField(max_length=20, default="number")
    start = AmountField(null=True)
    target = AmountField(null=True)
    lower = AmountField(null=True)
    upper = AmountField(null=True)
    weight = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    is_weight_fixed = models.BooleanField(default=False)
    starts_on = models.DateField()
    due_on = models.DateField()
    cadence_days = models.PositiveSmallIntegerField(null=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    submission = models.CharField(max_length=64, null=True)
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    score = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    kpi = models.ForeignKey(
        Kpi, models.SET_NULL, null=True, related_name="key_results", db_index=False
    )
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="carried_to", db_index=False
    )

    current = AmountField(null=True)
    previous = AmountField(null=True)
    own_progress = AmountField(null=True)
    progress = AmountField(null=True)
    confidence = models.PositiveSmallIntegerField(default=5)
    confidences = models.JSONField(default=list)
    said_status = models.CharField(max_length=12, choices=Status, blank=True)
    checked_in_on = models.DateField(null=True)
    behind_on = models.DateField(null=True)
    at_risk_on = models.DateField(null=True)
    outdated_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=100), name="key_result_weight_range"
            ),
            models.CheckConstraint(
                condition=Q(confidence__lte=10), name="key_result_confidence_range"
            ),
            models.CheckConstraint(
                condition=Q(kind="maintain")
                | Q(start__isnull=True)
                | Q(target__isnull=True)
                | ~Q(start=F("target")),
                name="key_result_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1),
                name="key_result_score_range",
            ),
            models.UniqueConstraint(
                fields=["objective", "submission"], name="key_result_submitted_once"
            ),
        ]
        indexes = [
            models.Index(fields=["objective", "position"], name="key_result_by_objective"),
            models.Index(fields=["owner", "objective"], name="key_result_by_owner"),
            models.Index(fields=["kpi"], condition=Q(kpi__isnull=False), name="key_result_by_kpi"),
            models.Index(
                fields=["carried_from"],
                condition=Q(carried_from__isnull=False),
                name="key_result_carried",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """A named step of a key result; weights are relative to each other."""

    id = IdField()
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    weight = models.DecimalField(max_digits=7, decimal_places=2, default=Decimal(1))
    position = models.PositiveIntegerField(default=0)
    reached_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=0), name="milestone_weight_positive")
        ]


class Reading(models.Model):
    """The value of a key result at a date. Appended only; a correction names what it corrects.

    For milestones the value is the share reached, and `milestones` the ids of those reached.
    Without a value it only takes back the reading that it corrects. `kpi_reading` is the one of a
    KPI that it repeats.
    """

    id = IdField()
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="readings")
    value = AmountField(null=True)
    milestones = models.JSONField(default=list)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    author = models.ForeignKey(Member, models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source, default=Source.PERSON)
    kpi_reading = models.ForeignKey(
        KpiReading, models.PROTECT, null=True, related_name="+", db_index=False
    )
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        indexes = [
            models.Index(
                fields=["key_result", "-effective_on", "-recorded_at"], name="reading_latest"
            ),
            models.Index(
                fields=["kpi_reading"],
                condition=Q(kpi_reading__isnull=False),
                name="reading_of_kpi",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(corrects__isnull=False),
                name="reading_says_something",
            )
        ]


class Initiative(models.Model):
    """What we do to move a key result; `url` leads to the tool where the work lives. `carried_from`
    is the one of an earlier cycle that it goes on from."""

    id = IdField()
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="initiatives")
    title = models.CharField(max_length=300)
    owner = models.ForeignKey(Member, models.PROTECT, null=True, related_name="initiatives")
    state = models.CharField(max_length=8, choices=InitiativeState, default=InitiativeState.OPEN)
    due_on = models.DateField(null=True)
    url = models.URLField(max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True)
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="carried_to", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["carried_from"],
                condition=Q(carried_from__isnull=False),
                name="initiative_carried",
            )
        ]
