"""Asking for a report, making it later, and forgetting it."""

import logging
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.db.transaction import atomic
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cairn.cycles.queries import current_cycle, find_cycle
from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.insights.models import Format, ReportFile
from cairn.insights.policy import rules
from cairn.insights.reports.building import Steps, Wanted, build_report
from cairn.insights.reports.contents import Report
from cairn.insights.reports.formats import INSTALL, WAYS, is_installed, writer_of
from cairn.insights.reports.queries import find_report
from cairn.jobs.commands import put_job
from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.organization.actor import Actor, Face
from cairn.organization.commands.locking import lock_member
from cairn.organization.models import Member, Team
from cairn.organization.signing import actor_for
from cairn.storage import clock

KIND: Final = "report.make"
KEPT_DAYS: Final = 30
MOST_WAITING: Final = 12
MOST_KEPT: Final = 200
MOST_TRIES: Final = 3
LONGEST_NAME: Final = 80
NOT_MADE = gettext_lazy("This file is not made yet.")
UNKNOWN = gettext_lazy("This does not exist, or you may not see it.")
_UNSAFE = re.compile(r"[^\w.]+")
log = logging.getLogger(__name__)


@atomic
def ask_report(
    actor: Actor,
    *,
    occasion: str,
    formats: Sequence[str],
    team: int | None = None,
    cycle: int | None = None,
    on: date | None = None,
    locale: str = "",
    submission: str | None = None,
) -> list[ReportFile]:
    """A row for each format, and the work put down; the same submission again gives the first rows.

    Of the organization where no team is named, of the current cycle where none is, and as of now
    where no past day is.
    """
    rules.require(actor, "report.ask", None)
    mine = ReportFile.objects.filter(member=actor.member_id)
    if submission:
        lock_member(actor, actor.member_id)  # the same form, sent twice at once
    if submission and (known := list(mine.filter(submission=submission).defer("content"))):
        return known
    _check_formats(formats)
    chosen = _cycle(actor, cycle)
    if (
        team is not None
        and not Team.objects.filter(id=team, organization_id=actor.organization_id).exists()
    ):
        raise Invalid({"team": UNKNOWN})
    waiting = mine.filter(made_at__isnull=True, failed_at__isnull=True).count()
    if waiting + len(formats) > MOST_WAITING:
        raise Conflict(_("Several of your reports are being made. Wait until they are there."))
    if mine.count() + len(formats) > MOST_KEPT:
        raise Conflict(_("You keep very many reports. Delete some first."))
    return [
        _put(actor, occasion, one, team, chosen, _past(actor, on), locale, submission)
        for one in formats
    ]


def _check_formats(formats: Sequence[str]) -> None:
    for one in formats:
        if not is_installed(one):
            words = _("%(format)s needs parts that are not installed here: pip install %(name)s.")
            raise Invalid({"formats": words % {"format": Format(one).label, "name": INSTALL}})


def _cycle(actor: Actor, cycle_id: int | None) -> int:
    if cycle_id is None:
        current = current_cycle(actor)
        if current is None:
            raise Conflict(_("There is no cycle yet."))
        return current.id
    try:
        return find_cycle(actor, cycle_id).id
    except NotFound:
        raise Invalid({"cycle": UNKNOWN}) from None


def _past(actor: Actor, on: date | None) -> date | None:
    return on if on and on < clock.today(actor.time_zone) else None


def _put(
    actor: Actor,
    occasion: str,
    format: str,
    team: int | None,
    cycle: int,
    shown_on: date | None,
    locale: str,
    submission: str | None,
) -> ReportFile:
    made = ReportFile.objects.create(
        organization_id=actor.organization_id,
        member_id=actor.member_id,
        occasion=occasion,
        format=format,
        team_id=team,
        cycle_id=cycle,
        shown_on=shown_on,
        locale=locale or actor.locale,
        submission=submission,
    )
    put_job(
        KIND,
        {"report": str(made.id)},
        organization_id=actor.organization_id,
        key=made.job_key,
        by=actor.member_id,
    )
    return made


@atomic
def delete_report(actor: Actor, report_id: int) -> None:
    """The file is gone; what is being made is not kept."""
    found = find_report(actor, report_id)
    rules.require(actor, "report.delete", found)
    Job.objects.filter(key=found.job_key, locked_until__isnull=True).delete()
    found.delete()


def make_report(job: Job, tell: Tell) -> None:
    """A job's work: make the file with the rights that its asker has now, or note why not."""
    found = (
        ReportFile.objects.filter(
            id=int(job.payload["report"]), made_at__isnull=True, failed_at__isnull=True
        )
        .select_related("member__organization")
        .first()
    )
    if found is None:
        return
    try:
        content, name = _make(found, tell)
    except (Forbidden, NotFound) as refusal:
        with override(found.locale):
            _fail(found, str(refusal.reason))
        return
    except Exception:
        if job.attempts < MOST_TRIES:
            raise
        log.exception("Report %s cannot be made", found.id)
        with override(found.locale):
            _fail(
                found,
                _("Something went wrong on the server; the administrator finds it in the log."),
            )
        return
    _waiting(found).update(
        content=content, size=len(content), name=name, made_at=clock.now(), error=""
    )


def _waiting(report: ReportFile) -> QuerySet[ReportFile]:
    return ReportFile.objects.filter(id=report.id, made_at__isnull=True, failed_at__isnull=True)


def _make(report: ReportFile, tell: Tell) -> tuple[bytes, str]:
    viewer = _asker(report.member)
    way = WAYS[report.format]
    wanted = Wanted(
        report.occasion, report.team_id, report.cycle_id, report.shown_on, report.locale, way.most
    )
    steps = Steps(tell)
    built = build_report(viewer, wanted, steps)
    with override(report.locale):
        return writer_of(report.format)(built, steps.one), name_of(built, report.format)


def _asker(member: Member) -> Actor:
    """Who has left or is shut out gets nothing."""
    if member.left_at is not None:
        raise Forbidden(_("Whoever asked for this has left the organization."))
    return actor_for(member, Face.TASK)


def name_of(report: Report, format: str) -> str:
    """What the file is called: words that every system takes."""
    parts = (report.title, report.subject, report.on.isoformat())
    words = "-".join(_UNSAFE.sub("-", part).strip("-")[:LONGEST_NAME] for part in parts)
    return f"{words}.{'json' if format == Format.PAGE else format}"


def _fail(report: ReportFile, why: str) -> None:
    _waiting(report).update(failed_at=clock.now(), error=why)


def sweep_reports(_job: Job, _tell: Tell) -> None:
    """Forget files after 30 days, and those of people who have left."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    ReportFile.objects.filter(Q(asked_at__lt=before) | Q(member__left_at__isnull=False)).delete()
