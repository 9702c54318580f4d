"""What the query planner knows of the tables' sizes."""

import pytest
from django.db import connection

from cairn.organization.actor import Actor
from cairn.storage.statistics import refresh_statistics, renew_statistics

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL measures by itself"),
]


def measured() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl FROM sqlite_stat1")
        return {table for (table,) in cursor.fetchall()}


def test_a_start_measures_what_never_was(admin: Actor) -> None:
    refresh_statistics()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = 'organization_member'")
        cursor.execute("ANALYZE sqlite_schema")  # a connection reads them once
    assert "organization_member" not in measured()
    renew_statistics()
    assert "organization_member" in measured()
