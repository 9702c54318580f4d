"""Objectives, and the people and words that hang on them."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
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


class Status(models.TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "on_track", _("On track")
    BEHIND = "behind", _("Behind")
    AT_RISK = "at_risk", _("At risk")
    OUTDATED = "outdated", _("Outdated")
    CLOSED = "closed", pgettext_lazy("status", "Closed")
    POSTPONED = "postponed", _("Postponed")
    ABANDONED = "abandoned", _("Abandoned")


class Ending(models.TextChoices):
    """The status that a closed objective shows."""

    CLOSED = "closed", pgettext_lazy("status", "Closed")
    POSTPONED = "postponed", _("Postponed")
    ABANDONED = "abandoned", _("Abandoned")


class Outcome(models.TextChoices):
    """How an objective ended, as people say it; "closed" is what was said before there were more
    words for it."""

    ACHIEVED = "achieved", pgettext_lazy("outcome", "Achieved")
    MISSED = "missed", pgettext_lazy("outcome", "Missed")
    POSTPONED = "postponed", _("Postponed")
    ABANDONED = "abandoned", _("Abandoned")
    CARRIED = "carried", pgettext_lazy("outcome", "Carried over")
    CLOSED = "closed", pgettext_lazy("status", "Closed")

    @property
    def ending(self) -> Ending:
        """The status that an objective with this outcome shows."""
        return Ending(self) if self in Ending else Ending.CLOSED


class Agreement(models.TextChoices):
    """How far the people who must agree on an objective have come; empty: nobody was asked."""

    SUBMITTED = "submitted", pgettext_lazy("agreement", "Submitted")
    RETURNED = "returned", pgettext_lazy("agreement", "Returned")
    CONFIRMED = "confirmed", pgettext_lazy("agreement", "Confirmed")


class Objective(models.Model):
    """Where somebody wants to go, in one cycle. Owned by a team, a person, or both.

    With both, the team owns it and the person answers for it. `version` counts edits of the text,
    for two people who edit at once. `cadence_days` repeats the pace of its team, or of the nearest
    one above that has its own; None is the organization's. `progress` is the automatic value; `override` hides it.
    `confidence` is the mean of its key results' that were checked in, rounded half up.
    `agreement` repeats the latest `Confirmation`. `carried_from` is the objective of an earlier
    cycle that goes on in this one. `computed_score` is what the key results' scores make; `score`
    may differ from it, with a `score_reason`.
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
    cadence_days = models.PositiveSmallIntegerField(null=True)
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
    closed_as = models.CharField(max_length=10, choices=Ending, blank=True)
    score = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    computed_score = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    score_reason = models.TextField(blank=True)
    agreement = models.CharField(max_length=10, choices=Agreement, blank=True)
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="carried_to", db_index=False
    )

    progress = AmountField(null=True)
    override = AmountField(null=True)
    override_reason = models.TextField(blank=True)
    measured = models.PositiveSmallIntegerField(default=0)
    counted = models.PositiveSmallIntegerField(default=0)
    confidence = models.PositiveSmallIntegerField(null=True)
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
            models.Index(
                fields=["carried_from"],
                condition=Q(carried_from__isnull=False),
                name="objective_carried",
            ),
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

    @property
    def is_over(self) -> bool:
        """Closed, or in a closed cycle; `cycle` must be loaded."""
        return self.is_closed or self.cycle.is_closed


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


class ObjectiveWeight(models.Model):
    """What an objective weighs among those of its owner in a cycle, from 0 to 1.

    Kept for programs that give it, and given back to them; nothing of ours counts with it.
    """

    id = IdField()
    objective = models.OneToOneField(Objective, models.CASCADE, related_name="weight_among")
    weight = models.DecimalField(max_digits=4, decimal_places=3)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=1), name="objective_weight_range"
            )
        ]


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
