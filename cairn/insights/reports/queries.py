"""The reports that somebody asked for, and how far each has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import FETCH_RAISE, QuerySet

from cairn.errors import NotFound
from cairn.insights.models import Format, Occasion, ReportFile
from cairn.jobs.models import Job
from cairn.organization.actor import Actor

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """`team` is empty for the organization. `steps` is 0 before the work has begun; `attempts` tell
    of a try that did not work."""

    id: int
    occasion: str
    format: str
    team: str
    team_id: int | None
    cycle: str
    cycle_id: int
    shown_on: date | None
    locale: str
    asked_at: datetime
    made_at: datetime | None
    failed_at: datetime | None
    error: str
    name: str
    size: int
    step: int
    steps: int
    attempts: int

    @property
    def state(self) -> str:
        if self.failed_at:
            return "failed"
        if self.made_at:
            return "made"
        return "making" if self.steps else "waiting"

    @property
    def is_waiting(self) -> bool:
        return self.made_at is None and self.failed_at is None

    @property
    def kept_until(self) -> datetime:
        return self.asked_at + KEPT

    @property
    def url(self) -> str:
        """Where it is read or downloaded."""
        return f"/reports/{self.id}" if self.format == Format.PAGE else f"/reports/{self.id}/file"

    @property
    def occasion_text(self) -> str:
        return str(Occasion(self.occasion).label)

    @property
    def format_text(self) -> str:
        return str(Format(self.format).label)


def reports_of(viewer: Actor) -> QuerySet[ReportFile]:
    """The viewer's own, newest first, without their contents."""
    return (
        ReportFile.objects.filter(
            organization_id=viewer.organization_id, member_id=viewer.member_id
        )
        .select_related("team", "cycle")
        .defer("content")
        .order_by("-id")
        .fetch_mode(FETCH_RAISE)
    )


def find_report(viewer: Actor, report_id: int | None) -> ReportFile:
    """One of the viewer's own, or `NotFound`."""
    found = reports_of(viewer).filter(id=report_id or 0).first()
    if found is None:
        raise NotFound
    return found


def content_of(viewer: Actor, report_id: int | None) -> tuple[ReportFile, bytes]:
    """A report that is made, with what is in it; `NotFound` until then. Two queries."""
    found = find_report(viewer, report_id)
    kept = ReportFile.objects.filter(id=found.id).values_list("content", flat=True).first()
    if found.made_at is None or kept is None:
        raise NotFound
    return found, bytes(kept)


def report_rows(found: Iterable[ReportFile]) -> list[ReportRow]:
    """With how far their jobs have come. One query beside the rows' own."""
    rows = list(found)
    keys = [one.job_key for one in rows if one.is_waiting]
    jobs = {one.key: one for one in Job.objects.filter(key__in=keys)} if keys else {}
    return [_row(one, jobs.get(one.job_key)) for one in rows]


def _row(one: ReportFile, job: Job | None) -> ReportRow:
    return ReportRow(
        id=one.id,
        occasion=one.occasion,
        format=one.format,
        team=one.team.name if one.team else "",
        team_id=one.team_id,
        cycle=one.cycle.name,
        cycle_id=one.cycle_id,
        shown_on=one.shown_on,
        locale=one.locale,
        asked_at=one.asked_at,
        made_at=one.made_at,
        failed_at=one.failed_at,
        error=one.error,
        name=one.name,
        size=one.size,
        step=job.step if job else 0,
        steps=job.steps if job else 0,
        attempts=job.attempts if job else 0,
    )
