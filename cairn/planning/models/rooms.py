"""A room where a team proposes, groups, votes and chooses, and who sits in it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from cairn.goals.models import Objective
from cairn.organization.models import Member, Organization, Team
from cairn.planning.models.rounds import Round
from cairn.storage import clock
from cairn.storage.fields import IdField


class Stage(models.TextChoices):
    """Where a room is. The facilitator may go on, go back and leave stages out."""

    COLLECTING = "collecting", pgettext_lazy("room", "Propose")
    GROUPING = "grouping", pgettext_lazy("room", "Group")
    READING = "reading", pgettext_lazy("room", "Read")
    VOTING = "voting", pgettext_lazy("room", "Vote")
    ARGUING = "arguing", pgettext_lazy("room", "Argue")
    CHOOSING = "choosing", pgettext_lazy("room", "Choose")
    ENDED = "ended", pgettext_lazy("room", "Ended")


class Room(models.Model):
    """A team's room in a round, over its objectives, or over the key results of the draft `about`.

    `revision` grows with everything that the others must see. `is_invited`: only who has a seat
    may write and vote; else everybody of the team and of those below it, who gets a seat by coming.
    The timer, for reading, or for an argument for or against `speaking` (`side`), ends at
    `timer_ends_at`.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, models.CASCADE, related_name="rooms")
    team = models.ForeignKey(Team, models.PROTECT, related_name="rooms")
    about = models.ForeignKey(Objective, models.CASCADE, null=True, related_name="+")
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.COLLECTING)
    revision = models.PositiveIntegerField(default=1)
    is_anonymous = models.BooleanField(default=False)
    is_invited = models.BooleanField(default=False)
    dots = models.PositiveSmallIntegerField(default=5)
    timer_ends_at = models.DateTimeField(null=True)
    speaking = models.ForeignKey("Proposal", models.SET_NULL, null=True, related_name="+")
    side = models.CharField(max_length=8, blank=True)
    opened_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "team"],
                condition=Q(about__isnull=True, ended_at__isnull=True),
                name="room_one_open",
            ),
            models.UniqueConstraint(
                fields=["round", "about"],
                condition=Q(about__isnull=False, ended_at__isnull=True),
                name="room_one_open_about",
            ),
            models.CheckConstraint(condition=Q(dots__gte=1, dots__lte=50), name="room_dots"),
            models.CheckConstraint(
                condition=(Q(stage="ended") & Q(ended_at__isnull=False))
                | (~Q(stage="ended") & Q(ended_at__isnull=True)),
                name="room_ended",
            ),
        ]
        indexes = [models.Index(fields=["round", "team"], name="room_by_team")]


class Seat(models.Model):
    """Somebody in a room. Who left keeps their votes in a ballot that they voted in."""

    id = IdField()
    room = models.ForeignKey(Room, models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    is_facilitator = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "member"], name="seat_once")]
