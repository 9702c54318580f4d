"""The list of objectives, its filters, and what was deleted."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from cairn.goals.commands.objectives import delete_objective
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage import clock
from cairn.web import objective_list, paging
from tests.cast import MORNING, WriteKeyResult, WriteObjective
from tests.web.budgets import stays_in_budget

type SignIn = Callable[[Actor], Client]


def shown_by(client: Client, address: str) -> str:
    """The page without its frame."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().split("</header>")[1]


def titles(client: Client, address: str) -> set[str]:
    return set(re.findall(r'href="/objectives/\d+">([^<]+)</a>', shown_by(client, address)))


def deleted_titles(client: Client) -> set[str]:
    return set(re.findall(r"<tr><td>([^<]+)<small", shown_by(client, "/objectives/deleted")))


@pytest.fixture
def several(
    employee: Actor,
    lead: Actor,
    team: Team,
    checked_in: KeyResult,
    write_objective: WriteObjective,
) -> None:
    write_objective(lead, title="负责人的", owner=lead.member_id, tags=["增长"])
    write_objective(employee, title="愿景", owner=employee.member_id, type="aspirational")
    write_objective(employee, title="成长", owner=employee.member_id, is_growth=True)
    write_objective(employee, title="草稿", owner=employee.member_id, publish=False)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("owner=me", {"让老客户愿意留下来", "愿景", "成长", "草稿"}),
        ("status=behind", {"让老客户愿意留下来"}),
        ("status=draft", {"草稿"}),
        ("type=aspirational", {"愿景"}),
        ("type=growth", {"成长"}),
        ("tag=增长", {"负责人的"}),
        ("q=续约", {"让老客户愿意留下来"}),
        ("q=没有这个", set()),
    ],
)
@pytest.mark.usefixtures("several")
def test_the_address_narrows_the_list(
    web: SignIn, employee: Actor, query: str, expected: set[str]
) -> None:
    assert titles(web(employee), f"/objectives?{query}") == expected


@pytest.mark.usefixtures("several")
def test_a_team_and_a_person_narrow_it(
    web: SignIn, employee: Actor, lead: Actor, team: Team
) -> None:
    assert titles(web(employee), f"/objectives?team={team.id}") == {"让老客户愿意留下来"}
    assert titles(web(employee), f"/objectives?owner={lead.member_id}") == {"负责人的"}


@pytest.mark.usefixtures("several")
def test_nonsense_in_the_address_is_not_asked_for(web: SignIn, employee: Actor) -> None:
    everything = titles(web(employee), "/objectives")
    assert titles(web(employee), "/objectives?status=no&team=x&type=no&owner=-1") == everything


def test_other_peoples_drafts_are_not_listed(
    web: SignIn, employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    write_objective(employee, title="草稿", publish=False)
    assert titles(web(colleague), "/objectives") == set()


def test_pages_follow_each_other(
    monkeypatch: pytest.MonkeyPatch,
    web: SignIn,
    employee: Actor,
    write_objective: WriteObjective,
) -> None:
    monkeypatch.setattr(objective_list, "PAGE", 2)
    monkeypatch.setattr(objective_list, "cut", lambda found: paging.cut(found, 2))
    made = [write_objective(employee, title=f"第 {n} 个").id for n in range(5)]
    client, address, seen = web(employee), "/objectives", list[int]()
    while address:
        shown = shown_by(client, address)
        seen += map(int, re.findall(r'href="/objectives/(\d+)">', shown))
        more = re.search(r'hx-get="([^"]+before=[^"]+)"', shown)
        address = unescape(more[1]) if more else ""
    assert seen == sorted(made, reverse=True)


def test_htmx_gets_the_list_alone(web: SignIn, employee: Actor, objective: Objective) -> None:
    shown = web(employee).get("/objectives?q=", headers={"HX-Request": "true"}).content.decode()
    assert objective.title in shown
    assert "<html" not in shown


def test_what_was_deleted_is_listed_for_those_who_may_restore_it(
    web: SignIn, employee: Actor, colleague: Actor, champion: Actor, objective: Objective
) -> None:
    delete_objective(employee, objective.id)
    assert deleted_titles(web(employee)) == {objective.title}
    assert deleted_titles(web(champion)) == {objective.title}
    assert deleted_titles(web(colleague)) == set()
    assert titles(web(employee), "/objectives") == set()


def test_after_thirty_days_it_is_gone(web: SignIn, employee: Actor, objective: Objective) -> None:
    delete_objective(employee, objective.id)
    with clock.set_to(MORNING + timedelta(days=31)):
        assert deleted_titles(web(employee)) == set()


def test_the_list_stays_in_its_budget(
    web: SignIn,
    employee: Actor,
    checked_in: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    def grow() -> None:
        for _time in range(4):
            write_key_result(employee, write_objective(employee, tags=["一", "二"]))

    stays_in_budget(web(employee), "/objectives", grow)
    stays_in_budget(web(employee), "/objectives?owner=me&q=让", grow)


def test_the_rail_marks_my_objectives_only_where_they_are_mine(
    web: Callable[[Actor], Client], employee: Actor, objective: Objective
) -> None:
    mark = 'class="rail-link" href="/objectives?owner=me" aria-current="page"'
    reader = web(employee)
    assert mark in reader.get("/objectives?owner=me").text
    assert mark not in reader.get(f"/objectives/{objective.id}").text
    assert mark not in reader.get("/objectives").text
