"""The page of what is not aligned."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from cairn.goals.commands.alignments import request_alignment
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import WriteKeyResult, WriteObjective, again, make_team
from tests.web.budgets import stays_in_budget

SignIn = Callable[[Actor], Client]


def text_of(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def test_each_row_has_its_act_for_who_may(
    web: SignIn, employee: Actor, colleague: Actor, key_result: KeyResult
) -> None:
    align = f'href="/objectives/{key_result.objective_id}/align"'
    carry = f'href="/key-results/{key_result.id}/carry-down"'
    assert align in text_of(web(employee), "/map/gaps")
    assert carry in text_of(web(again(employee)), "/map/gaps?list=unsupported")
    for address in ("/map/gaps", "/map/gaps?list=unsupported"):
        text = text_of(web(colleague), address)
        assert f"/objectives/{key_result.objective_id}" in text
        assert align not in text
        assert carry not in text


def test_a_skipped_level_names_what_it_passes_over(
    web: SignIn,
    organization: Organization,
    champion: Actor,
    company: Team,
    team: Team,
    write_objective: WriteObjective,
) -> None:
    squad = make_team(organization, "留存小组", team)
    above = write_objective(champion, title="成为客户最信任的伙伴", team=company.id)
    deep = write_objective(champion, title="流失预警", team=squad.id)
    tie = request_alignment(champion, deep.id, target=above.id)
    text = text_of(web(champion), "/map/gaps?list=skipped")
    assert "流失预警" in text
    assert f'href="/alignments/{tie.id}"' in text, "it is ended there, once another one stands"
    assert f'href="/objectives/{above.id}"' in text
    assert f'href="/teams/{team.id}">增长部</a>' in text


def test_tabs_count_and_keep_what_was_chosen(
    web: SignIn, colleague: Actor, team: Team, product: Team, objective: Objective
) -> None:
    text = text_of(web(colleague), f"/map/gaps?team={team.id}")
    assert re.search(r'Unaligned <span class="faint num">1<', text)
    assert f"list=skipped&team={team.id}" in text
    text = text_of(web(colleague), f"/map/gaps?team={product.id}")
    assert re.search(r'Unaligned <span class="faint num">0<', text)
    assert "No gap here" in text


def test_what_is_private_changes_no_count_and_no_row(
    web: SignIn, lead: Actor, colleague: Actor, team: Team, write_objective: WriteObjective
) -> None:
    hidden = write_objective(again(lead), title="收购鲸鱼计划", team=team.id, visibility="people")
    for name in ("unaligned", "unsupported", "skipped"):
        text = text_of(web(colleague), f"/map/gaps?list={name}")
        assert "鲸鱼" not in text
        assert str(hidden.id) not in text
        assert re.search(r'Unaligned <span class="faint num">0<', text)


@pytest.mark.parametrize("name", ["unaligned", "unsupported"])
def test_further_rows_follow_the_first_page(
    web: SignIn,
    employee: Actor,
    team: Team,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setattr("cairn.web.gaps.PAGE", 3)
    for place in range(4):
        one = write_objective(
            employee, title=f"目标 {place}", team=team.id, owner=employee.member_id
        )
        for number in range(2):
            write_key_result(employee, one, title=f"结果 {place}{number}")
    client, address = web(employee), f"/map/gaps?list={name}"
    seen: list[str] = []
    while address:
        text = text_of(client, address, **({"HX-Request": "true"} if seen else {}))
        seen += re.findall(r'class="gap-title" href="([^"]+)"', text)
        found = re.search(r'class="btn" href="(/map/gaps[^"]+)"', text)
        address = found[1] if found else ""
    assert len(seen) == len(set(seen)) == (4 if name == "unaligned" else 8)


def test_a_cursor_or_filter_that_makes_no_sense_is_passed_over(
    web: SignIn, colleague: Actor, objective: Objective
) -> None:
    for address in ("list=x&after=x", "list=unsupported&after=1", "cycle=x&after=1.2&team=x"):
        assert web(colleague).get(f"/map/gaps?{address}").status_code == 200
    assert "No gap here" in text_of(web(colleague), "/map/gaps?team=4")


@pytest.mark.parametrize("name", ["unaligned", "unsupported", "skipped"])
def test_the_page_stays_in_its_budget(
    web: SignIn,
    organization: Organization,
    champion: Actor,
    employee: Actor,
    company: Team,
    team: Team,
    key_result: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    name: str,
) -> None:
    squad = make_team(organization, "留存小组", team)
    above = write_objective(champion, title="成为客户最信任的伙伴", team=company.id)

    def grow() -> None:
        for place in range(3):
            one = write_objective(
                employee, title=f"目标 {place}", team=team.id, owner=employee.member_id
            )
            write_key_result(employee, one)
            for deep in (
                write_objective(champion, title=f"深 {place}", team=squad.id),
                write_objective(employee, title=f"我 {place}"),
            ):
                request_alignment(champion, deep.id, target=above.id)

    grow()
    stays_in_budget(web(employee), f"/map/gaps?list={name}&team={company.id}", grow)
