"""Files that are brought in: what was read, how its names are mapped, what is planned, what it made."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cairn.organization.models import Member, Organization
from cairn.storage import clock
from cairn.storage.fields import IdField

UNDO_DAYS: Final = 30


class Format(models.TextChoices):
    VIVA_TABLE = "viva_table", _("Viva Goals: table of a view")
    VIVA_ARCHIVE = "viva_archive", _("Viva Goals: export of the organization")
    SHEET = "sheet", _("Cairn's own template")
    TABLE = "table", _("Any table")
    FEISHU = "feishu", _("Feishu OKR")
    CAIRN = "cairn", _("Cairn's own export")


class State(models.TextChoices):
    """How far an import has come. `columns` waits for somebody to say what each column is, `mapping`
    for somebody to say who and what the names are; the -ing ones are a worker's."""

    COLUMNS = "columns", pgettext_lazy("import", "Columns to map")
    READING = "reading", pgettext_lazy("import", "Being read")
    MAPPING = "mapping", pgettext_lazy("import", "Names to map")
    PLANNING = "planning", pgettext_lazy("import", "Being planned")
    PLANNED = "planned", pgettext_lazy("import", "Planned")
    APPLYING = "applying", pgettext_lazy("import", "Being applied")
    APPLIED = "applied", pgettext_lazy("import", "Applied")
    UNDOING = "undoing", pgettext_lazy("import", "Being undone")
    UNDONE = "undone", pgettext_lazy("import", "Undone")
    FAILED = "failed", pgettext_lazy("import", "Failed")


AT_WORK: Final = (State.READING, State.PLANNING, State.APPLYING, State.UNDOING)
CHANGEABLE: Final = (State.COLUMNS, State.MAPPING, State.PLANNED, State.FAILED)
"""Nothing of it is in the organization yet, and no worker is at it."""


class Action(models.TextChoices):
    CREATE = "create", pgettext_lazy("import", "Create")
    CHANGE = "change", pgettext_lazy("import", "Change")
    SKIP = "skip", pgettext_lazy("import", "Skip")
    CONFLICT = "conflict", pgettext_lazy("import", "Conflict")


class Sort(models.TextChoices):
    """`rows.Sort`, in the reader's words."""

    PERSON = "person", _("Person")
    TEAM = "team", _("Team")
    CYCLE = "cycle", _("Cycle")
    OBJECTIVE = "objective", _("Objective")
    KEY_RESULT = "key_result", _("Key result")
    INITIATIVE = "initiative", _("Initiative")
    ALIGNMENT = "alignment", _("Alignment")
    CHECK_IN = "check_in", _("Check-in")
    COMMENT = "comment", _("Comment")


class Whom(models.TextChoices):
    """Whose OKRs are fetched."""

    MEMBERS = "members", _("The members of this organization, by their e-mail addresses")
    EVERYONE = "everyone", _("Everybody whom the app may see")
    LISTED = "listed", _("Only these people")


class Import(models.Model):
    """One file on its way in. `content` is the file as it came, `rows` what was read of it (packed,
    see `packing.py`); both are forgotten once it is applied. `source` names where keys come from.

    `mapping` is {"people" | "teams" | "cycles" | "labels": {key: choice}}; see `matching.py`.
    `faults` are those of the reading. `counts` are of the plan, {sort: {action: number}}; once it is
    applied, of what was done. `left` is what an undo left, as [sort, title, reason]. `error` is told
    with `failed`. `job` is the work under way or done last.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    submission = models.CharField(max_length=64, null=True)
    format = models.CharField(max_length=20, choices=Format)
    file_name = models.CharField(max_length=255)
    options = models.JSONField(default=dict)
    content = models.BinaryField(null=True)
    rows = models.BinaryField(null=True)
    source = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    mapping = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    error = models.TextField(blank=True)
    job_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    applied_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("applied", "undoing", "undone"))
                | Q(applied_at__isnull=False),
                name="import_applied",
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_at__isnull=False), name="import_undone"
            ),
            models.UniqueConstraint(
                fields=["created_by", "submission"], name="import_submitted_once"
            ),
        ]
        indexes = [models.Index(fields=["organization", "-id"], name="import_by_organization")]

    @property
    def is_fetched(self) -> bool:
        """Whether it is being fetched from another server now, or is paused at that."""
        return self.state == State.READING and self.format == Format.FEISHU

    @property
    def undo_until(self) -> datetime | None:
        """None where nothing was applied, or it was undone."""
        if self.applied_at is None or self.undone_at is not None:
            return None
        return self.applied_at + timedelta(days=UNDO_DAYS)


class PlannedStep(models.Model):
    """What shall become of one row, as it is shown before anything is written. `reasons` are [code,
    values] of `wording.py`, at least one; `place` is [sheet, row, column]."""

    id = IdField()
    of = models.ForeignKey(Import, models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    sort = models.CharField(max_length=12, choices=Sort)
    key = models.CharField(max_length=200)
    action = models.CharField(max_length=8, choices=Action)
    title = models.CharField(max_length=300, blank=True)
    reasons = models.JSONField(default=list)
    place = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "position"], name="planned_step_has_its_place")
        ]
        indexes = [models.Index(fields=["of", "action", "position"], name="planned_step_by_action")]


class ImportedThing(models.Model):
    """What a row of a source is in Cairn: so the same thing read twice is the same thing.

    `made_by` is the import that made it; None where it was there before. `wrote` is what was last
    written of it by an import, plain values by field.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    source = models.CharField(max_length=120)
    sort = models.CharField(max_length=12, choices=Sort)
    key = models.CharField(max_length=200)
    thing_id = models.BigIntegerField()
    made_by = models.ForeignKey(Import, models.CASCADE, null=True, related_name="made")
    wrote = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "source", "sort", "key"], name="imported_thing_once"
            )
        ]


class ImportedChange(models.Model):
    """What an import changed in something that was there: for its undo. `before` and `after` hold
    the changed fields, `wrote` what the thing's `wrote` was."""

    id = IdField()
    of = models.ForeignKey(Import, models.CASCADE, related_name="changes")
    thing = models.ForeignKey(ImportedThing, models.CASCADE, related_name="changes")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    wrote = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "thing"], name="imported_change_once")]


class FeishuSource(models.Model):
    """A server that speaks Feishu's OKR API, and the app by which it is asked.

    `sealed_secret` can be read with the instance's secret key only (see `cairn/storage/sealing.py`)
    and is empty once it is forgotten. `whom`, `listed` and `since` are what was asked for last.
    `instants` are those of the calls of the last minute, seconds since 1970, so that no two fetches
    together ask more often than is allowed.
    """

    id = IdField()
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    address = models.CharField(max_length=300)
    app_id = models.CharField(max_length=100)
    sealed_secret = models.TextField(blank=True)
    whom = models.CharField(max_length=10, choices=Whom)
    listed = models.JSONField(default=list)
    since = models.DateField(null=True)
    instants = models.JSONField(default=list)
    last_fetched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "address", "app_id"], name="feishu_source_once"
            ),
            models.CheckConstraint(
                condition=~Q(address="") & ~Q(app_id=""), name="feishu_source_is_named"
            ),
        ]


class FeishuFetch(models.Model):
    """How far an import from Feishu has come while it is being read.

    `frame` is what is fetched once a run, `found` who was found, `part` the answers of the step under
    way; each packed (see `packing.py`), None before. `turn` counts the jobs: one that was put down for
    an older turn does nothing. `stalled` counts the turns in a row that brought nothing. `waits_until`
    is when the last turn could begin, None while there was only one.
    """

    id = IdField()
    of = models.OneToOneField(Import, models.CASCADE, related_name="fetch")
    source = models.ForeignKey(FeishuSource, models.CASCADE, related_name="fetches")
    whom = models.CharField(max_length=10, choices=Whom)
    listed = models.JSONField(default=list)
    since = models.DateField(null=True)
    frame = models.BinaryField(null=True)
    found = models.BinaryField(null=True)
    part = models.BinaryField(null=True)
    people = models.PositiveIntegerField(null=True)
    calls = models.PositiveIntegerField(default=0)
    turn = models.PositiveIntegerField(default=0)
    stalled = models.PositiveSmallIntegerField(default=0)
    waits_until = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)


class FeishuAnswer(models.Model):
    """What Feishu said of one person. Without a `fetch` it is what the source knows from the last fetch
    that came to its end; with one it belongs to that fetch, and waits to be asked for while `answer` is
    None. `person` and `answer` are packed."""

    id = IdField()
    source = models.ForeignKey(FeishuSource, models.CASCADE, related_name="answers")
    fetch = models.ForeignKey(FeishuFetch, models.CASCADE, null=True, related_name="answers")
    position = models.PositiveIntegerField()
    open_id = models.CharField(max_length=64)
    person = models.BinaryField()
    answer = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fetch", "open_id"], name="feishu_answer_once"),
            models.UniqueConstraint(
                fields=["source", "open_id"],
                condition=Q(fetch__isnull=True),
                name="feishu_known_once",
            ),
            models.CheckConstraint(
                condition=Q(fetch__isnull=False) | Q(answer__isnull=False),
                name="feishu_known_is_answered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["fetch", "position"],
                condition=Q(answer__isnull=True),
                name="feishu_answer_waits",
            )
        ]
