"""What can be found: one row a subject. The tokens lie in a column that each database does its way."""

from django.db import models

from cairn.storage.fields import IdField


class SearchEntry(models.Model):
    """A subject in the index. Migration 0002 adds FTS5 on SQLite and a tsvector on PostgreSQL."""

    id = IdField()
    organization_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    subject_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="search_entry_once")
        ]
