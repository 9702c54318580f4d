"""The search page, the palette and the feed behind "older"."""

import re
from collections.abc import Callable
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from cairn.checkins.commands.weekly import save_update
from cairn.checkins.findable import KIND as UPDATE
from cairn.checkins.finding import FoundUpdate
from cairn.goals.models import KeyResult, Objective
from cairn.meetings.finding import find_minutes_and_updates
from cairn.okr_templates.commands.keeping import create_template
from cairn.organization.actor import Actor
from cairn.organization.findable import put_member, put_team
from cairn.organization.models import Team
from cairn.search import index
from cairn.web.search import marked
from tests.cast import TODAY, WriteObjective, member_of
from tests.web.budgets import stays_in_budget

type SignIn = Callable[[Actor], Client]


def text_of(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_two_chinese_characters_find_objectives_and_key_results(
    web: SignIn, employee: Actor, key_result: KeyResult
) -> None:
    shown = text_of(web(employee), "/search?q=客户")
    assert f"/objectives/{key_result.objective_id}" in shown
    assert "<mark>客户</mark>" in shown
    assert f"#kr-{key_result.id}" in text_of(web(employee), "/search?q=续约")


def test_people_and_teams_are_found(web: SignIn, employee: Actor, team: Team) -> None:
    put_member(member_of(employee))
    put_team(team)
    assert f"/people/{employee.member_id}" in text_of(web(employee), "/search?q=周晓")
    assert f'/teams/{team.id}"><mark>' in text_of(web(employee), "/search?q=增长")


def test_what_others_may_not_see_is_not_found(
    web: SignIn, employee: Actor, colleague: Actor, stranger: Actor, write_objective: WriteObjective
) -> None:
    write_objective(employee, title="收购计划", visibility="people", readers=[employee.member_id])
    assert "<mark>" in text_of(web(employee), "/search?q=收购")
    for other in (colleague, stranger):
        assert "<mark>" not in text_of(web(other), "/search?q=收购")
        assert "收购计划" not in text_of(web(other), "/palette?q=收购")


def test_an_empty_query_and_an_empty_answer_say_what_to_do(web: SignIn, employee: Actor) -> None:
    for address in ("/search", "/search?q=%20", "/search?q=没有的东西"):
        assert 'class="empty"' in text_of(web(employee), address)


@pytest.mark.parametrize(
    "query", ['"', "'", "*", "a AND", "NEAR(", "\\", "%", "🍵", "<b>", "x" * 900]
)
def test_no_query_breaks_it(web: SignIn, employee: Actor, objective: Objective, query: str) -> None:
    for page in ("/search", "/palette", "/objectives", "/people"):
        assert web(employee).get(page, {"q": query}).status_code == 200


def test_marking_escapes_what_people_wrote() -> None:
    assert marked("<i>续约</i>", "续约") == "&lt;i&gt;<mark>续约</mark>&lt;/i&gt;"
    assert marked("Renewal rate", "renew") == "<mark>Renew</mark>al rate"
    assert marked("续约", "") == "续约"


def test_an_empty_palette_offers_places_and_what_is_mine(
    web: SignIn, employee: Actor, objective: Objective, team: Team
) -> None:
    shown = text_of(web(employee), "/palette?q=")
    assert "<html" not in shown
    assert "<kbd>g</kbd>" in shown
    assert objective.title in shown
    assert f"/teams/{team.id}" in shown
    assert all(f'href="/{one}"' in shown for one in ("inbox", "weekly", "rounds", "reports"))


def test_the_palette_finds_things_and_places(
    web: SignIn, colleague: Actor, objective: Objective
) -> None:
    assert f"/objectives/{objective.id}" in text_of(web(colleague), "/palette?q=老客户")
    assert 'href="/teams"' in text_of(web(colleague), "/palette?q=team")


def test_older_entries_of_a_feed_follow_the_newest(
    web: SignIn, employee: Actor, team: Team, write_objective: WriteObjective
) -> None:
    for place in range(15):
        write_objective(employee, title=f"目标 {place}", team=team.id)
    first = text_of(web(employee), f"/feed?team={team.id}")
    older = re.search(r'class="btn" href="([^"]+)"', first)
    assert older
    rest = text_of(web(employee), unescape(older[1]), **{"HX-Request": "true"})
    assert "<html" not in rest
    assert (first.count("<time"), rest.count("<time")) == (20, 10)


def test_a_feed_tells_only_what_the_reader_may_see(
    web: SignIn, employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    hidden = write_objective(
        employee, title="收购计划", visibility="people", readers=[employee.member_id]
    )
    assert "收购计划" in text_of(web(employee), "/feed")
    assert "收购计划" not in text_of(web(colleague), "/feed")
    assert "收购计划" not in text_of(web(colleague), f"/feed?objective={hidden.id}")


def test_the_pages_stay_in_their_budget(
    web: SignIn, employee: Actor, checked_in: KeyResult, write_objective: WriteObjective
) -> None:
    def grow() -> None:
        for place in range(4):
            write_objective(employee, title=f"留住客户 {place}")

    for address in ("/search?q=客户", "/palette?q=客户", "/palette?q=", "/feed"):
        stays_in_budget(web(employee), address, grow)


def test_an_organizations_own_template_is_found_before_those_that_ship(
    web: SignIn, champion: Actor, employee: Actor, stranger: Actor
) -> None:
    title = "让续约水到渠成"
    line = {"text_zh": "续约率从 {from}% 提高到 {to}%", "kind": "increase", "unit": "percent"}
    own = create_template(champion, title_zh=title, department="sales", key_results=[line])
    for address in ("/search?q=续约", "/palette?q=续约"):
        shown = text_of(web(employee), address)
        places = re.findall(r'href="/templates/([\w-]+)"', shown)
        assert places[0] == str(own.id)
        assert len(places) > 1
        assert f"/templates/{own.id}" not in text_of(web(stranger), address)


def updates_found(viewer: Actor, query: str) -> list[FoundUpdate]:
    return find_minutes_and_updates(viewer, query, 9)[1]


def test_a_published_weekly_update_is_found_by_what_it_says_now(
    web: SignIn, employee: Actor, colleague: Actor, stranger: Actor
) -> None:
    """A draft is nobody's to find, and what was taken out of a text finds nothing any more."""
    update = save_update(employee, TODAY, priorities="先把续约谈判做完")
    assert updates_found(colleague, "谈判") == updates_found(employee, "谈判") == []
    save_update(employee, TODAY, publish=True)
    assert [one.id for one in updates_found(colleague, "续约 谈判")] == [update.id]
    assert updates_found(stranger, "谈判") == []
    for address in ("/search?q=谈判", "/palette?q=谈判"):
        assert f"/weekly/updates/{update.id}" in web(colleague).get(address).text
    save_update(employee, TODAY, priorities="先把报价做完", ahead="看看新仓库")
    assert updates_found(colleague, "谈判") == []
    assert updates_found(colleague, "仓库")[0].text == "看看新仓库"


def test_updates_that_were_published_before_search_knew_of_them_are_found(
    employee: Actor, colleague: Actor, lead: Actor
) -> None:
    """Those that it knows already, and drafts, stay as they are."""
    old = save_update(employee, TODAY, priorities="先把续约谈判做完", publish=True)
    index.drop(UPDATE, old.id)
    known = save_update(colleague, TODAY, priorities="谈判的稿子", publish=True)
    save_update(lead, TODAY, priorities="谈判草稿")
    import_module("cairn.checkins.migrations.0004_updates_found_by_search").fill(apps, None)
    assert {one.id for one in updates_found(lead, "谈判")} == {old.id, known.id}
