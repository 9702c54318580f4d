"""One piece of later work."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cairn.storage import clock
from cairn.storage.fields import IdField


class Job(models.Model):
    """What a worker shall do, once `run_at` has come.

    A worker holds it until `locked_until`; after that any other takes it again, so that what it
    does must be safe to do twice. `key` is given where the same work shall be put down only once.
    The ids are bare numbers, like the ledger's: this room stands below those that they name.
    """

    id = IdField()
    organization_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=120, null=True, unique=True)
    run_at = models.DateTimeField(default=clock.now)
    locked_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    step = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(failed_at__isnull=True), name="job_one_end"
            )
        ]
        indexes = [
            models.Index(
                fields=["run_at", "id"],
                condition=Q(done_at__isnull=True, failed_at__isnull=True),
                name="job_waiting",
            ),
            models.Index(fields=["organization_id", "kind", "-id"], name="job_by_kind"),
        ]
