"""Reminders: each once, to the right one, from the morning on."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from cairn.cycles.commands import move_cycle
from cairn.cycles.models import Cycle
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.models import KeyResult, Objective
from cairn.jobs.models import Job
from cairn.kpis.models import Kpi
from cairn.notifications.choices import choose_mail
from cairn.notifications.models import Notice, Topic
from cairn.notifications.notices import MOST_URGENT, newest
from cairn.notifications.reminding import put_reminders, tell_reminders
from cairn.notifications.wording import sentence
from cairn.organization.actor import Actor
from cairn.organization.commands.absences import plan_absence
from cairn.organization.models import Member, Organization
from cairn.storage import clock
from tests.cast import MORNING, TODAY, WriteKeyResult, WriteObjective

DAY = timedelta(days=1)


def quiet(_step: int, _steps: int) -> None:
    pass


def remind(after: timedelta = timedelta(0)) -> None:
    """A worker's whole day."""
    with clock.set_to(MORNING + after):
        put_reminders(Job(), quiet)
        for job in Job.objects.filter(kind="reminders.tell", done_at=None):
            tell_reminders(job, quiet)
            Job.objects.filter(id=job.id).update(done_at=clock.now())


def kinds(actor: Actor) -> list[str]:
    return [row.kind for row in reversed(newest(actor)) if row.kind.startswith("reminder")]


@pytest.mark.django_db
def test_each_day_has_one_piece_of_work_from_the_morning_on(organization: Organization) -> None:
    with clock.set_to(MORNING - timedelta(hours=4)):
        put_reminders(Job(), quiet)
    assert not Job.objects.exists()
    for hour in range(5):
        with clock.set_to(MORNING + timedelta(hours=hour)):
            put_reminders(Job(), quiet)
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_missing_check_in_climbs_the_ladder_and_is_told_once_a_rung(
    lead: Actor, employee: Actor, key_result: KeyResult
) -> None:
    for day in range(40):
        remind(DAY * day)
        remind(DAY * day)
    assert kinds(employee)[0] == "reminder.checkin.owner"
    assert len(kinds(employee)) == len(set(Notice.objects.values_list("id"))) - len(kinds(lead))
    assert set(kinds(lead)) <= {"reminder.checkin.lead", "reminder.checkin.objective_owner"}
    assert kinds(lead), "somebody above hears of it"
    first = Notice.objects.filter(member=employee.member_id).order_by("id")[0]
    assert first.url.endswith(f"#kr-{key_result.id}")


@pytest.mark.django_db
def test_a_kpi_without_a_reading_climbs_the_same_ladder(
    lead: Actor, employee: Actor, kpi: Kpi
) -> None:
    """Due when its cadence has run out: its owner on that day, the lead a week later, once each."""
    measure_kpi(employee, kpi.id, value=Decimal(72))
    remind(DAY * 6)
    assert kinds(employee) == []
    for day in range(7, 40):
        remind(DAY * day)
    assert (kinds(employee), kinds(lead)) == (["reminder.kpi.owner"], ["reminder.kpi.lead"])
    told = Notice.objects.get(member=employee.member_id)
    assert (told.topic, told.url, told.reason) == ("kpis", f"/kpis/{kpi.id}", "owner")
    assert "老客户续约率" in sentence(told.kind, told.reason, told.facts)


@pytest.mark.django_db
def test_who_is_away_has_their_kpis_measured_by_the_stand_in(
    employee: Actor, colleague: Actor, kpi: Kpi
) -> None:
    plan_absence(
        employee,
        employee.member_id,
        stand_in=colleague.member_id,
        starts_on=TODAY,
        ends_on=TODAY + 20 * DAY,
    )
    for day in range(9):
        remind(DAY * day)
    assert (kinds(employee), kinds(colleague)) == ([], ["reminder.kpi.stand_in"])


@pytest.mark.django_db
def test_a_muted_topic_keeps_the_reminder_of_a_kpi_out_of_the_mail(
    employee: Actor, kpi: Kpi
) -> None:
    choose_mail(employee, muted=["kpis"])
    for day in range(9):
        remind(DAY * day)
    assert Notice.objects.get(member=employee.member_id).mail_at is None


@pytest.mark.django_db
def test_only_who_stands_in_is_told_that_they_do(
    employee: Actor,
    colleague: Actor,
    champion: Actor,
    lead: Actor,
    objective: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    """The owner has left: the objective's owner hears at once as what they are; the lead's own
    stand-in hears what the lead would have."""
    orphan = write_key_result(employee, objective, owner=colleague.member_id)
    Member.objects.filter(id=colleague.member_id).update(left_at=MORNING)
    plan_absence(
        lead,
        lead.member_id,
        stand_in=champion.member_id,
        starts_on=TODAY,
        ends_on=TODAY + 40 * DAY,
    )
    for day in range(20):
        remind(DAY * day)
    told = Notice.objects.filter(subject_id=orphan.id).order_by("id")
    assert [(one.member_id, one.kind, one.reason) for one in told] == [
        (employee.member_id, "reminder.checkin.objective_owner", "owner"),
        (employee.member_id, "reminder.checkin.objective_owner", "owner"),
        (champion.member_id, "reminder.checkin.lead", "stand_in"),
    ]


@pytest.mark.django_db
def test_those_who_submitted_nothing_are_reminded_of_the_deadline(
    champion: Actor,
    lead: Actor,
    employee: Actor,
    viewer: Actor,
    cycle: Cycle,
    write_objective: WriteObjective,
) -> None:
    move_cycle(champion, cycle.id, phase="drafting")
    Cycle.objects.filter(id=cycle.id).update(drafting_ends_on=TODAY + 7 * DAY)
    done = write_objective(lead)
    Objective.objects.filter(id=done.id).update(agreement="submitted")
    for day in range(10):
        remind(DAY * day)
    told = [kind for kind in kinds(employee) if "drafting" in kind]
    assert told == ["reminder.drafting", "reminder.drafting.soon", "reminder.drafting.last"]
    assert not [kind for kind in kinds(lead) if "drafting" in kind]
    assert not [kind for kind in kinds(viewer) if "drafting" in kind]


@pytest.mark.django_db
def test_another_last_day_is_told_anew(champion: Actor, employee: Actor, cycle: Cycle) -> None:
    move_cycle(champion, cycle.id, phase="drafting")
    Cycle.objects.filter(id=cycle.id).update(drafting_ends_on=TODAY)
    remind()
    assert kinds(employee) == ["reminder.drafting.last"]
    Cycle.objects.filter(id=cycle.id).update(drafting_ends_on=TODAY + 3 * DAY)
    for day in range(1, 4):
        remind(DAY * day)
    told = kinds(employee)[1:]
    assert told == ["reminder.drafting.soon", "reminder.drafting.last"]


@pytest.mark.django_db
def test_a_reminder_is_true_on_whatever_day_it_is_read(
    champion: Actor, employee: Actor, cycle: Cycle
) -> None:
    """One that was put off, or of a last day that was moved near, names the day and no distance."""
    move_cycle(champion, cycle.id, phase="drafting")
    Cycle.objects.filter(id=cycle.id).update(drafting_ends_on=TODAY + DAY)
    for day in range(2):
        remind(DAY * day)
    with translation.override("en"):
        told = Notice.objects.filter(member=employee.member_id, kind__startswith="reminder.draft")
        words = [sentence(one.kind, one.reason, one.facts) for one in told]
    assert len(words) == 2
    assert all("19 Nov 2026" in one for one in words), words
    assert not [one for one in words if "Two days" in one or "Today" in one]


@pytest.mark.django_db
def test_in_a_year_the_leads_of_teams_are_reminded(
    champion: Actor, lead: Actor, employee: Actor, year: Cycle, write_objective: WriteObjective
) -> None:
    Cycle.objects.filter(id=year.id).update(phase="drafting", drafting_ends_on=TODAY)
    remind()
    assert kinds(lead) == kinds(champion) == ["reminder.drafting.last"]
    assert not kinds(employee)


def test_every_topic_has_its_place_in_a_mail() -> None:
    assert set(MOST_URGENT) == set(Topic)
