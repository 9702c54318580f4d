"""Voting with dots: secret until the ballot is revealed to all at once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cairn.organization.models import Member
from cairn.planning.models.proposals import Proposal
from cairn.planning.models.rooms import Room
from cairn.storage import clock
from cairn.storage.fields import IdField


class Ballot(models.Model):
    """One vote of a room; the `number`th. Nobody reads its votes before it is revealed.

    `among` are the proposals that may be voted for, as ids spelled out; empty: all that stand.
    """

    id = IdField()
    room = models.ForeignKey(Room, models.CASCADE, related_name="ballots")
    number = models.PositiveSmallIntegerField(default=1)
    dots = models.PositiveSmallIntegerField()
    among = models.JSONField(default=list)
    opened_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    revealed_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    revealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="ballot_number_once"),
            models.UniqueConstraint(
                fields=["room"], condition=Q(revealed_at__isnull=True), name="ballot_one_open"
            ),
            models.CheckConstraint(condition=Q(dots__gte=1, dots__lte=50), name="ballot_dots"),
        ]


class Purse(models.Model):
    """How many of their dots somebody gave in a ballot; never more than they have."""

    id = IdField()
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="purses")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    dots = models.PositiveSmallIntegerField()
    spent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "member"], name="purse_once"),
            models.CheckConstraint(condition=Q(spent__lte=F("dots")), name="purse_not_overdrawn"),
        ]


class Vote(models.Model):
    """The dots that somebody gives a proposal in a ballot: one row."""

    id = IdField()
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="votes")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="votes")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    dots = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "proposal", "member"], name="vote_once"),
            models.CheckConstraint(condition=Q(dots__gte=1), name="vote_of_a_dot"),
        ]
