"""The button that follows, and the page of what changed."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import KeyResult, Objective
from cairn.notifications.commands import follow
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import WriteObjective
from tests.web.budgets import stays_in_budget

SignIn = Callable[[Actor], Client]


def text_of(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


@pytest.fixture
def places(employee: Actor, team: Team, objective: Objective) -> list[str]:
    return [
        f"/people/{employee.member_id}",
        f"/teams/{team.id}",
        f"/objectives/{objective.id}",
    ]


def test_the_button_works_without_scripts(web: SignIn, viewer: Actor, places: list[str]) -> None:
    client = web(viewer)
    for place in places:
        assert 'aria-pressed="false"' in text_of(client, place)
        answer = client.post(f"{place}/follow", {"follow": "1"})
        assert (answer.status_code, answer["Location"]) == (303, place)
        assert 'aria-pressed="true"' in text_of(client, place)
        assert f'href="{place}"' in text_of(client, "/following")
        answer = client.post(f"{place}/follow", {"follow": "0", "from": "following"})
        assert (answer.status_code, answer["Location"]) == (303, "/following")
        assert 'aria-pressed="false"' in text_of(client, place)


def test_with_scripts_the_button_alone_is_drawn_anew(
    web: SignIn, colleague: Actor, places: list[str]
) -> None:
    for place in places:
        answer = web(colleague).post(
            f"{place}/follow",
            {"follow": "1", "csrfmiddlewaretoken": "t0ken"},
            headers={"HX-Request": "true"},
        )
        text = answer.content.decode()
        assert text.startswith("<form")
        assert 'aria-pressed="true"' in text
        assert 'name="follow" value="0"' in text
        assert "t0ken" in text


def test_my_own_page_has_no_such_button(web: SignIn, employee: Actor) -> None:
    assert "/follow" not in text_of(web(employee), f"/people/{employee.member_id}").replace(
        'href="/following"', ""
    )


def test_the_page_tells_what_changed(
    web: SignIn, colleague: Actor, team: Team, checked_in: KeyResult
) -> None:
    client = web(colleague)
    assert "You follow nothing yet" in text_of(client, "/following")
    follow(colleague, "team", team.id)
    text = text_of(client, "/following")
    assert "checked in" in text
    assert "两个大客户已续约" in text


def test_what_was_hidden_since_is_told_no_more(
    web: SignIn, colleague: Actor, employee: Actor, objective: Objective
) -> None:
    follow(colleague, "objective", objective.id)
    assert "让老客户" in text_of(web(colleague), "/following")
    edit_objective(employee, objective.id, visibility="people")
    assert "让老客户" not in text_of(web(colleague), "/following")


def test_older_entries_follow_the_newest(
    web: SignIn, colleague: Actor, employee: Actor, write_objective: WriteObjective
) -> None:
    follow(colleague, "person", employee.member_id)
    for place in range(13):
        write_objective(employee, title=f"目标 {place}")
    first = text_of(web(colleague), "/following")
    older = re.search(r'class="btn" href="(/following[^"]+)"', first)
    assert older
    rest = text_of(web(colleague), older[1], **{"HX-Request": "true"})
    assert "<html" not in rest
    assert first.count("<time") == 20
    assert rest.count("<time") >= 6


def test_the_pages_stay_in_their_budget(
    web: SignIn,
    colleague: Actor,
    employee: Actor,
    team: Team,
    product: Team,
    checked_in: KeyResult,
    write_objective: WriteObjective,
) -> None:
    follow(colleague, "team", team.id)

    def grow() -> None:
        follow(colleague, "team", product.id)
        follow(colleague, "person", employee.member_id)
        for place in range(3):
            one = write_objective(employee, title=f"目标 {place}", team=team.id)
            follow(colleague, "objective", one.id)

    stays_in_budget(web(colleague), "/following", grow)
