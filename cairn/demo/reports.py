"""The reports that the people of the demonstration had made this morning, ready to be read."""

from datetime import datetime
from typing import Final

from cairn.demo.personas import PERSONAS
from cairn.insights.models import Format, Occasion
from cairn.insights.reports.commands import ask_report, make_report
from cairn.jobs.models import Job
from cairn.organization.actor import Actor, Face
from cairn.organization.models import Member
from cairn.organization.signing import actor_for
from cairn.storage import clock

WORKBOOK_FOR: Final = "champion@cairn.example"


def report_for_meetings(now: datetime) -> None:
    """A page for everybody one may be, and a workbook for the champion."""
    with clock.set_to(now):
        for email, _words in PERSONAS:
            everywhere = Member.objects.select_related("organization").filter(user__email=email)
            member = everywhere.latest("id")  # of the demonstration that is being built
            formats = [Format.PAGE, Format.XLSX] if email == WORKBOOK_FOR else [Format.PAGE]
            have_made(actor_for(member, Face.WEB), formats)


def have_made(actor: Actor, formats: list[Format]) -> None:
    """Asked for and made at once: no worker runs while a demonstration is built."""
    for asked in ask_report(actor, occasion=Occasion.WEEKLY, formats=formats):
        job = Job.objects.get(key=asked.job_key)
        make_report(job, lambda _step, _steps: None)
        job.delete()
