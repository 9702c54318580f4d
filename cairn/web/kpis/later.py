"""Putting the reminder of a KPI's reading off, where the KPI is shown."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from cairn.checkins.commands.snoozing import snooze_reading
from cairn.checkins.kpi_snoozes import snoozed_of
from cairn.checkins.queries import later_days
from cairn.storage import clock
from cairn.web.forms import back_to, see_other
from cairn.web.pages import member_page
from cairn.web.putting_off import put_reminder_off
from cairn.web.sessions import WebRequest


@dataclass(frozen=True, slots=True)
class Later:
    """The days to which a reminder may be put off, and to which it was, by KPI."""

    days: tuple[date, ...]
    until: dict[int, date]


def later_of(request: WebRequest, kpi_ids: list[int]) -> Later:
    """One query; none where there is no KPI."""
    organization = request.member.organization
    today = clock.today(organization.time_zone)
    until = snoozed_of(organization, kpi_ids, request.actor.member_id, today)
    return Later(later_days(organization, today) if kpi_ids else (), until)


@require_POST
@member_page
def put_off(request: WebRequest, kpi_id: int) -> HttpResponse:
    """To `until_on`; without a day the reminder comes as usual."""
    put_reminder_off(
        request, lambda until_on: snooze_reading(request.actor, kpi_id, until_on=until_on)
    )
    return see_other(back_to(request, f"/kpis/{kpi_id}"))
