"""Agreeing on an objective: it is submitted, and confirmed or returned with comments."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from cairn.goals.models.objectives import Objective
from cairn.organization.models import Member, Organization
from cairn.storage import clock
from cairn.storage.fields import IdField


class Verdict(models.TextChoices):
    """What became of a submission; empty while it waits."""

    CONFIRMED = "confirmed", pgettext_lazy("agreement", "Confirmed")
    RETURNED = "returned", pgettext_lazy("agreement", "Returned")
    WITHDRAWN = "withdrawn", pgettext_lazy("agreement", "Withdrawn")


class Confirmation(models.Model):
    """Somebody submitted an objective, and what the confirmer said.

    `asked` is who is to answer; without one, champions and administrators are. `in_place`: whoever
    stood in for `asked` answered. `is_change`: what had been confirmed was changed while the cycle
    ran. `agreed` is the text of the objective and its key results as they were confirmed, to
    compare with later.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="confirmations")
    asked = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    is_change = models.BooleanField(default=False)
    submitted_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(default=clock.now)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    answered_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    in_place = models.BooleanField(default=False, db_default=False)
    comment = models.TextField(blank=True)
    agreed = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="") | Q(answered_at__isnull=False),
                name="confirmation_answered",
            ),
            models.CheckConstraint(
                condition=Q(in_place=False) | Q(asked__isnull=False, answered_by__isnull=False),
                name="confirmation_in_place",
            ),
            models.UniqueConstraint(
                fields=["objective"], condition=Q(verdict=""), name="confirmation_one_open"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked", "id"], condition=Q(verdict=""), name="confirmation_waiting"
            ),
            models.Index(fields=["objective", "-id"], name="confirmation_latest"),
        ]
