"""What ties objectives together: alignments, and what one team needs from another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cairn.goals.models.key_results import KeyResult
from cairn.goals.models.objectives import Objective
from cairn.organization.models import Member, Organization, Team
from cairn.storage import clock
from cairn.storage.fields import IdField


class Answer(models.TextChoices):
    """How far an alignment has come."""

    REQUESTED = "requested", pgettext_lazy("alignment", "Requested")
    ACCEPTED = "accepted", pgettext_lazy("alignment", "Accepted")
    DECLINED = "declined", pgettext_lazy("alignment", "Declined")
    ENDED = "ended", pgettext_lazy("alignment", "Ended")


LIVE: Final = (Answer.REQUESTED, Answer.ACCEPTED)
"""The states that may not make a loop, and of which there is one for each pair."""


class Alignment(models.Model):
    """An objective supports a target: another objective, or one of its key results.

    `target` is always the objective above, `key_result` the one of its key results that is meant.
    `is_for_blocked`: it was set up because that key result is blocked. `weight` is its share of
    the target's progress in percent, under the weight rules of the target; 0 is aligned only.
    It was accepted from `answered_at` to `ended_at`, unless it was declined.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="alignments")
    target = models.ForeignKey(Objective, models.CASCADE, related_name="supporters")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, null=True, related_name="supporters")
    is_for_blocked = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=Answer, default=Answer.REQUESTED)
    weight = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    is_weight_fixed = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    requested_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=clock.now)
    answered_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.TextField(blank=True)
    ended_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(objective=F("target")), name="alignment_not_to_itself"
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=100), name="alignment_weight_range"
            ),
            models.CheckConstraint(
                condition=Q(weight=0) | Q(state="accepted"), name="alignment_counts_if_accepted"
            ),
            models.CheckConstraint(
                condition=Q(is_for_blocked=False) | Q(key_result__isnull=False),
                name="alignment_names_what_is_blocked",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "declined")) | Q(answered_at__isnull=False),
                name="alignment_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_at__isnull=False), name="alignment_ended"
            ),
            models.UniqueConstraint(
                fields=["objective", "target"],
                condition=Q(key_result__isnull=True, state__in=("requested", "accepted")),
                name="alignment_once",
            ),
            models.UniqueConstraint(
                fields=["objective", "key_result"],
                condition=Q(key_result__isnull=False, state__in=("requested", "accepted")),
                name="alignment_once_to_key_result",
            ),
        ]
        indexes = [
            models.Index(fields=["target", "state", "objective"], name="alignment_by_target"),
            models.Index(fields=["objective", "state", "target"], name="alignment_by_objective"),
            models.Index(fields=["organization", "state"], name="alignment_by_state"),
        ]

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class DependencyState(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("dependency", "Asked")
    ACCEPTED = "accepted", pgettext_lazy("dependency", "Promised")
    DECLINED = "declined", pgettext_lazy("dependency", "Declined")
    DELIVERED = "delivered", pgettext_lazy("dependency", "Delivered")
    WITHDRAWN = "withdrawn", pgettext_lazy("dependency", "Withdrawn")


PENDING: Final = (DependencyState.REQUESTED, DependencyState.ACCEPTED)
"""What still has to come."""


class Dependency(models.Model):
    """What an objective needs from another team, by a day; that team promises it or declines.

    `key_result` is the one of the objective's that waits for it, where one is named. `supplier` is
    an objective of the other team that brings it, if they name one.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="dependencies")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="promises")
    supplier = models.ForeignKey(Objective, models.SET_NULL, null=True, related_name="supplies")
    need = models.CharField(max_length=300, verbose_name=_("What is needed"))
    needed_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=DependencyState, default=DependencyState.REQUESTED
    )
    requested_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=clock.now)
    answered_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.TextField(blank=True)
    ended_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "dependencies"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "declined")) | Q(answered_at__isnull=False),
                name="dependency_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("delivered", "withdrawn")) | Q(ended_at__isnull=False),
                name="dependency_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["objective", "state"], name="dependency_by_objective"),
            models.Index(fields=["team", "state", "needed_on"], name="dependency_by_team"),
        ]

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING

    def is_late(self, on: date) -> bool:
        """Asked or promised for a day that has passed, of an objective (loaded) that is not closed;
        as SQL: `dependencies.late_on`."""
        return self.is_pending and self.needed_on < on and not self.objective.is_closed
