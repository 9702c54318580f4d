"""The screen of a meeting, its minutes, and what each reader sees of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.checkins.models import Action
from cairn.goals.models import KeyResult, Objective
from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import end_meeting, move_on, set_timer
from cairn.meetings.models import Entry, Meeting
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage import clock
from tests.cast import MORNING, WriteKeyResult
from tests.web.budgets import stays_in_budget
from tests.web.files import files_on

type SignIn = Callable[[Actor], Client]
HX = {"HX-Request": "true"}


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def token_of(client: Client, meeting: Meeting) -> str:
    shown = text_of(client, f"/meetings/{meeting.id}")
    return shown.split('data-revision="')[1].split('"')[0]


def look(client: Client, meeting: Meeting, token: str, at: str = "") -> Any:
    query = {"revision": token, "at": at}
    return client.get(f"/meetings/{meeting.id}/place", query, headers=HX)


def test_the_team_page_leads_into_the_meeting(
    web: SignIn, lead: Actor, colleague: Actor, team: Team, checked_in: KeyResult
) -> None:
    button = f"/teams/{team.id}/meetings/start"
    assert button in text_of(web(lead), f"/teams/{team.id}")
    assert button not in text_of(web(colleague), f"/teams/{team.id}")
    answer = web(lead).post(button)
    made = Meeting.objects.get()
    assert answer.headers["Location"] == f"/meetings/{made.id}"
    shown = text_of(web(lead), f"/meetings/{made.id}")
    assert "续约率从 60% 提升到 75%" in shown
    assert "两个大客户已续约" in shown
    assert f"/meetings/{made.id}" in text_of(web(colleague), f"/teams/{team.id}")


def test_a_follower_is_where_the_presenter_is_or_looks_around(
    web: SignIn, lead: Actor, employee: Actor, meeting: Meeting, secret_result: KeyResult
) -> None:
    browser = web(employee)
    token = token_of(browser, meeting)
    assert look(browser, meeting, token).status_code == 204
    web(lead).post(f"/meetings/{meeting.id}/move", {"to": str(secret_result.id)}, headers=HX)
    moved = look(browser, meeting, token)
    assert f'data-key-here="{secret_result.id}"' in moved.content.decode()
    around = text_of(browser, f"/meetings/{meeting.id}?at=end")
    assert 'data-key-here="end"' in around
    assert "data-look" in around
    assert browser.get(f"/meetings/{meeting.id}?at=99").status_code == 404


def test_without_scripts_links_and_forms_do_the_same(
    web: SignIn, lead: Actor, employee: Actor, meeting: Meeting
) -> None:
    moved = web(lead).post(f"/meetings/{meeting.id}/move", {"to": "end"})
    assert moved.headers["Location"] == f"/meetings/{meeting.id}"
    assert 'data-key-here="end"' in text_of(web(employee), f"/meetings/{meeting.id}")
    refused = web(employee).post(f"/meetings/{meeting.id}/move", {"to": "end"})
    assert refused.status_code == 403
    taken = {"kind": "action", "body": "约三家客户", "owner": "周晓宇", "due_on": "2026-11-25"}
    web(employee).post(f"/meetings/{meeting.id}/entries", taken)
    assert "约三家客户" in text_of(web(lead), f"/meetings/{meeting.id}")
    wrong = web(employee).post(f"/meetings/{meeting.id}/entries", {**taken, "owner": "没有这人"})
    assert wrong.status_code == 422
    assert "约三家客户</textarea>" in wrong.content.decode()


def test_something_hidden_leaves_no_trace(
    web: SignIn,
    lead: Actor,
    employee: Actor,
    newcomer: Actor,
    colleague: Actor,
    meeting: Meeting,
    secret_result: KeyResult,
) -> None:
    """Not a word, not a number, and not a beat: the place, the timer and the token stay as they were."""
    browsers = [web(newcomer), web(colleague)]
    tokens = [token_of(browser, meeting) for browser in browsers]
    before = [text_of(browser, f"/meetings/{meeting.id}") for browser in browsers]
    assert all("鲸鱼" not in text and "0/2" in text.replace("1/2", "0/2") for text in before)
    move_on(lead, meeting.id, to=str(secret_result.id))
    set_timer(lead, meeting.id, minutes=5)
    take_down(lead, meeting.id, body="鲸鱼要价太高", about=str(secret_result.id))
    for browser, token in zip(browsers, tokens, strict=True):
        assert look(browser, meeting, token).status_code == 204
        assert token.split(".")[1] == token_of(browser, meeting).split(".")[1]
        hidden = browser.get(f"/meetings/{meeting.id}?at={secret_result.id}")
        assert hidden.status_code == 404
        for address in (f"/meetings/{meeting.id}", f"/teams/{meeting.team_id}", "/search?q=鲸鱼"):
            text = text_of(browser, address)
            assert "data-left" not in text
            assert "鲸鱼要价" not in text
            assert "谈妥鲸鱼" not in text
    end_meeting(lead, meeting.id)
    for browser in browsers:
        assert "鲸鱼" not in text_of(browser, f"/meetings/{meeting.id}/minutes")
    assert "鲸鱼要价太高" in text_of(web(employee), f"/meetings/{meeting.id}/minutes")


def test_a_meeting_that_ended_keeps_what_somebody_is_writing(
    web: SignIn, lead: Actor, employee: Actor, meeting: Meeting
) -> None:
    browser = web(employee)
    token = token_of(browser, meeting)
    web(lead).post(f"/meetings/{meeting.id}/end", {"summary": "都在路上"})
    ended = look(browser, meeting, token)
    assert ended.headers["X-Ended"] == f"/meetings/{meeting.id}/minutes"
    late = browser.post(
        f"/meetings/{meeting.id}/entries", {"kind": "note", "body": "晚了一步 的话"}
    )
    assert late.status_code == 409
    assert "晚了一步 的话" in late.content.decode()
    said = browser.post(
        f"/meetings/{meeting.id}/entries", {"kind": "note", "body": "晚了"}, headers=HX
    )
    assert said.status_code == 409
    assert Entry.objects.count() == 0


def test_minutes_are_kept_found_and_listed(
    web: SignIn, lead: Actor, employee: Actor, colleague: Actor, meeting: Meeting
) -> None:
    take_down(lead, meeting.id, kind="decision", body="暂停华南投放")
    take_down(lead, meeting.id, kind="action", body="重算预算", owner=employee.member_id)
    end_meeting(lead, meeting.id, summary="续约在路上，获客要收一收")
    shown = text_of(web(colleague), f"/meetings/{meeting.id}/minutes")
    assert "暂停华南投放" in shown
    assert "续约在路上" in shown
    assert "暂停华南" in text_of(web(colleague), "/search?q=华南").replace("<mark>", "").replace(
        "</mark>", ""
    )
    assert f"/meetings/{meeting.id}/minutes" in text_of(web(colleague), "/search?q=获客")
    for address in (f"/teams/{meeting.team_id}", f"/teams/{meeting.team_id}/meetings"):
        assert f"/meetings/{meeting.id}/minutes" in text_of(web(colleague), address)
    assert "重算预算" in text_of(web(employee), "/inbox")


def test_an_action_is_done_where_it_is_shown(
    web: SignIn, lead: Actor, employee: Actor, meeting: Meeting
) -> None:
    take_down(lead, meeting.id, kind="action", body="重算预算", owner=employee.member_id)
    end_meeting(lead, meeting.id)
    action = Action.objects.get()
    here = f"/meetings/{meeting.id}/minutes"
    done = web(employee).post(f"/actions/{action.id}", {"act": "done", "back": here})
    assert done.headers["Location"] == here
    action.refresh_from_db()
    assert action.done_by_id == employee.member_id


@pytest.mark.parametrize("at", ["", "?at=end"])
def test_the_screen_stays_in_its_budget(
    web: SignIn,
    lead: Actor,
    employee: Actor,
    meeting: Meeting,
    objective: Objective,
    write_key_result: WriteKeyResult,
    at: str,
) -> None:
    def grow() -> None:
        for n in range(4):
            take_down(employee, meeting.id, kind="action", body=f"第 {n} 件", about="")
            key = str(objective.key_results.order_by("id")[0].id)
            take_down(employee, meeting.id, body=f"记 {n}", about=key)

    stays_in_budget(web(lead), f"/meetings/{meeting.id}{at}", grow)


def test_asking_what_is_new_costs_one_query(web: SignIn, employee: Actor, meeting: Meeting) -> None:
    """Beside the three that say who asks."""
    browser = web(employee)
    token = token_of(browser, meeting)
    with CaptureQueriesContext(connection) as asked:
        assert look(browser, meeting, token).status_code == 204
    assert len(asked) == 3 + 1


def test_lists_and_minutes_stay_in_their_budget(
    web: SignIn, lead: Actor, employee: Actor, meeting: Meeting, checked_in: KeyResult
) -> None:
    take_down(lead, meeting.id, kind="action", body="甲", about=str(checked_in.id))
    browser = web(employee)

    def more() -> None:
        for n in range(3):
            take_down(lead, meeting.id, kind="action", body=f"{n}", about=str(checked_in.id))

    more()
    with clock.set_to(MORNING + timedelta(minutes=30)):
        end_meeting(lead, meeting.id)
    for address in (
        f"/meetings/{meeting.id}/minutes",
        f"/teams/{meeting.team_id}/meetings",
        f"/teams/{meeting.team_id}",
    ):
        stays_in_budget(browser, address, lambda: None)


def test_whoever_may_look_at_a_meeting_has_its_files_while_it_goes_on(
    web: SignIn, meeting: Meeting, viewer: Actor
) -> None:
    found = files_on(web(viewer), f"/meetings/{meeting.id}")
    assert found == {
        name: f"/exports/{name}?meeting={meeting.id}&format=json" for name in ("minutes", "actions")
    }
