"""What waited for somebody's confirmation and is gone: they hear of it, and of nothing in it."""

import pytest

from cairn.goals.commands.confirming import submit_objective, withdraw_submission
from cairn.goals.commands.drafts import publish_objective
from cairn.goals.commands.objectives import delete_objective, edit_objective, restore_objective
from cairn.goals.commands.people import edit_person
from cairn.goals.confirming import waiting_count
from cairn.goals.models import Objective
from cairn.jobs.models import Job
from cairn.notifications import reading
from cairn.notifications.models import Notice, Reader
from cairn.notifications.notices import NoticeRow, newest
from cairn.notifications.reading import read_ledger
from cairn.organization.actor import Actor
from cairn.organization.commands.absences import plan_absence
from tests.cast import TODAY, WriteObjective, again

pytestmark = pytest.mark.django_db
SECRET = "收购鲸鱼计划"


@pytest.fixture
def submitted(employee: Actor, write_objective: WriteObjective) -> Objective:
    Reader.objects.create(name=reading.NAME, event_id=0)
    draft = write_objective(employee, publish=False, title=SECRET)
    return submit_objective(employee, draft.id)


def told(actor: Actor) -> NoticeRow:
    """What somebody heard last."""
    read_ledger(Job(), lambda _step, _steps: None)
    return newest(actor)[0]


def test_who_was_to_confirm_hears_that_it_was_deleted_and_that_it_is_back(
    submitted: Objective, employee: Actor, lead: Actor
) -> None:
    assert (waiting_count(lead), told(lead).kind) == (1, "objective.submitted")
    delete_objective(employee, submitted.id)
    row = told(lead)
    assert (row.kind, row.url, waiting_count(lead)) == ("objective.deleted.gone", "/inbox", 0)
    assert employee.name in row.text
    assert SECRET not in str(Notice.objects.get(id=row.id).__dict__)
    restore_objective(employee, submitted.id)
    assert (told(lead).kind, waiting_count(lead)) == ("objective.restored", 1)


def test_who_may_no_longer_see_it_hears_without_its_name(
    submitted: Objective, employee: Actor, lead: Actor
) -> None:
    publish_objective(employee, submitted.id)
    edit_objective(employee, submitted.id, visibility="people")
    row = told(lead)
    assert (row.kind, waiting_count(lead)) == ("objective.asked_anew.gone", 0)
    assert SECRET not in str(Notice.objects.get(id=row.id).__dict__)


def test_who_still_sees_it_reads_its_name(
    submitted: Objective, employee: Actor, lead: Actor, colleague: Actor, admin: Actor
) -> None:
    publish_objective(employee, submitted.id)
    edit_person(admin, employee.member_id, manager=colleague.member_id)
    row = told(lead)
    assert (row.kind, SECRET in row.text) == ("objective.asked_anew.passed", True)
    assert told(colleague).kind == "objective.asked_anew"


def test_what_is_taken_back_is_told_to_who_stood_in_without_its_name(
    submitted: Objective, employee: Actor, lead: Actor, colleague: Actor
) -> None:
    plan_absence(lead, lead.member_id, starts_on=TODAY, ends_on=TODAY, stand_in=colleague.member_id)
    assert waiting_count(again(colleague)) == 1
    withdraw_submission(employee, submitted.id)
    row = told(again(colleague))
    assert (row.kind, waiting_count(again(colleague))) == ("objective.withdrawn.gone", 0)
    assert SECRET not in str(Notice.objects.get(id=row.id).__dict__)
    assert told(lead).kind == "objective.withdrawn"


def test_what_was_answered_is_deleted_without_a_word(
    submitted: Objective, employee: Actor, lead: Actor
) -> None:
    withdraw_submission(employee, submitted.id)
    delete_objective(employee, submitted.id)
    read_ledger(Job(), lambda _step, _steps: None)
    assert not Notice.objects.filter(kind="objective.deleted.gone").exists()
