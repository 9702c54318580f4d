"""What happened between two days, as they are where the viewer is."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Model, QuerySet

from cairn.exchange.tables.asked import Asked
from cairn.organization.actor import Actor


def between[Row: Model](
    viewer: Actor, found: QuerySet[Row, Any], asked: Asked, column: str = "at"
) -> QuerySet[Row, Any]:
    """Those whose instant lies on the days asked for, both included."""
    zone = viewer.time_zone
    if asked.since:
        first = datetime.combine(asked.since, time.min, zone)
        found = found.filter(**{f"{column}__gte": first})
    if asked.until:
        after = datetime.combine(asked.until + timedelta(days=1), time.min, zone)
        found = found.filter(**{f"{column}__lt": after})
    return found
