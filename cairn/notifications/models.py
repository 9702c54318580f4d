"""What somebody wants to hear of, what they are told, and the mails that carry it."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cairn.goals.models import Objective
from cairn.organization.models import Member, Organization, Team
from cairn.storage import clock
from cairn.storage.fields import IdField

KINDS: Final = ("person", "team", "objective")
"""The columns of a `Follow` that point at what is followed."""


def _only(column: str) -> Q:
    return Q(**{f"{kind}__isnull": kind != column for kind in KINDS})


class Follow(models.Model):
    """A member follows one person, team or objective.

    It stays while its objective is hidden or deleted, unseen, and is back with it.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="follows")
    person = models.ForeignKey(Member, models.CASCADE, null=True, related_name="followers")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="followers")
    objective = models.ForeignKey(Objective, models.CASCADE, null=True, related_name="followers")
    followed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_only("person") | _only("team") | _only("objective"),
                name="follow_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(person=F("member")),
                name="follow_not_oneself",
            ),
            *(
                models.UniqueConstraint(fields=["member", kind], name=f"follow_{kind}_once")
                for kind in KINDS
            ),
        ]


class Topic(models.TextChoices):
    """What a notice is about; mails can be stopped for each."""

    CHECKINS = "checkins", _("Check-ins")
    CONFIRMATIONS = "confirmations", _("Drafting and confirmations")
    ALIGNMENTS = "alignments", _("Alignments and dependencies")
    TALK = "talk", _("Mentions and comments")
    HELP = "help", _("Asks for help")
    MEETINGS = "meetings", _("Meetings and actions")
    REVIEWS = "reviews", _("Scoring and reviews")
    KPIS = "kpis", _("KPIs")
    FOLLOWED = "followed", _("What I follow")


class Pace(models.TextChoices):
    """How often somebody gets mails."""

    IMMEDIATE = "immediate", _("At once")
    DAILY = "daily", _("One a day")
    WEEKLY = "weekly", _("One a week")
    NEVER = "never", pgettext_lazy("mails", "Never")


class MailChoice(models.Model):
    """How somebody wants to be mailed; the defaults where there is no row.

    Digests come at `hour`, weekly ones on `weekday` (0 is Monday), in the reader's time zone.
    Immediate mails wait from the hour `quiet_from` to the hour `quiet_to`; the same twice is no
    quiet. `muted` lists topics without mails.
    """

    id = IdField()
    member = models.OneToOneField(Member, models.CASCADE, related_name="mail_choice")
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.DAILY)
    hour = models.PositiveSmallIntegerField(default=8)
    weekday = models.PositiveSmallIntegerField(default=0)
    quiet_from = models.PositiveSmallIntegerField(default=21)
    quiet_to = models.PositiveSmallIntegerField(default=8)
    muted = models.JSONField(default=list)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__lte=23, weekday__lte=6, quiet_from__lte=23, quiet_to__lte=23),
                name="mail_choice_hours",
            )
        ]


class Mail(models.Model):
    """One mail to a member, written when it is sent: of notices, or an invitation (`kind`).

    Tried again after growing gaps until it is sent, given up (`failed_at`), or has nothing left to
    say (`dropped_at`). `error` is what the mail server said last.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=12)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)
    next_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, failed_at__isnull=True)
                | Q(sent_at__isnull=True, dropped_at__isnull=True)
                | Q(failed_at__isnull=True, dropped_at__isnull=True),
                name="mail_one_end",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                condition=Q(sent_at__isnull=True, failed_at__isnull=True, dropped_at__isnull=True),
                name="mail_waiting",
            ),
            models.Index(fields=["organization", "-id"], name="mail_latest"),
        ]


class Notice(models.Model):
    """Something that a member is told, once for each `key`. Worded when it is read, from `facts`.

    `kind` is an event's or a reminder's, `reason` why it is this member who hears. It may be read
    only by those who see both objectives, where it names any. It goes out by mail at `mail_at`, if
    it has not been seen by then.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="notices")
    topic = models.CharField(max_length=14, choices=Topic)
    kind = models.CharField(max_length=40)
    reason = models.CharField(max_length=14)
    key = models.CharField(max_length=120)
    subject_id = models.BigIntegerField(null=True)
    objective = models.ForeignKey(Objective, models.CASCADE, null=True, related_name="+")
    other_objective = models.ForeignKey(Objective, models.CASCADE, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, related_name="notices")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["member", "-id"], name="notice_latest"),
            models.Index(
                fields=["member"], condition=Q(seen_at__isnull=True), name="notice_unseen"
            ),
            models.Index(
                fields=["mail_at", "member"],
                condition=Q(mail__isnull=True, seen_at__isnull=True, mail_at__isnull=False),
                name="notice_to_mail",
            ),
        ]


class Reader(models.Model):
    """How far somebody has read the ledger. `known` are the ids above `event_id` that were read:
    an event may appear behind later ones, when its transaction was long."""

    name = models.CharField(max_length=40, primary_key=True)
    event_id = models.BigIntegerField(default=0)
    known = models.JSONField(default=list)
