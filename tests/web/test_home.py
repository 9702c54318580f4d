"""Home: what I owe, what is mine, my teams'."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.models import Comment, Mention
from cairn.checkins.reminders import due_reminders
from cairn.cycles.models import Cycle
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import TODAY, WriteKeyResult, WriteObjective, again

type Web = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
QUERIES = 10  # and one more for those who lead a team


def test_home_shows_what_is_due_and_what_is_mine(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    page = web(employee).get("/").text
    assert f'id="due-{key_result.id}"' in page
    assert f'id="kr-{key_result.id}"' in page
    assert "2026 Q4" in page


def test_a_due_row_is_saved_in_place(web: Web, employee: Actor, key_result: KeyResult) -> None:
    answer = web(employee).post(
        f"/check-in/{key_result.id}",
        {"value": "69", "confidence": "7", "view": "home", "place": "due"},
        headers={"HX-Request": "true"},
    )
    assert f'id="due-{key_result.id}-last"' in answer.text
    assert f'id="o-{key_result.objective_id}-head"' in answer.text
    key_result.refresh_from_db()
    assert key_result.current == 69
    assert key_result.confidence == 7


def test_a_wrong_value_is_refused_in_place(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    answer = web(employee).post(
        f"/check-in/{key_result.id}",
        {"value": "?", "view": "home", "place": "due"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_viewer_is_offered_nothing_to_write(web: Web, viewer: Actor, cycle: Cycle) -> None:
    for address in ("/", "/objectives"):
        page = web(viewer).get(address).text
        assert 'href="/objectives/new"' not in page, address


def test_a_member_without_anything_reads_what_to_do_next(
    web: Web, colleague: Actor, cycle: Cycle
) -> None:
    page = web(colleague).get("/").text
    assert 'href="/objectives/new"' in page
    assert 'class="calm"' in page


def test_an_organization_without_a_cycle_still_has_a_home(web: Web, admin: Actor) -> None:
    assert 'href="/settings/cycles"' in web(admin).get("/").text


def test_a_mention_is_answered_in_place(
    web: Web, lead: Actor, employee: Actor, objective: Objective
) -> None:
    add_comment(lead, objective.id, body="@周晓宇 续约的瓶颈在哪里？")
    client = web(employee)
    assert "续约的瓶颈在哪里" in client.get("/").text
    mention = Mention.objects.get()
    assert f'href="/comments/{mention.comment_id}"' in client.get("/").text
    client.post(f"/inbox/mentions/{mention.id}", {"body": "在合同审批。"})
    assert Comment.objects.filter(parent=mention.comment_id, body="在合同审批。").exists()
    assert "续约的瓶颈在哪里" not in client.get("/").text


def test_nobody_answers_for_somebody_else(
    web: Web, lead: Actor, employee: Actor, colleague: Actor, objective: Objective
) -> None:
    add_comment(lead, objective.id, body="@周晓宇 看一下")
    mention = Mention.objects.get()
    answer = web(colleague).post(f"/inbox/mentions/{mention.id}", {"body": "我来"})
    assert answer.status_code == 404
    assert Comment.objects.count() == 1


def test_an_open_key_result_of_my_team_is_claimed(
    web: Web,
    employee: Actor,
    lead: Actor,
    team: Team,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    objective = write_objective(lead, team=team.id)
    made = write_key_result(lead, objective, title="谁来负责", owner=None)
    client = web(employee)
    assert f"/inbox/claims/{made.id}" in client.get("/").text
    client.post(f"/inbox/claims/{made.id}")
    made.refresh_from_db()
    assert made.owner_id == employee.member_id


def test_a_fall_of_three_alerts_the_owner_of_the_objective(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    for confidence in (8, 5):
        check_in(employee, key_result.id, confidence=confidence)
    assert "8 → 5" in web(employee).get("/").text


def test_drafts_are_marked(web: Web, employee: Actor, write_objective: WriteObjective) -> None:
    write_objective(employee, title="还在想", publish=False)
    page = web(employee).get("/").text
    assert "还在想" in page
    assert 'class="chip draft"' in page


def test_another_cycle_is_a_click_away(
    web: Web, employee: Actor, objective: Objective, year: Cycle
) -> None:
    client = web(employee)
    assert f"?cycle={year.id}" in client.get("/").text
    assert objective.title not in client.get(f"/?cycle={year.id}").text


def test_home_asks_ten_questions_whatever_there_is(
    web: Web,
    employee: Actor,
    lead: Actor,
    team: Team,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = web(employee)
    for _ in range(2):
        for owner in (employee, again(lead)):
            for _ in range(3):
                objective = write_objective(owner, team=team.id, owner=owner.member_id)
                write_key_result(owner, objective)
                steps = [(None, "一", Decimal(1))]
                write_key_result(owner, objective, kind="milestones", milestones=steps)
        add_comment(lead, objective.id, body="@周晓宇 看一下")
        with django_assert_num_queries(QUERIES):
            client.get("/")


def test_several_objectives_of_mine_can_be_put_in_order(
    web: Web, employee: Actor, write_objective: WriteObjective
) -> None:
    first = write_objective(employee, owner=employee.member_id)
    assert "data-handle" not in web(employee).get("/").text
    second = write_objective(employee, owner=employee.member_id)
    assert web(employee).get("/").text.count("data-handle") == 2
    web(employee).post("/objectives/order", {"id": [second.id, first.id]})
    page = web(employee).get("/").text
    assert page.index(f'data-id="{second.id}"') < page.index(f'data-id="{first.id}"')


def test_hours_and_minutes_are_read_as_the_path_is_written(
    web: Web, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    ends = {"start": Decimal(15000), "target": Decimal(5400)}
    slow = write_key_result(employee, objective, unit="duration", kind="decrease", **ends)
    web(employee).post(f"/check-in/{slow.id}", {"value": "2:20"})
    slow.refresh_from_db()
    assert slow.current == 8400


def test_a_row_that_is_due_before_the_round_ends_says_its_day(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    assert "11 月 19 日截止" not in web(employee).get("/").text
    said = {"checked_in_on": TODAY - timedelta(days=1), "cadence_days": 2}
    KeyResult.objects.filter(id=key_result.id).update(**said)
    assert "周四 11 月 19 日截止" in web(employee).get("/").text


def test_a_reminder_is_put_off_here_and_the_duty_stays(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    """It says until when; the row is as due as before, and the others hear of it all the same."""
    client = web(employee)
    tomorrow = TODAY + timedelta(days=1)
    later = f"/check-in/{key_result.id}/later?until_on={tomorrow.isoformat()}"
    assert later in client.get("/").text
    answer = client.post(later, {"view": "home"})
    assert answer.headers["Location"] == "/"
    page = client.get("/").text
    assert f'id="due-{key_result.id}"' in page
    assert 'aria-current="true"' in page
    organization = key_result.objective.organization
    told = [
        (one.step, one.told_on)
        for days in range(14)
        for one in due_reminders(organization, TODAY + timedelta(days=days))
    ]
    assert ("owner", tomorrow) in told
    assert ("lead", date(2026, 11, 27)) in told
