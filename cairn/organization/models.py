"""Organizations, the people in them, and their teams."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Final

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cairn.organization.actor import Role
from cairn.storage import clock
from cairn.storage.fields import IdField

ROLES = [
    (Role.ADMIN, _("Administrator")),
    (Role.CHAMPION, _("Champion")),
    (Role.MEMBER, _("Member")),
    (Role.VIEWER, _("Viewer")),
]
LOCALES = [("zh-hans", "简体中文"), ("en", "English")]
THEMES = [("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]
PLACEHOLDERS: Final = "@placeholder.invalid"
"""How the made-up address ends of somebody of whom only the name is known: nobody can have one."""


class Organization(models.Model):
    """A tenant. `behind_points` is the gap, in points, above which behind becomes at risk.

    `drafting_days`: how long a cycle's OKRs may be written and agreed on. `reconfirms_changes`:
    what was confirmed goes back to the confirmer when it changes while the cycle runs.
    `closes_cycles`: a cycle that is being scored closes by itself once all in it has ended.
    `asks_assistant`: the drafting assistant that an administrator named is on.
    A missing check-in is told to the objective's owner and to the team's lead so many days after
    it was due; None never tells them.
    """

    id = IdField()
    name = models.CharField(max_length=120)
    mission = models.TextField(blank=True)
    vision = models.TextField(blank=True)
    strategy = models.TextField(blank=True)
    time_zone = models.CharField(max_length=64, default="Asia/Shanghai")
    locale = models.CharField(max_length=10, choices=LOCALES, default="zh-hans")
    fiscal_month = models.PositiveSmallIntegerField(default=1)
    checkin_weekday = models.PositiveSmallIntegerField(default=4)
    cadence_days = models.PositiveSmallIntegerField(default=7)
    behind_points = models.PositiveSmallIntegerField(default=25)
    drafting_days = models.PositiveSmallIntegerField(default=14)
    reconfirms_changes = models.BooleanField(default=False)
    closes_cycles = models.BooleanField(default=True)
    asks_assistant = models.BooleanField(default=False)
    tells_objective_owner_days = models.PositiveSmallIntegerField(null=True, default=3)
    tells_lead_days = models.PositiveSmallIntegerField(null=True, default=7)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fiscal_month__gte=1, fiscal_month__lte=12), name="organization_month"
            ),
            models.CheckConstraint(
                condition=Q(checkin_weekday__lte=6), name="organization_weekday"
            ),
            models.CheckConstraint(
                condition=Q(cadence_days__gte=1, cadence_days__lte=92), name="organization_cadence"
            ),
            models.CheckConstraint(
                condition=Q(drafting_days__gte=1, drafting_days__lte=92),
                name="organization_drafting",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def today(self) -> date:
        """The date in the organization's own time zone."""
        return clock.today(self.time_zone)


class UserManager(BaseUserManager):  # type: ignore[type-arg]
    """Django and allauth ask for these two verbs."""

    def get_by_natural_key(self, username: str | None) -> User:
        user: User = self.get(email__iexact=username)
        return user

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in: an e-mail address and a password. Memberships say where."""

    id = IdField()
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        return False

    @property
    def is_placeholder(self) -> bool:
        """Of whoever it stands for only the name is known: nobody signs in with it."""
        return self.email.endswith(PLACEHOLDERS)


class Member(models.Model):
    """A person in an organization. `left_at` is set once they have gone.

    `time_zone` and `locale` are the organization's where they are empty.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=10, choices=ROLES, default=Role.MEMBER)
    manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    locale = models.CharField(max_length=10, choices=LOCALES, blank=True)
    theme = models.CharField(max_length=5, choices=THEMES, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="member_once"),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(manager=models.F("id")),
                name="member_not_own_manager",
            ),
        ]
        indexes = [models.Index(fields=["organization", "name", "id"], name="member_by_name")]

    def __str__(self) -> str:
        return self.name


class TeamQuerySet(models.QuerySet["Team"]):
    def open(self) -> TeamQuerySet:
        return self.filter(valid_to__isnull=True)

    def under(self, team: Team) -> TeamQuerySet:
        """The team and every team below it."""
        return self.filter(organization_id=team.organization_id, path__startswith=team.path)


class Team(models.Model):
    """A node of the organization's tree; the root is the company itself.

    `path` lists the ids from the root down to this team between dots: `.1.5.`.
    `cadence_days` of check-ins on its objectives; None takes the organization's.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="teams")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=600)
    name = models.CharField(max_length=120)
    lead = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="led")
    cadence_days = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    members = models.ManyToManyField(Member, through="TeamMember", related_name="teams")

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(parent__isnull=True),
                name="team_one_root",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="team_valid_dates",
            ),
            models.CheckConstraint(
                condition=Q(cadence_days__isnull=True)
                | Q(cadence_days__gte=1, cadence_days__lte=92),
                name="team_cadence",
            ),
        ]
        indexes = [models.Index(fields=["organization", "path"], name="team_by_path")]

    def __str__(self) -> str:
        return self.name

    @property
    def line(self) -> tuple[int, ...]:
        """The ids from the root down to this team."""
        return line_of(self.path)

    @property
    def is_company(self) -> bool:
        return self.parent_id is None


def line_of(path: str) -> tuple[int, ...]:
    """The ids that a team's path spells."""
    return tuple(int(part) for part in path.split(".") if part)


class TeamMember(models.Model):
    """Somebody belongs to a team; people may belong to several."""

    id = IdField()
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Member, models.CASCADE, related_name="team_memberships")
    joined_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "member"], name="team_member_once")]


class Absence(models.Model):
    """Somebody is away from `starts_on` to `ends_on`, both included; `stand_in` has their duties.

    Ended early or taken back where `ended_at` is set.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="absences")
    stand_in = models.ForeignKey(Member, models.CASCADE, related_name="standing_in")
    starts_on = models.DateField()
    ends_on = models.DateField()
    created_by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="absence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(stand_in=models.F("member")), name="absence_not_oneself"
            ),
        ]
        indexes = [
            models.Index(fields=["stand_in", "starts_on"], name="absence_by_stand_in"),
            models.Index(fields=["member", "starts_on"], name="absence_by_member"),
        ]


class Invitation(models.Model):
    """A link sent by e-mail; only the hash of its secret is kept."""

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="invitations")
    member = models.ForeignKey(Member, models.CASCADE, related_name="invitations")
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)


class Token(models.Model):
    """A personal access token: its hash, what it may do and until when.

    With an `app_id` it is an app of Feishu's API: the secret opens nothing by itself, it is
    exchanged together with the id for tokens of two hours.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="tokens")
    member = models.ForeignKey(Member, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    app_id = models.CharField(max_length=40, null=True, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class SetupCode(models.Model):
    """The one-time code that locks the first-run wizard; at most one row, gone once used."""

    id = models.PositiveSmallIntegerField(
        primary_key=True,
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(1)],
    )
    secret_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="setup_code_single")]
