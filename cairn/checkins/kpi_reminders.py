"""Who is to be told today that a KPI waits for a reading: its owner when its cadence has run out, the
lead as many days later as for check-ins. Nothing is written here, nothing is sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from cairn.checkins.kpi_snoozes import snoozes_of_kpis
from cairn.checkins.ladder import Ladder, Line, Step
from cairn.checkins.reminders import CATCH_UP_DAYS, Company, company_of
from cairn.kpis.health import due_by
from cairn.kpis.models import Kpi
from cairn.organization.models import Organization

BATCH = 1000
COLUMNS = (
    *("id", "name", "team_id", "owner_id", "owner__name", "owner__manager_id"),
    *("cadence_days", "measured_on", "created_at"),
)


@dataclass(frozen=True, slots=True)
class KpiReminder:
    """One person is told of one missing reading; `reason` is "owner", "stand_in" or "lead"."""

    member_id: int
    kpi_id: int
    name: str
    owner_name: str
    step: Step
    reason: str
    due_on: date
    told_on: date

    @property
    def key(self) -> str:
        """Each is told once. A reminder that its receiver put off comes again on that day."""
        day = self.told_on if self.step is Step.OWNER else self.due_on
        return f"kpi:{self.kpi_id}:{self.step}:{day.isoformat()}"


def due_kpi_reminders(organization: Organization, on: date) -> Iterator[KpiReminder]:
    """Every reminder whose day is `on` or one of the three before."""
    company = company_of(organization, on)
    for batch in _unmeasured(organization, on):
        lines = {row["id"]: _line(company, row) for row in batch}
        company.know_line({id for line in lines.values() for id in line.of(Step.OWNER)})
        snoozes = snoozes_of_kpis(organization, list(lines))
        for row in batch:
            yield from _reminders(company, row, lines[row["id"]], snoozes, on)


def _unmeasured(organization: Organization, on: date) -> Iterator[list[dict[str, Any]]]:
    """Those in use whose cadence has run out, or that were never measured; a thousand at a time."""
    last = 0
    waits = Q(stale_on__isnull=True) | Q(stale_on__lte=due_by(on))
    found = Kpi.objects.filter(waits, organization=organization, archived_at__isnull=True)
    while rows := list(found.filter(id__gt=last).order_by("id").values(*COLUMNS)[:BATCH]):
        yield rows
        last = rows[-1]["id"]


def _line(company: Company, row: dict[str, Any]) -> Line:
    manager = row["owner__manager_id"] if row["team_id"] is None else None
    leads = company.leads(row["team_id"] or company.root)
    return Line(row["owner_id"], None, [manager, *leads] if manager else leads)


def _reminders(
    company: Company,
    row: dict[str, Any],
    line: Line,
    snoozes: Mapping[tuple[int, int], date],
    on: date,
) -> Iterator[KpiReminder]:
    organization = company.organization
    created_on = row["created_at"].astimezone(ZoneInfo(organization.time_zone)).date()
    due_on = (row["measured_on"] or created_on) + timedelta(days=row["cadence_days"])
    for step, day in Ladder(None, organization.tells_lead_days).days(due_on):
        first = company.hears(line.of(step), day) if step is Step.OWNER else None
        told_on = max(day, snoozes.get((first or 0, row["id"]), day))
        if not told_on <= on <= told_on + timedelta(days=CATCH_UP_DAYS):
            continue
        hears = company.hears(line.of(step), told_on)
        if hears is not None:
            reason = _reason(company, row["owner_id"], hears, told_on)
            owner = row["owner__name"] or ""
            yield KpiReminder(hears, row["id"], row["name"], owner, step, reason, due_on, told_on)


def _reason(company: Company, owner: int | None, hears: int, day: date) -> str:
    if hears == owner:
        return "owner"
    return "stand_in" if company.stand_ins(day).get(owner or 0) == hears else "lead"
