"""Asking a named person for help."""

import json
from typing import Any

import pytest

from cairn.checkins.commands.helping import answer_help, ask_for_help, withdraw_help
from cairn.checkins.commands.weekly import save_update
from cairn.checkins.help_beside import MOST, help_rows
from cairn.checkins.helping import help_of_objective, help_requests, help_row, help_waiting
from cairn.checkins.models import HelpRequest
from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.events.models import Event
from cairn.goals.commands.objectives import delete_objective, edit_objective
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.commands.absences import end_absence, plan_absence
from cairn.organization.models import Organization, Team
from cairn.storage import clock
from cairn.web.feed import read_feed
from cairn.web.objectives.counts import counts_of
from tests.cast import TODAY, WriteObjective, again, make_member


def test_it_is_open_until_it_is_answered(
    employee: Actor, colleague: Actor, objective: Objective, key_result: KeyResult
) -> None:
    made = ask_for_help(
        employee,
        asked=colleague.member_id,
        body="借一台测试机",
        objective=objective.id,
        key_result=key_result.id,
        submission="s",
    )
    again_asked = ask_for_help(employee, asked=colleague.member_id, body="?", submission="s")
    assert again_asked == made
    (row,) = help_waiting(colleague)
    assert (row.body, row.key_result_title, row.may_answer) == (
        "借一台测试机",
        key_result.title,
        True,
    )
    answer_help(colleague, made.id, answer="明天给你")
    assert help_waiting(colleague) == []
    (row,) = help_of_objective(employee, objective.id)
    assert (row.answer, row.answered_by, row.is_open) == ("明天给你", "Emma Clarke", False)
    kinds = Event.objects.filter(kind__startswith="help").order_by("id")
    assert [one.kind for one in kinds] == ["help.asked", "help.answered"]
    with pytest.raises(Conflict):
        answer_help(colleague, made.id, answer="再答")
    with pytest.raises(Conflict):
        withdraw_help(employee, made.id)


def test_who_asked_may_take_it_back(employee: Actor, colleague: Actor, lead: Actor) -> None:
    made = ask_for_help(employee, asked=colleague.member_id, body="?")
    with pytest.raises(Forbidden):
        withdraw_help(colleague, made.id)
    withdraw_help(employee, made.id)
    withdraw_help(employee, made.id)
    assert Event.objects.filter(kind="help.withdrawn").count() == 1
    assert help_waiting(colleague) == []


def test_only_who_is_asked_answers(
    employee: Actor, colleague: Actor, lead: Actor, objective: Objective
) -> None:
    made = ask_for_help(employee, asked=colleague.member_id, body="?", objective=objective.id)
    for other in (employee, again(lead)):
        with pytest.raises(Forbidden):
            answer_help(other, made.id, answer="我来")


def test_the_stand_in_answers_while_they_are_away(
    employee: Actor, colleague: Actor, lead: Actor, objective: Objective
) -> None:
    made = ask_for_help(employee, asked=colleague.member_id, body="?", objective=objective.id)
    plan_absence(
        colleague,
        colleague.member_id,
        stand_in=lead.member_id,
        starts_on=TODAY,
        ends_on=TODAY,
    )
    assert [one.id for one in help_waiting(again(lead))] == [made.id]
    assert answer_help(again(lead), made.id, answer="我来").answered_by_id == lead.member_id


def test_who_may_not_see_it_cannot_be_asked_unless_named_a_reader(
    employee: Actor, colleague: Actor, lead: Actor, write_objective: WriteObjective
) -> None:
    secret = write_objective(employee, visibility="people", title="秘密")
    asking: dict[str, Any] = {"asked": colleague.member_id, "body": "?", "objective": secret.id}
    with pytest.raises(Invalid) as refusal:
        ask_for_help(employee, **asking)
    assert set(refusal.value.fields) == {"asked"}
    made = ask_for_help(employee, **asking, add_reader=True)
    assert [one.id for one in help_waiting(colleague)] == [made.id]
    with pytest.raises(NotFound):
        ask_for_help(lead, **asking)


def test_naming_a_reader_takes_the_right_to_edit(
    employee: Actor, colleague: Actor, lead: Actor, write_objective: WriteObjective
) -> None:
    secret = write_objective(employee, visibility="people", readers=[lead.member_id])
    with pytest.raises(Forbidden):
        ask_for_help(
            lead, asked=colleague.member_id, body="?", objective=secret.id, add_reader=True
        )


def test_without_an_objective_it_stays_between_them(
    employee: Actor, colleague: Actor, lead: Actor, champion: Actor, viewer: Actor
) -> None:
    ask_for_help(employee, asked=colleague.member_id, body="私下")
    readers = (employee, colleague, again(lead), champion, viewer)
    seen = [help_requests(one).exists() for one in readers]
    assert seen == [True, True, True, True, False]
    assert read_feed(viewer, person=employee.member_id).entries == ()


def test_with_a_limited_objective_nothing_of_it_shows(
    employee: Actor, colleague: Actor, write_objective: WriteObjective, team: Team
) -> None:
    secret = write_objective(employee, visibility="people", readers=[colleague.member_id])
    ask_for_help(employee, asked=colleague.member_id, body="?", objective=secret.id)
    assert help_requests(colleague).exists()
    edit_objective(employee, secret.id, readers=[])
    assert help_waiting(colleague) == []


def test_of_a_deleted_objective_nothing_waits(
    employee: Actor, colleague: Actor, objective: Objective
) -> None:
    ask_for_help(employee, asked=colleague.member_id, body="?", objective=objective.id)
    delete_objective(employee, objective.id)
    assert help_waiting(colleague) == []


@pytest.mark.parametrize(("asked", "body", "field"), [(None, "?", "asked"), (0, "?", "asked")])
def test_whom_and_what_are_needed(
    employee: Actor, asked: int | None, body: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        ask_for_help(employee, asked=asked, body=body)
    assert field in refusal.value.fields


def test_nobody_asks_themselves_or_for_nothing(employee: Actor) -> None:
    with pytest.raises(Invalid) as refusal:
        ask_for_help(employee, asked=employee.member_id, body=" ")
    assert set(refusal.value.fields) == {"asked", "body"}


def test_viewers_ask_for_nothing(viewer: Actor, colleague: Actor) -> None:
    with pytest.raises(Forbidden):
        ask_for_help(viewer, asked=colleague.member_id, body="?")


def test_it_comes_from_ones_own_update_only(employee: Actor, colleague: Actor) -> None:
    mine = save_update(employee, TODAY, priorities="甲")
    asked = ask_for_help(employee, asked=colleague.member_id, body="?", weekly_update=mine.id)
    assert asked.weekly_update_id == mine.id
    with pytest.raises(NotFound):
        ask_for_help(colleague, asked=employee.member_id, body="?", weekly_update=mine.id)


def test_the_stand_in_finds_what_is_about_nothing_in_particular_too(
    employee: Actor, colleague: Actor, lead: Actor, organization: Organization
) -> None:
    newcomer = make_member(organization, "秦小满", "newcomer@cairn.test")
    made = ask_for_help(employee, asked=colleague.member_id, body="周五能替我主持吗")
    assert not help_requests(newcomer).exists()
    plan_absence(
        colleague,
        colleague.member_id,
        stand_in=newcomer.member_id,
        starts_on=TODAY,
        ends_on=TODAY,
    )
    (row,) = help_waiting(again(newcomer))
    assert (row.id, row.may_answer) == (made.id, True)
    answered = answer_help(again(newcomer), made.id, answer="可以")
    assert (answered.answered_by_id, answered.in_place) == (newcomer.member_id, True)
    event = Event.objects.get(kind="help.answered")
    assert event.new["stood_in_for"] == "Emma Clarke"
    row = help_row(employee, help_requests(employee).get())
    assert (row.answered_by, row.answered_for) == (newcomer.name, "Emma Clarke")


def test_what_was_answered_before_is_none_of_the_stand_ins_business(
    employee: Actor, colleague: Actor, organization: Organization
) -> None:
    newcomer = make_member(organization, "秦小满", "newcomer@cairn.test")
    old, new = (ask_for_help(employee, asked=colleague.member_id, body=body) for body in "旧新")
    answer_help(colleague, old.id, answer="私下说")
    made = plan_absence(
        colleague,
        colleague.member_id,
        stand_in=newcomer.member_id,
        starts_on=TODAY,
        ends_on=TODAY,
    )
    assert [one.id for one in help_requests(again(newcomer))] == [new.id]
    answer_help(again(newcomer), new.id, answer="可以")
    end_absence(colleague, made.id)
    assert [one.id for one in help_requests(again(newcomer))] == [new.id]  # their own words


def test_nobody_answers_themselves_for_somebody_who_is_away(
    employee: Actor, colleague: Actor
) -> None:
    made = ask_for_help(employee, asked=colleague.member_id, body="?")
    plan_absence(
        colleague,
        colleague.member_id,
        stand_in=employee.member_id,
        starts_on=TODAY,
        ends_on=TODAY,
    )
    assert help_waiting(again(employee)) == []
    with pytest.raises(Forbidden):
        answer_help(again(employee), made.id, answer="我自己")


def test_of_very_many_the_page_lists_some_and_says_so(
    employee: Actor, colleague: Actor, objective: Objective
) -> None:
    """The open ones come first, whatever is newer; the database gives no more than are shown."""
    old = ask_for_help(employee, asked=colleague.member_id, body="开着的", objective=objective.id)
    HelpRequest.objects.bulk_create(
        HelpRequest(
            organization_id=employee.organization_id,
            asked_by_id=employee.member_id,
            asked_id=colleague.member_id,
            objective=objective,
            body=f"答过的 {n}",
            answer="好",
            answered_at=clock.now(),
            answered_by_id=colleague.member_id,
        )
        for n in range(MOST + 5)
    )
    text = counts_of(employee, objective)["help"]
    assert len(json.loads(text)) == MOST + 1
    rows, has_more = help_rows(employee, objective.id, objective.title, text)
    assert (rows[0].id, len(rows), has_more) == (old.id, MOST, True)
