"""What is proposed in a room, how it is grouped, argued about and chosen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from cairn.goals.models import KeyResult, Objective
from cairn.organization.models import Member
from cairn.planning.models.rooms import Room
from cairn.storage import clock
from cairn.storage.fields import IdField
from cairn.storage.ids import random_id


class Group(models.Model):
    """Proposals that belong together, with a name, in the order of `position`."""

    id = IdField()
    room = models.ForeignKey(Room, models.CASCADE, related_name="groups")
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)


class Proposal(models.Model):
    """An objective, or a key result where the room is about an objective, that somebody proposes.

    Its id is random, not ordered by time, and only the day is kept: an anonymous proposal
    (`proposer` None) must not be told from the order of things. `key_hash` is what its proposer may
    change and withdraw it by. `merged_into` keeps the origin of what became one with another.
    `rank` is the place that the facilitator gave it, from 1. `version` counts the moves and edits,
    for two who do so at once.
    """

    id = IdField(default=random_id)
    room = models.ForeignKey(Room, models.CASCADE, related_name="proposals")
    title = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    key_results = models.JSONField(default=list)
    proposer = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    proposed_on = models.DateField()
    key_hash = models.CharField(max_length=64, blank=True)
    group = models.ForeignKey(Group, models.SET_NULL, null=True, related_name="proposals")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="origins")
    position = models.PositiveIntegerField(default=0)
    rank = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)
    submission = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "proposer", "submission"], name="proposal_submitted_once"
            ),
            models.CheckConstraint(
                condition=Q(proposer__isnull=False) | Q(submission__isnull=True),
                name="proposal_anonymous",
            ),
            models.UniqueConstraint(
                fields=["room", "key_hash"], condition=~Q(key_hash=""), name="proposal_key_once"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="proposal_not_into_itself",
            ),
        ]
        indexes = [models.Index(fields=["room", "position"], name="proposal_in_order")]

    @property
    def is_standing(self) -> bool:
        """Neither withdrawn nor part of another."""
        return not (self.withdrawn_at or self.merged_into_id)


class Side(models.TextChoices):
    FOR = "for", pgettext_lazy("side", "For")
    AGAINST = "against", pgettext_lazy("side", "Against")


class Argument(models.Model):
    """Why somebody is for or against a proposal."""

    id = IdField()
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="arguments")
    side = models.CharField(max_length=8, choices=Side)
    body = models.TextField()
    author = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True)
    submission = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "author", "submission"], name="argument_submitted_once"
            )
        ]


class Choice(models.Model):
    """A proposal was chosen, and which draft it became: an objective, or a key result of one."""

    id = IdField()
    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="choice")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="chosen_from")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, null=True, related_name="+")
    chosen_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(default=clock.now)
