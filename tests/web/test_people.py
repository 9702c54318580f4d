"""The list of people and the page of a person."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.findable import put_member
from cairn.organization.models import Organization, Team
from cairn.web import paging, people
from tests.cast import WriteKeyResult, WriteObjective, make_member, member_of
from tests.web.budgets import stays_in_budget

type SignIn = Callable[[Actor], Client]


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_foundshows_name_team_manager_and_counts(
    web: SignIn, employee: Actor, lead: Actor, checked_in: KeyResult
) -> None:
    found = text_of(web(employee), "/people").split('id="found"')[1]
    row = found.split("周晓宇")[1]
    assert "增长部" in row
    assert lead.name in row
    assert f"/objectives?owner={employee.member_id}" in row


def test_two_characters_of_a_name_find_a_person(
    web: SignIn, employee: Actor, colleague: Actor
) -> None:
    put_member(member_of(employee))
    put_member(member_of(colleague))
    found = text_of(web(colleague), "/people?q=晓宇").split('id="found"')[1]
    assert f"/people/{employee.member_id}" in found
    assert f"/people/{colleague.member_id}" not in found


def test_a_team_narrows_the_list(
    web: SignIn, employee: Actor, colleague: Actor, team: Team
) -> None:
    found = text_of(web(employee), f"/people?team={team.id}").split('id="found"')[1]
    assert f"/people/{employee.member_id}" in found
    assert f"/people/{colleague.member_id}" not in found


def more_url(shown: str) -> str:
    link = re.search(r'hx-get="([^"]+after=[^"]+)"', shown)
    return unescape(link[1]) if link else ""


def test_pages_follow_each_other_without_gaps(
    monkeypatch: pytest.MonkeyPatch, web: SignIn, employee: Actor, organization: Organization
) -> None:
    monkeypatch.setattr(people, "PAGE", 2)
    monkeypatch.setattr(people, "cut", lambda found: paging.cut(found, 2))
    for place in range(3):
        make_member(organization, "同名", f"same-{place}@cairn.test")
    client, address, seen = web(employee), "/people", list[int]()
    while address:
        found = text_of(client, address).split('id="found"')[1]
        seen += map(int, re.findall(r'person">.*?/people/(\d+)"', found))
        address = more_url(found)
    assert len(seen) == len(set(seen)) == organization.members.count()


def test_htmx_gets_the_rows_alone(web: SignIn, employee: Actor) -> None:
    answer = web(employee).get("/people?after=1.a", headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()


def test_a_person_shows_objectives_and_key_results_elsewhere(
    web: SignIn,
    lead: Actor,
    employee: Actor,
    objective: Objective,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    other = write_objective(lead, title="负责人的目标")
    write_key_result(lead, other, title="分给员工的结果", owner=employee.member_id)
    shown = text_of(web(lead), f"/people/{employee.member_id}")
    assert "让老客户愿意留下来" in shown
    assert "分给员工的结果" in shown
    assert lead.name in shown
    assert employee.name in text_of(web(employee), f"/people/{lead.member_id}")


def test_what_is_for_others_stays_off_the_page_and_its_feed(
    web: SignIn, employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    write_objective(employee, title="悄悄话", visibility="people", readers=[employee.member_id])
    address = f"/people/{employee.member_id}"
    assert text_of(web(employee), address).count("悄悄话") > 1
    assert "悄悄话" not in text_of(web(colleague), address)


def test_a_person_elsewhere_does_not_exist(web: SignIn, stranger: Actor, employee: Actor) -> None:
    assert web(stranger).get(f"/people/{employee.member_id}").status_code == 404


def test_the_pages_stay_in_their_budget(
    web: SignIn,
    employee: Actor,
    organization: Organization,
    team: Team,
    checked_in: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    def grow() -> None:
        for place in range(3):
            make_member(organization, f"新人 {place}", f"n{place}@cairn.test", manager=employee)
            write_key_result(employee, write_objective(employee))

    stays_in_budget(web(employee), f"/people/{employee.member_id}", grow)
    stays_in_budget(
        web(employee), "/people", lambda: make_member(organization, "再一人", "x@cairn.test")
    )
