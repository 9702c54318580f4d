"""Starting, moving through, taking down, striking and ending a meeting."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest

from cairn.checkins.agreed import open_actions
from cairn.checkins.commands.actions import add_action, finish_action
from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.helping import ask_for_help
from cairn.checkins.models import Action
from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.events.models import Event
from cairn.goals.commands.closures import close_objective
from cairn.goals.models import KeyResult, Objective
from cairn.meetings.agenda import Why, read_agenda
from cairn.meetings.commands.entries import restore_entry, strike_entry, take_down
from cairn.meetings.commands.meetings import (
    end_meeting,
    hand_over,
    move_on,
    set_timer,
    start_meeting,
)
from cairn.meetings.minutes import read_minutes
from cairn.meetings.models import Entry, Meeting
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, WriteKeyResult, WriteObjective, again


def kinds() -> list[str]:
    found = Event.objects.filter(kind__startswith="meeting.").order_by("id")
    return list(found.values_list("kind", flat=True))


def why(meeting: Meeting) -> list[str]:
    return [str(item.why) for item in read_agenda(meeting.agenda)]


# The start


def test_the_agenda_says_why_each_is_on_it(
    lead: Actor,
    employee: Actor,
    colleague: Actor,
    team: Team,
    objective: Objective,
    checked_in: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    stuck = write_key_result(employee, objective, title="卡住了", weight=None)
    asked = write_key_result(employee, objective, title="要人帮忙")
    behind = write_key_result(employee, objective, title="落后")
    check_in(employee, stuck.id, value=Decimal(90), confidence=6, blockers="等法务")
    check_in(employee, behind.id, value=Decimal(1), confidence=2)
    ask_for_help(
        employee,
        asked=colleague.member_id,
        body="?",
        objective=objective.id,
        key_result=asked.id,
    )
    bare = write_objective(employee, title="还没有关键结果", team=team.id)
    add_action(lead, origin="meeting", origin_id=1, body="上次说好的", team=team.id)
    made = start_meeting(lead, team.id)
    said = {item.key: str(item.why) for item in read_agenda(made.agenda)}
    assert why(made) == ["actions", "changed", "at_risk", "asked", "asked", "rest", "end"]
    assert said[str(checked_in.id)] == "changed"
    assert said[str(behind.id)] == "at_risk"
    assert {said[str(stuck.id)], said[str(asked.id)]} == {"asked"}
    assert said[str(bare.id)] == "rest"


def test_what_is_new_is_new_since_the_last_meeting(
    lead: Actor, employee: Actor, team: Team, checked_in: KeyResult
) -> None:
    first = start_meeting(lead, team.id)
    end_meeting(lead, first.id)
    with clock.set_to(MORNING + timedelta(hours=1)):
        assert why(start_meeting(lead, team.id)) == ["rest", "end"]


def test_silence_is_stale_and_what_is_closed_is_left_out(
    lead: Actor, employee: Actor, team: Team, checked_in: KeyResult, write_objective: WriteObjective
) -> None:
    done = write_objective(employee, team=team.id)
    close_objective(lead, done.id, outcome="achieved")
    write_objective(employee, team=team.id, publish=False)
    with clock.set_to(MORNING + timedelta(days=21)):
        assert why(start_meeting(lead, team.id)) == ["stale", "end"]


def test_one_meeting_is_open_and_whoever_comes_second_joins(
    lead: Actor, employee: Actor, team: Team, objective: Objective
) -> None:
    first = start_meeting(lead, team.id)
    assert start_meeting(employee, team.id).id == first.id
    assert Meeting.objects.get().presenter_id == lead.member_id
    assert kinds() == ["meeting.started"]


def test_a_meeting_that_nobody_ended_ends_with_the_next(
    lead: Actor, employee: Actor, team: Team, objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start_meeting(lead, team.id)
    noted = take_down(lead, first.id, body="周五再看")
    later = clock.now() + timedelta(days=7)
    monkeypatch.setattr(clock, "now", lambda: later)
    second = start_meeting(employee, team.id)
    first.refresh_from_db()
    assert second.id != first.id
    assert (first.ended_at, first.ended_by_id) == (noted.created_at, employee.member_id)
    assert kinds() == ["meeting.started", "meeting.noted", "meeting.ended", "meeting.started"]


def test_two_people_may_send_the_same_number(
    lead: Actor, employee: Actor, team: Team, objective: Objective
) -> None:
    meeting = start_meeting(lead, team.id)
    take = partial(take_down, meeting_id=meeting.id, submission="f00")
    assert take(lead, body="甲") == take(lead, body="甲")
    assert take(employee, body="乙").body == "乙"
    assert meeting.entries.count() == 2


def test_who_may_start(
    lead: Actor,
    employee: Actor,
    colleague: Actor,
    champion: Actor,
    viewer: Actor,
    stranger: Actor,
    team: Team,
    cycle: Cycle,
) -> None:
    for actor in (colleague, viewer):
        with pytest.raises(Forbidden):
            start_meeting(actor, team.id)
    with pytest.raises(NotFound):
        start_meeting(stranger, team.id)
    for actor in (again(lead), employee, champion):
        end_meeting(champion, start_meeting(actor, team.id).id)


def test_people_of_the_teams_below_take_part_and_do_not_start(
    employee: Actor,
    champion: Actor,
    lead: Actor,
    viewer: Actor,
    company: Team,
    objective: Objective,
) -> None:
    with pytest.raises(Forbidden):
        start_meeting(employee, company.id)
    meeting = start_meeting(champion, company.id)
    assert start_meeting(employee, company.id).id == meeting.id
    take_down(employee, meeting.id, body="来自下面的团队")
    with pytest.raises(Forbidden):
        take_down(viewer, meeting.id, body="来自访客")
    hand_over(champion, meeting.id, to=employee.member_id)
    hand_over(again(lead), meeting.id)
    with pytest.raises(Forbidden):
        end_meeting(employee, meeting.id)
    end_meeting(again(lead), meeting.id)


def test_a_closed_team_and_a_company_without_cycles_do_not_meet(
    lead: Actor, champion: Actor, team: Team
) -> None:
    with pytest.raises(Conflict):
        start_meeting(again(lead), team.id)
    Team.objects.filter(id=team.id).update(valid_to=date(2026, 10, 1))
    with pytest.raises(Conflict):
        start_meeting(champion, team.id)


# Moving on


def test_the_presenter_moves_everybody(
    lead: Actor, employee: Actor, meeting: Meeting, checked_in: KeyResult, secret_result: KeyResult
) -> None:
    before = Meeting.objects.get(id=meeting.id).revision
    moved = move_on(lead, meeting.id, to=str(secret_result.id))
    assert (moved.place, moved.revision) == (1, before + 1)
    assert move_on(lead, meeting.id, to=str(secret_result.id)).revision == before + 1
    with pytest.raises(Forbidden):
        move_on(employee, meeting.id, to="end")
    with pytest.raises(NotFound):
        move_on(lead, meeting.id, to="99")


def test_the_screen_is_taken_over_and_handed_on(
    lead: Actor, employee: Actor, newcomer: Actor, colleague: Actor, meeting: Meeting
) -> None:
    hand_over(employee, meeting.id)
    with pytest.raises(Forbidden):
        move_on(lead, meeting.id, to="end")
    with pytest.raises(Invalid):
        hand_over(employee, meeting.id, to=colleague.member_id)
    with pytest.raises(Forbidden):
        hand_over(colleague, meeting.id)
    hand_over(employee, meeting.id, to=newcomer.member_id)
    assert move_on(newcomer, meeting.id, to="end").presenter_id == newcomer.member_id
    assert kinds().count("meeting.handed_over") == 2


def test_who_may_not_see_something_does_not_present_it(
    employee: Actor, newcomer: Actor, meeting: Meeting, secret_result: KeyResult
) -> None:
    hand_over(newcomer, meeting.id)
    with pytest.raises(NotFound):
        move_on(newcomer, meeting.id, to=str(secret_result.id))


def test_the_timer_begins_anew_with_each_entry(
    lead: Actor, meeting: Meeting, secret_result: KeyResult
) -> None:
    set_timer(lead, meeting.id, minutes=5)
    with clock.set_to(MORNING + timedelta(minutes=3)):
        moved = move_on(lead, meeting.id, to=str(secret_result.id))
        assert moved.timer_ends_at == clock.now() + timedelta(minutes=5)
        assert set_timer(lead, meeting.id, minutes=0).timer_ends_at is None
        assert move_on(lead, meeting.id, to="end").timer_ends_at is None


# Taking down


def test_a_note_a_decision_and_an_action(
    lead: Actor, employee: Actor, meeting: Meeting, checked_in: KeyResult
) -> None:
    key = str(checked_in.id)
    take_down(employee, meeting.id, kind="note", body="两家还在谈", about=key)
    take_down(lead, meeting.id, kind="decision", body="本周不加人")
    made = take_down(
        lead,
        meeting.id,
        kind="action",
        body="约华东三家客户",
        about=key,
        owner=employee.member_id,
        due_on=date(2026, 11, 25),
    )
    action = Action.objects.get()
    assert (action.id, action.origin_id, action.owner_id) == (
        made.action_id,
        meeting.id,
        employee.member_id,
    )
    assert (action.key_result_id, action.team_id) == (checked_in.id, meeting.team_id)
    assert kinds() == ["meeting.started", "meeting.noted", "meeting.noted"]
    assert [row.body for row in open_actions(employee)] == ["约华东三家客户"]


def test_the_same_submission_is_taken_down_once(lead: Actor, meeting: Meeting) -> None:
    first = take_down(lead, meeting.id, body="甲", submission="f00")
    assert take_down(lead, meeting.id, body="甲", submission="f00").id == first.id


def test_only_the_team_writes_and_only_about_what_they_see(
    newcomer: Actor, colleague: Actor, meeting: Meeting, secret_result: KeyResult
) -> None:
    with pytest.raises(Forbidden):
        take_down(colleague, meeting.id, body="甲")
    with pytest.raises(Invalid):
        take_down(newcomer, meeting.id, body="甲", about=str(secret_result.id))


def test_what_is_struck_can_be_put_back(
    lead: Actor, employee: Actor, newcomer: Actor, meeting: Meeting
) -> None:
    made = take_down(employee, meeting.id, kind="action", body="甲", owner=newcomer.member_id)
    with pytest.raises(Forbidden):
        strike_entry(newcomer, made.id)
    for _ in range(2):
        assert strike_entry(lead, made.id).deleted_at
    assert Action.objects.get().dropped_at
    assert restore_entry(employee, made.id).deleted_at is None
    assert Action.objects.get().dropped_at is None
    assert kinds()[1:] == ["meeting.struck", "meeting.noted"]


def test_whoever_presents_strikes_an_action_too(
    lead: Actor, employee: Actor, meeting: Meeting
) -> None:
    made = take_down(lead, meeting.id, kind="action", body="甲", owner=lead.member_id)
    hand_over(employee, meeting.id)
    strike_entry(employee, made.id)
    assert Action.objects.get().dropped_at is not None
    restore_entry(employee, made.id)
    assert Action.objects.get().dropped_at is None


def test_what_is_about_something_hidden_is_not_there(
    employee: Actor, newcomer: Actor, meeting: Meeting, secret_result: KeyResult
) -> None:
    made = take_down(employee, meeting.id, body="八折", about=str(secret_result.id))
    with pytest.raises(NotFound):
        strike_entry(newcomer, made.id)


# The end


def test_it_ends_once_and_keeps_its_summary(lead: Actor, employee: Actor, meeting: Meeting) -> None:
    with pytest.raises(Forbidden):
        end_meeting(employee, meeting.id)
    made = take_down(lead, meeting.id, body="甲")
    end_meeting(lead, meeting.id, summary="都在路上")
    assert end_meeting(lead, meeting.id, summary="别的").summary == "都在路上"
    with pytest.raises(Conflict, match="copy it"):
        take_down(lead, meeting.id, body="晚了一步")
    for act in (lambda: strike_entry(lead, made.id), lambda: move_on(lead, meeting.id, to="end")):
        with pytest.raises(Conflict):
            act()
    assert Entry.objects.count() == 1
    assert kinds()[-1] == "meeting.ended"


def test_what_stays_open_comes_back_next_week(
    lead: Actor, employee: Actor, meeting: Meeting
) -> None:
    take_down(lead, meeting.id, kind="action", body="甲", owner=employee.member_id, due_on=TODAY)
    end_meeting(lead, meeting.id)
    with clock.set_to(MORNING + timedelta(days=7)):
        assert why(start_meeting(lead, meeting.team_id))[0] == Why.ACTIONS
        end_meeting(lead, Meeting.objects.get(ended_at=None).id)
        finish_action(employee, Action.objects.get().id)
        assert Why.ACTIONS not in why(start_meeting(lead, meeting.team_id))


def test_what_something_was_taken_down_on_was_come_to(
    lead: Actor, employee: Actor, meeting: Meeting, secret_result: KeyResult
) -> None:
    """Though the presenter never showed it; whoever may not see it reads of neither."""
    assert secret_result.title in read_minutes(employee, meeting.id).left
    take_down(employee, meeting.id, body="谈到了", about=str(secret_result.id))
    read = read_minutes(employee, meeting.id)
    assert secret_result.title in read.covered
    assert secret_result.title not in read.left
