"""A planning round and the steps of its teams."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from cairn.cycles.models import Cycle
from cairn.organization.models import Member, Organization, Team
from cairn.storage import clock
from cairn.storage.fields import IdField


class Round(models.Model):
    """How one cycle's OKRs are agreed on, within `team` and below: the company, or a pilot team.

    One at a time is open for a team and cycle. It is to be announced by `ends_on`, included.
    `is_anonymous`: nothing kept tells who proposed. `dots` is what everybody may give in a vote.
    Open until it is announced or cancelled; what was written stays either way.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="rounds")
    team = models.ForeignKey(Team, models.PROTECT, related_name="rounds")
    is_anonymous = models.BooleanField(default=False)
    dots = models.PositiveSmallIntegerField(default=5)
    starts_on = models.DateField()
    ends_on = models.DateField()
    started_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    announced_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    announced_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "team"],
                condition=Q(announced_at__isnull=True, cancelled_at__isnull=True),
                name="round_one_open",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="round_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(announced_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="round_ends_once",
            ),
            models.CheckConstraint(condition=Q(dots__gte=1, dots__lte=50), name="round_dots"),
        ]
        indexes = [models.Index(fields=["organization", "-id"], name="round_by_organization")]

    @property
    def is_open(self) -> bool:
        return self.announced_at is None and self.cancelled_at is None


class StepKind(models.TextChoices):
    """In the order in which a round takes them."""

    COLLECT = "collect", pgettext_lazy("step", "Collect")
    CHOOSE = "choose", pgettext_lazy("step", "Choose")
    HAND_ON = "hand_on", pgettext_lazy("step", "Hand on")
    CONFIRM = "confirm", pgettext_lazy("step", "Confirm")
    CASCADE = "cascade", pgettext_lazy("step", "Cascade")
    INDIVIDUALS = "individuals", pgettext_lazy("step", "Individuals")
    ANNOUNCE = "announce", pgettext_lazy("step", "Announce")


class Step(models.Model):
    """What one team does in a round, from `starts_on` to `ends_on`, both included.

    The round's own team collects, chooses, confirms, and announces; the teams right below it hand
    on; those below them cascade; everybody's individuals step is kept with the round's own team.
    A step that is done again is a new row with the next `turn`; the latest turn is the one that
    counts.
    """

    id = IdField()
    round = models.ForeignKey(Round, models.CASCADE, related_name="steps")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=StepKind)
    turn = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField()
    begun_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    skipped_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    skipped_at = models.DateTimeField(null=True)
    skip_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "team", "kind", "turn"], name="step_once_a_turn"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="step_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(skipped_at__isnull=True),
                name="step_ends_once",
            ),
        ]


class Extension(models.Model):
    """The company's lead asked a team for another hour over its set, and says over what."""

    id = IdField()
    step = models.ForeignKey(Step, models.CASCADE, related_name="extensions")
    minutes = models.PositiveSmallIntegerField(default=60)
    comment = models.TextField()
    asked_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=480), name="extension_minutes"
            )
        ]
