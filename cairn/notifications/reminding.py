"""Reminders, once a day for each organization: check-ins that are due, KPIs without a reading, drafts
that are missing, steps of planning rounds."""

from collections.abc import Sequence
from datetime import date
from itertools import batched
from typing import Final
from zoneinfo import ZoneInfo

from cairn.checkins.kpi_reminders import KpiReminder, due_kpi_reminders
from cairn.checkins.ladder import Step
from cairn.checkins.reminders import Reminder, due_reminders
from cairn.cycles.drafting import drafting_step
from cairn.cycles.models import Cycle, Phase
from cairn.goals.agreeing import not_through
from cairn.goals.models import KeyResult
from cairn.jobs.commands import put_job
from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.notifications.models import Topic
from cairn.notifications.telling import News, tell_all
from cairn.organization.models import Member, Organization
from cairn.planning.reminders import StepReminder, due_steps
from cairn.storage import clock
from cairn.storage.ids import read_id

FROM_HOUR: Final = 6
AT_A_TIME: Final = 200
REASONS: Final = {
    Step.OWNER: "key_result",
    Step.OBJECTIVE_OWNER: "owner",
    Step.LEAD: "lead",
}


def put_reminders(_job: Job, _tell: Tell) -> None:
    """One piece of work for each organization whose day has begun."""
    for organization in Organization.objects.order_by("id").iterator():
        on = organization.today()
        if clock.now().astimezone(ZoneInfo(organization.time_zone)).hour < FROM_HOUR:
            continue
        put_job(
            "reminders.tell",
            {"organization": str(organization.id), "on": on.isoformat()},
            organization_id=organization.id,
            key=f"reminders:{organization.id}:{on.isoformat()}",
        )


def tell_reminders(job: Job, tell: Tell) -> None:
    organization = Organization.objects.get(id=read_id(job.payload["organization"]) or 0)
    on = date.fromisoformat(job.payload["on"])
    remind_drafting(organization, on)
    remind_steps(organization, on)
    for step, some in enumerate(batched(due_reminders(organization, on), AT_A_TIME)):
        remind_checkins(some)
        tell(step + 1, step + 2)
    for some_kpis in batched(due_kpi_reminders(organization, on), AT_A_TIME):
        remind_kpis(some_kpis)


def remind_kpis(reminders: Sequence[KpiReminder]) -> int:
    """Each is told once."""
    return tell_all([(one.member_id, one.reason, _kpi_news(one)) for one in reminders])


def _kpi_news(one: KpiReminder) -> News:
    facts = {"title": one.name, "day": one.due_on, "owner": one.owner_name}
    kind = f"reminder.kpi.{one.reason}"
    return News(Topic.KPIS, one.key, kind, f"/kpis/{one.kpi_id}", facts, one.kpi_id)


def remind_checkins(reminders: Sequence[Reminder]) -> int:
    """Each is told once; what is due is due whoever else has heard of it."""
    ids = {one.key_result_id for one in reminders}
    titles = dict(KeyResult.objects.filter(id__in=ids).values_list("id", "title"))
    owners = {one.for_member_id for one in reminders if one.for_member_id}
    names = dict(Member.objects.filter(id__in=owners).values_list("id", "name"))
    return tell_all([(one.member_id, _reason(one), _news(one, titles, names)) for one in reminders])


def _reason(one: Reminder) -> str:
    return "stand_in" if one.stands_in else REASONS[one.told_as]


def _news(one: Reminder, titles: dict[int, str], names: dict[int, str]) -> News:
    """Who stands in for an objective's owner or a lead reads what these would."""
    is_owners = one.told_as is Step.OWNER
    kind = f"reminder.checkin.{'stand_in' if is_owners and one.stands_in else one.told_as}"
    facts = {
        "title": titles.get(one.key_result_id, ""),
        "day": one.due_on,
        "owner": names.get(one.for_member_id or 0, ""),
    }
    url = f"/objectives/{one.objective_id}#kr-{one.key_result_id}"
    return News(Topic.CHECKINS, one.key, kind, url, facts, one.key_result_id, one.objective_id)


def remind_drafting(organization: Organization, on: date) -> int:
    """Those who still have to write or submit, when half of the time is over, two days before, and
    on the last day; anew for another last day."""
    cycles = Cycle.objects.filter(
        organization=organization, phase=Phase.DRAFTING, drafting_ends_on__gte=on
    )
    told = [
        (member, "member", _drafting_news(cycle, step))
        for cycle in cycles.order_by("id")
        if (step := drafting_step(cycle.drafting_ends_on, organization.drafting_days, on))
        for member in not_through(cycle)
    ]
    return tell_all(told)


def _drafting_news(cycle: Cycle, step: str) -> News:
    kind = "reminder.drafting" if step == "half" else f"reminder.drafting.{step}"
    facts = {"title": cycle.name, "day": cycle.drafting_ends_on}
    url = f"/?cycle={cycle.id}"
    key = f"drafting:{cycle.id}:{cycle.drafting_ends_on}:{step}"
    return News(Topic.CONFIRMATIONS, key, kind, url, facts)


def remind_steps(organization: Organization, on: date) -> int:
    """Whoever leads the team, two days before the end of its step and when it is late."""
    return tell_all(
        [(one.member_id, "lead", _step_news(one)) for one in due_steps(organization, on)]
    )


def _step_news(one: StepReminder) -> News:
    facts = {"team": one.step.team.name, "day": one.step.ends_on}
    url = f"/rounds/{one.step.round_id}#{one.step.kind}"
    return News(Topic.CONFIRMATIONS, one.key, f"reminder.step.{one.word}", url, facts)
