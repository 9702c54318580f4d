"""What the query planner knows of the tables' sizes."""

from django.db import connection

SQLITE = ("PRAGMA analysis_limit = 1000", "ANALYZE")
# Every table, not only those that this connection has read, and of each as much as above: read
# whole, an index in which all but a few are empty looks as if it found nothing.
WHERE_OLD = "PRAGMA optimize = 0x10012"
POSTGRESQL = ("ANALYZE",)


def refresh_statistics() -> None:
    """Measure the tables anew, after many rows were written at once.

    PostgreSQL does it by itself in time, SQLite never does: without it a page of a company with
    ten thousand objectives reads all of them.
    """
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def renew_statistics() -> None:
    """Measure what was never measured or has grown tenfold since; at every start.

    Milliseconds where there is nothing to do: to measure the fifteen million rows of a large
    company anew takes seconds, and half a minute while they are still on the disk.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(WHERE_OLD)
