"""One append-only table. Triggers in the database refuse to change or delete a row."""

from django.db import models

from cairn.events.kinds import Kind
from cairn.storage.fields import IdField


class Event(models.Model):
    """What one actor did to one subject. The ids are bare numbers: the ledger outlives its subjects.

    `objective_id` and `team_id` name what the event belongs to, for the feeds; both may be None.
    `other_objective_id` is the far end of what ties two objectives; who may not see that one may
    not read the event.
    `old` and `new` hold the changed fields only. `reason` is what the actor gave for it.
    """

    id = IdField()
    organization_id = models.BigIntegerField()
    kind = models.CharField(max_length=40, choices=Kind)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    subject_id = models.BigIntegerField()
    subject_title = models.CharField(max_length=500, blank=True)
    objective_id = models.BigIntegerField(null=True)
    other_objective_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    face = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["organization_id", "-id"], name="event_feed"),
            models.Index(fields=["objective_id", "-id"], name="event_objective"),
            models.Index(fields=["other_objective_id", "-id"], name="event_other_objective"),
            models.Index(fields=["team_id", "-id"], name="event_team"),
            models.Index(fields=["actor_id", "-id"], name="event_actor"),
            models.Index(
                fields=["subject_id", "id"],
                condition=models.Q(kind__in=("key_result.deleted", "key_result.restored")),
                name="event_key_result_gone",
            ),
            models.Index(
                fields=["subject_id", "-id"],
                condition=models.Q(
                    kind__in=(
                        *("kpi.created", "kpi.changed", "kpi.measured", "kpi.corrected"),
                        *("kpi.archived", "kpi.restored"),
                    )
                ),
                name="event_of_kpi",
            ),
            models.Index(
                fields=["subject_id", "-id"],
                condition=models.Q(
                    kind__in=("cycle.created", "cycle.changed", "cycle.moved", "cycle.completed")
                ),
                name="event_of_cycle",
            ),
        ]
