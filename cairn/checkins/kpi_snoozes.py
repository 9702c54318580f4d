"""Until when people put off the reminder of a KPI's reading."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from cairn.checkins.models import Snooze
from cairn.organization.models import Organization


def snoozes_of_kpis(
    organization: Organization, kpi_ids: Collection[int], member_id: int | None = None
) -> dict[tuple[int, int], date]:
    """By member and KPI, of one member where they are named. What was measured since then is owed
    anew, and its snooze is spent. One query."""
    zone = ZoneInfo(organization.time_zone)
    found = Snooze.objects.filter(kpi__in=kpi_ids)
    if member_id is not None:
        found = found.filter(member=member_id)
    rows = found.values_list("member_id", "kpi_id", "until_on", "created_at", "kpi__measured_on")
    return {
        (member, kpi or 0): until
        for member, kpi, until, at, measured in rows
        if measured is None or at.astimezone(zone).date() > measured
    }


def snoozed_of(
    organization: Organization, kpi_ids: Collection[int], member_id: int, on: date
) -> dict[int, date]:
    """By KPI, where a member's reminder still waits on a day. One query, or none."""
    found = snoozes_of_kpis(organization, kpi_ids, member_id) if kpi_ids else {}
    return {kpi: until for (_member, kpi), until in found.items() if until > on}
