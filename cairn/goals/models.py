"""Objectives, key results and what hangs on them.

The derived columns (progress, the turning days and so on) are written by `rollup.py` in the
transaction of every write, and by nothing else.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cairn.cycles.models import Cycle
from cairn.organization.models import Member, Organization, Team
from cairn.storage import clock
from cairn.storage.fields import AmountField, IdField

RESTORABLE_DAYS = 30


class Type(models.TextChoices):
    COMMITTED = "committed", _("Committed")
    ASPIRATIONAL = "aspirational", _("Aspirational")


class Visibility(models.TextChoices):
    ORGANIZATION = "organization", _("Everyone in the organization")
    TEAM = "team", _("One team's line")
    PEOPLE = "people", _("Named people")


class Kind(models.TextChoices):
    INCREASE = "increase", _("Increase")
    DECREASE = "decrease", _("Decrease")
    MAINTAIN = "maintain", _("Maintain")
    MILESTONES = "milestones", _("Milestones")


class Status(models.TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "on_track", _("On track")
    BEHIND = "behind", _("Behind")
    AT_RISK = "at_risk", _("At risk")
    OUTDATED = "outdated", _("Outdated")
    CLOSED = "closed", pgettext_lazy("status", "Closed")
    POSTPONED = "postponed", _("Postponed")
    ABANDONED = "abandoned", _("Abandoned")


class Outcome(models.TextChoices):
    CLOSED = "closed", pgettext_lazy("status", "Closed")
    POSTPONED = "postponed", _("Postponed")
    ABANDONED = "abandoned", _("Abandoned")


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


class Objective(models.Model):
    """Where somebody wants to go, in one cycle. Owned by a team, a person, or both.

    With both, the team owns it and the person answers for it. `version` counts edits of the text,
    for two people who edit at once. `progress` is the automatic value; `override` hides it.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="objectives")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="objectives")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="objectives")
    owner = models.ForeignKey(Member, models.PROTECT, null=True, related_name="objectives")
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    type = models.CharField(max_length=12, choices=Type, default=Type.COMMITTED)
    is_growth = models.BooleanField(default=False)
    visibility = models.CharField(
        max_length=12, choices=Visibility, default=Visibility.ORGANIZATION
    )
    visible_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    submission = models.CharField(max_length=64, null=True)
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    closed_as = models.CharField(max_length=10, choices=Outcome, blank=True)
    score = models.DecimalField(max_digits=2, decimal_places=1, null=True)

    progress = AmountField(null=True)
    override = AmountField(null=True)
    override_reason = models.TextField(blank=True)
    measured = models.PositiveSmallIntegerField(default=0)
    counted = models.PositiveSmallIntegerField(default=0)
    checked_in_on = models.DateField(null=True)
    behind_on = models.DateField(null=True)
    at_risk_on = models.DateField(null=True)
    outdated_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=False) | Q(owner__isnull=False), name="objective_owned"
            ),
            models.CheckConstraint(
                condition=~Q(visibility="team") | Q(visible_team__isnull=False),
                name="objective_visible_team",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1),
                name="objective_score_range",
            ),
            models.UniqueConstraint(
                fields=["organization", "submission"], name="objective_submitted_once"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "cycle", "-id"], name="objective_by_cycle"),
            models.Index(fields=["owner", "cycle"], name="objective_by_owner"),
            models.Index(fields=["team", "cycle"], name="objective_by_team"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_progress(self) -> Decimal | None:
        """The progress that the pages show: the override where there is one."""
        return self.progress if self.override is None else self.override

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_closed(self) -> bool:
        return bool(self.closed_as)


class Part(models.TextChoices):
    COLLABORATOR = "collaborator", _("Collaborator")
    READER = "reader", _("Reader")


class Participant(models.Model):
    """Somebody named on an objective: collaborators edit and check in, readers may see it."""

    id = IdField()
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="participants")
    member = models.ForeignKey(Member, models.CASCADE, related_name="participations")
    part = models.CharField(max_length=12, choices=Part)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["objective", "member"], name="participant_once")
        ]


class ObjectiveTag(models.Model):
    """A word that groups objectives."""

    id = IdField()
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["objective", "name"], name="objective_tag_once")
        ]


class KeyResult(models.Model):
    """How we know that we got there: one owner, one measure.

    Amounts are in the unit's own measure (durations in seconds); `weight` is in percent.
    `current`, `previous`, `confidence`, `confidences` (oldest first, twelve at most) and
    `said_status` repeat the latest check-ins, so that no page reads the history to draw a row.
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

    current = AmountField(null=True)
    previous = AmountField(null=True)
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
    Without a value it only takes back the reading that it corrects.
    """

    id = IdField()
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="readings")
    value = AmountField(null=True)
    milestones = models.JSONField(default=list)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField(default=clock.now)
    author = models.ForeignKey(Member, models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source, default=Source.PERSON)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        indexes = [
            models.Index(
                fields=["key_result", "-effective_on", "-recorded_at"], name="reading_latest"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(corrects__isnull=False),
                name="reading_says_something",
            )
        ]


class Initiative(models.Model):
    """What we do to move a key result; `url` leads to the tool where the work lives."""

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


class Closure(models.Model):
    """Somebody ended an objective; `reopened_at` is set when somebody took that back."""

    id = IdField()
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="closures")
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField(blank=True)
    closed_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(default=clock.now)
    reopened_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["objective"],
                condition=Q(reopened_at__isnull=True),
                name="closure_one_open",
            )
        ]
