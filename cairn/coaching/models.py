"""Which remarks are silenced, and what the coach would say of the objectives as they stand."""

from django.db import models
from django.db.models import Q

from cairn.goals.models import Objective
from cairn.organization.models import Member, Organization
from cairn.storage import clock
from cairn.storage.fields import IdField


class Mute(models.Model):
    """A member wants no more of a rule: nowhere, or for one text (its `fingerprint`; empty means
    nowhere). Nobody else is told."""

    id = IdField()
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=40)
    text = models.CharField(max_length=32, blank=True)
    muted_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(rule=""), name="mute_of_a_rule"),
            models.UniqueConstraint(fields=["member", "rule", "text"], name="mute_once"),
        ]


class Silence(models.Model):
    """A rule that the organization has switched off for everybody."""

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=40)
    silenced_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    silenced_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(rule=""), name="silence_of_a_rule"),
            models.UniqueConstraint(fields=["organization", "rule"], name="silence_once"),
        ]


class Examined(models.Model):
    """An objective that the coach has read as it stood: `texts` is the fingerprint of what it read
    and of the rules it read with."""

    id = IdField()
    objective = models.OneToOneField(Objective, models.CASCADE, related_name="+")
    texts = models.CharField(max_length=32)
    examined_at = models.DateTimeField(default=clock.now)


class Remark(models.Model):
    """A rule that had something to say of an examined objective, its key results or its set.
    Counted by team, never shown by person."""

    id = IdField()
    examined = models.ForeignKey(Examined, models.CASCADE, related_name="remarks")
    rule = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["examined", "rule"], name="remark_once"),
            models.CheckConstraint(condition=~Q(rule=""), name="remark_of_a_rule"),
        ]
