"""Agreeing on the pages: one objective, a person's or team's set, and a cycle's champion."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.template import engines
from django.test import Client

from cairn.checkins.commands.helping import ask_for_help
from cairn.cycles.models import Cycle
from cairn.goals import sets
from cairn.goals.agreed import spell_text
from cairn.goals.commands.asking import agreed_text
from cairn.goals.commands.confirming import submit_objective
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.confirming import waiting_confirmations
from cairn.goals.models import Objective
from cairn.goals.queries import find_objective
from cairn.notifications.models import Notice, Topic
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member, Organization, Team
from cairn.planning.commands.rounds import start_round
from tests.cast import TODAY, WriteKeyResult, WriteObjective, make_team

type Web = Callable[[Actor], Client]


@pytest.fixture
def draft(
    employee: Actor, write_objective: WriteObjective, write_key_result: WriteKeyResult
) -> Objective:
    made = write_objective(employee, publish=False)
    write_key_result(employee, made)
    return made


@pytest.fixture
def submitted(employee: Actor, draft: Objective) -> Objective:
    return submit_objective(employee, draft.id, note="请过目")


def seen_in(text: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', text)
    assert found
    return html.unescape(found[1])


def test_what_a_round_will_announce_is_confirmed_without_being_published(
    web: Web, champion: Actor, lead: Actor, employee: Actor, submitted: Objective
) -> None:
    paths = (
        f"/objectives/{submitted.id}",
        f"/people/{employee.member_id}/agree?cycle={submitted.cycle_id}",
        "/inbox?only=confirmations",
    )
    ticked = ['name="publish" checked>' in web(lead).get(path).text for path in paths]
    start_round(champion, submitted.cycle_id)
    left = ['name="publish">' in web(lead).get(path).text for path in paths]
    assert ticked == left == [True, True, True]


def test_a_draft_is_submitted_and_taken_back(web: Web, employee: Actor, draft: Objective) -> None:
    client, path = web(employee), f"/objectives/{draft.id}"
    assert f'action="{path}/submit"' in client.get(path).text
    assert client.post(f"{path}/submit", {"note": "请过目"}).status_code == 303
    text = client.get(path).text
    assert "请过目" in text
    assert f'action="{path}/withdraw"' in text
    assert f'action="{path}/confirm"' not in text
    client.post(f"{path}/withdraw")
    draft.refresh_from_db()
    assert draft.agreement == ""


def test_the_manager_reads_and_confirms(web: Web, lead: Actor, submitted: Objective) -> None:
    client, path = web(lead), f"/objectives/{submitted.id}"
    seen = seen_in(client.get(path).text)
    answer = client.post(f"{path}/confirm", {"seen": seen, "publish": "on"})
    assert (answer.status_code, answer["Location"]) == (303, path)
    submitted.refresh_from_db()
    assert (submitted.agreement, submitted.is_draft) == ("confirmed", False)


def test_the_box_that_is_not_ticked_leaves_it_a_draft(
    web: Web, lead: Actor, submitted: Objective
) -> None:
    client, path = web(lead), f"/objectives/{submitted.id}"
    client.post(f"{path}/confirm", {"seen": seen_in(client.get(path).text)})
    submitted.refresh_from_db()
    assert (submitted.agreement, submitted.is_draft) == ("confirmed", True)


def test_a_text_that_changed_meanwhile_is_shown_with_the_old_one(
    web: Web, lead: Actor, employee: Actor, submitted: Objective
) -> None:
    client, path = web(lead), f"/objectives/{submitted.id}"
    seen = seen_in(client.get(path).text)
    edit_objective(employee, submitted.id, title="后来改的说法")
    answer = client.post(f"{path}/confirm", {"seen": seen, "back": "/inbox"})
    assert answer.status_code == 409
    assert answer.text.count('name="back" value="/inbox"') == 2  # confirm, return
    assert "<del>让新人第一天就能上手</del>" in answer.text
    assert "<ins>后来改的说法</ins>" in answer.text
    again = client.post(f"{path}/confirm", {"seen": seen_in(answer.text)})
    assert again.status_code == 303


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"key_results": 3}', "[" * 5000, '"\\ud800"'])
def test_a_broken_text_is_another_text(
    web: Web, lead: Actor, submitted: Objective, seen: str
) -> None:
    answer = web(lead).post(f"/objectives/{submitted.id}/confirm", {"seen": seen})
    assert answer.status_code == 409


def test_returning_without_a_comment_asks_for_one(
    web: Web, lead: Actor, submitted: Objective
) -> None:
    client, path = web(lead), f"/objectives/{submitted.id}"
    assert client.post(f"{path}/return", {"comment": " "}).status_code == 422
    assert client.post(f"{path}/return", {"comment": "少一个基线"}).status_code == 303
    assert "少一个基线" in client.get(path).text


def test_a_second_answer_says_so_and_breaks_nothing(
    web: Web, lead: Actor, submitted: Objective
) -> None:
    client, path = web(lead), f"/objectives/{submitted.id}"
    seen = seen_in(client.get(path).text)
    for _ in range(2):
        assert client.post(f"{path}/confirm", {"seen": seen}).status_code == 303


def test_the_history_names_every_field_in_the_reader_s_words(
    web: Web, employee: Actor, lead: Actor, submitted: Objective
) -> None:
    path = f"/objectives/{submitted.id}"
    ask_for_help(employee, asked=lead.member_id, body="想请您看一眼", objective=submitted.id)
    first = web(employee).get(f"{path}?tab=history").text
    assert "确认后的改动" not in first
    seen = seen_in(web(lead).get(path).text)
    web(lead).post(f"{path}/confirm", {"seen": seen})
    edit_objective(employee, submitted.id, title="换了说法")
    submit_objective(employee, submitted.id)
    then = web(employee).get(f"{path}?tab=history").text
    assert "确认后的改动" in then
    for raw in (">is change<", ">body<", ">answer<"):
        assert raw not in first + then


def test_others_may_not(web: Web, colleague: Actor, submitted: Objective) -> None:
    assert web(colleague).post(f"/objectives/{submitted.id}/confirm").status_code == 404


def test_what_was_changed_since_is_on_the_page(
    web: Web, lead: Actor, employee: Actor, submitted: Objective
) -> None:
    text = spell_text(agreed_text(find_objective(lead, submitted.id)))
    web(lead).post(f"/objectives/{submitted.id}/confirm", {"seen": text, "publish": "on"})
    edit_objective(employee, submitted.id, title="新的说法", reason="说得更清楚")
    page: Any = web(employee).get(f"/objectives/{submitted.id}").text
    assert "<del>让新人第一天就能上手</del>" in page
    assert "<ins>新的说法</ins>" in page


# The whole set


def test_a_manager_confirms_the_set_at_once(
    web: Web,
    lead: Actor,
    employee: Actor,
    submitted: Objective,
    write_objective: WriteObjective,
) -> None:
    second = write_objective(employee, title="第二个", publish=False)
    submit_objective(employee, second.id)
    above = write_objective(lead, title="上级的目标")
    client, path = web(lead), f"/people/{employee.member_id}/agree"
    text = client.get(path).text
    assert above.title in text
    form = {
        "act": "confirm",
        "objective": [str(submitted.id), str(second.id)],
        "publish": "on",
        **seen_of_all(text),
    }
    assert client.post(path, form).status_code == 303
    assert set(
        Objective.objects.filter(owner=employee.member_id).values_list("agreement", flat=True)
    ) == {"confirmed"}


def seen_of_all(text: str) -> dict[str, str]:
    found = re.findall(r'name="(seen-\d+)" value="([^"]*)"', text)
    return {name: html.unescape(value) for name, value in found}


def test_a_set_that_changed_meanwhile_is_shown_and_not_confirmed(
    web: Web, lead: Actor, employee: Actor, submitted: Objective, write_objective: WriteObjective
) -> None:
    second = write_objective(employee, title="第二个", publish=False)
    submit_objective(employee, second.id)
    client, path = web(lead), f"/people/{employee.member_id}/agree"
    seen = seen_of_all(client.get(path).text)
    edit_objective(employee, second.id, title="换了")
    ids = [str(submitted.id), str(second.id)]
    answer = client.post(path, {"act": "confirm", "objective": ids, **seen})
    assert answer.status_code == 409
    assert "<ins>换了</ins>" in answer.text
    assert not Objective.objects.filter(agreement="confirmed").exists()


def test_an_owner_submits_the_set_and_a_team_s_lead_theirs(
    web: Web, employee: Actor, lead: Actor, team: Team, draft: Objective, objective: Objective
) -> None:
    client, path = web(employee), f"/people/{employee.member_id}/agree"
    ids = re.findall(r'name="objective" value="(\d+)"', client.get(path).text)
    assert set(ids) == {str(draft.id), str(objective.id)}
    assert client.post(path, {"act": "submit", "objective": ids}).status_code == 303
    path = f"/teams/{team.id}/agree"
    assert "让老客户愿意留下来" in web(lead).get(path).text
    answer = web(lead).post(path, {"act": "return", "objective": [str(objective.id)]})
    assert answer.status_code == 403


def test_returning_a_set_needs_a_comment(
    web: Web, lead: Actor, employee: Actor, submitted: Objective
) -> None:
    client, path = web(lead), f"/people/{employee.member_id}/agree"
    form = {"act": "return", "objective": [str(submitted.id)], "comment": ""}
    assert client.post(path, form).status_code == 422
    assert client.post(path, form | {"comment": "再想想"}).status_code == 303
    submitted.refresh_from_db()
    assert submitted.agreement == "returned"


def test_others_see_of_a_set_what_they_may(
    web: Web, colleague: Actor, employee: Actor, submitted: Objective, stranger: Actor
) -> None:
    path = f"/people/{employee.member_id}/agree"
    assert submitted.title not in web(colleague).get(path).text
    assert web(stranger).get(path).status_code == 404


# The champion


def test_a_set_says_of_what_is_limited_who_can_see_it(
    web: Web, employee: Actor, lead: Actor, draft: Objective
) -> None:
    path = f"/people/{employee.member_id}/agree"
    words = "仅指定成员可见"
    assert words not in web(lead).get(path).text
    edit_objective(employee, draft.id, visibility="people")
    assert words in web(lead).get(path).text


def test_of_very_many_the_set_itself_is_not_left_out(
    web: Web,
    monkeypatch: pytest.MonkeyPatch,
    lead: Actor,
    employee: Actor,
    team: Team,
    write_objective: WriteObjective,
) -> None:
    for n in range(3):
        write_objective(lead, title=f"团队目标{n}", team=team.id)
    mine = write_objective(employee, title="排在最后的鲸鱼", publish=False)
    monkeypatch.setattr(sets, "MOST", 2)
    shown = web(employee).get(f"/people/{employee.member_id}/agree").text
    assert mine.title in shown
    assert "团队目标0" in shown


def test_the_champion_sees_who_has_nothing_and_reminds_once_a_day(
    web: Web, champion: Actor, employee: Actor, colleague: Actor, draft: Objective, cycle: Cycle
) -> None:
    client, path = web(champion), f"/cycles/{cycle.id}/agreeing"
    text = client.get(path).text
    assert "周晓宇" in text
    assert "Emma Clarke" in client.get(f"{path}?stage=nothing").text
    assert "Emma Clarke" not in client.get(f"{path}?stage=written").text
    remind = {"member": str(colleague.member_id)}
    assert client.post(f"{path}/remind", remind).status_code == 303
    client.post(f"{path}/remind", remind)
    told = Notice.objects.filter(member=colleague.member_id, topic=Topic.CONFIRMATIONS)
    assert told.count() == 1
    submit_objective(employee, draft.id)
    client.post(f"{path}/remind")
    assert not Notice.objects.filter(
        member=employee.member_id, kind__startswith="reminder"
    ).exists()


def test_teams_are_another_list(
    web: Web, champion: Actor, team: Team, objective: Objective, cycle: Cycle
) -> None:
    text = web(champion).get(f"/cycles/{cycle.id}/agreeing?kind=teams&team={team.id}").text
    assert f"/teams/{team.id}/agree" in text


def test_in_a_year_the_leads_of_teams_are_reminded(
    web: Web, champion: Actor, lead: Actor, team: Team, year: Cycle
) -> None:
    client, path = web(champion), f"/cycles/{year.id}/agreeing"
    assert f'name="member" value="{lead.member_id}"' in client.get(path).text
    assert 'name="member"' not in client.get(f"{path}?kind=people&stage=submitted").text
    client.post(f"{path}/remind", {"member": str(lead.member_id), "kind": "teams"})
    assert Notice.objects.filter(member=lead.member_id, kind="reminder.drafting.asked").count() == 1


def test_a_set_names_whoever_would_be_asked(
    web: Web, champion: Actor, lead: Actor, employee: Actor, team: Team, organization: Organization
) -> None:
    """The first lead above a team; nobody for a person whose manager only looks."""
    empty = make_team(organization, "没有组长的组", team)
    below = make_team(organization, "更小的组", empty)
    words = "确认人："
    assert f"{words}{lead.name}" in web(champion).get(f"/teams/{below.id}/agree").text
    mine = f"/people/{employee.member_id}/agree"
    assert f"{words}{lead.name}" in web(champion).get(mine).text
    Member.objects.filter(id=lead.member_id).update(role=Role.VIEWER)
    assert f"{words}{lead.name}" not in web(champion).get(mine).text


def test_nobody_else_sees_how_far_others_are(web: Web, lead: Actor, cycle: Cycle) -> None:
    assert web(lead).get(f"/cycles/{cycle.id}/agreeing").status_code == 403


def test_what_waits_stands_in_the_inbox_s_section(lead: Actor, submitted: Objective) -> None:
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    module = environment.get_template("inbox/confirmations.html").module
    text = module.confirmations_section(waiting_confirmations(lead, TODAY), "token")
    assert submitted.title in text
    assert "引导完成率" in text
    assert f'action="/objectives/{submitted.id}/confirm"' in text


# How much is asked


@pytest.mark.parametrize("place", ["objective", "person", "team", "cycle"])
def test_the_pages_ask_little_however_much_there_is(
    place: str,
    web: Web,
    champion: Actor,
    lead: Actor,
    employee: Actor,
    team: Team,
    submitted: Objective,
    objective: Objective,
    cycle: Cycle,
    write_objective: WriteObjective,
    django_assert_max_num_queries: Any,
) -> None:
    for title in "甲乙丙":
        write_objective(employee, title=title, team=team.id, owner=employee.member_id)
    paths = {
        "objective": f"/objectives/{submitted.id}",
        "person": f"/people/{employee.member_id}/agree",
        "team": f"/teams/{team.id}/agree",
        "cycle": f"/cycles/{cycle.id}/agreeing",
    }
    client = web(champion)
    with django_assert_max_num_queries(12):
        assert client.get(paths[place]).status_code == 200
