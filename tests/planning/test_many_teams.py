"""A round of a company with very many departments: shown and listed a part at a time."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.goals.models import Visibility
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from cairn.planning.commands.choosing import choose_proposal
from cairn.planning.commands.parts import open_over_parts
from cairn.planning.commands.rooms import move_stage
from cairn.planning.models import Proposal, Room, Round, Step
from cairn.storage.ids import new_id
from tests.cast import ApiClient
from tests.planning.test_rounds import step_of
from tests.web.budgets import BUDGET

type SignIn = Callable[[Actor], Client]
Connect = Callable[..., ApiClient]
LINES = re.compile(r'<li class="step-line"><a class="grow" href="/rounds/\d+/teams/(\d+)"')


def grow(organization: Organization, company: Team, held: Round, many: int) -> None:
    """So many departments more, each with its step and its room."""
    teams = []
    for at in range(many):
        team = Team(
            id=new_id(),
            organization=organization,
            parent=company,
            name=f"分店 {at:04}",
            valid_from=held.starts_on,
        )
        team.path = f"{company.path}{team.id}."
        teams.append(team)
    Team.objects.bulk_create(teams)
    like = step_of(held, "hand_on")
    days = {"starts_on": like.starts_on, "ends_on": like.ends_on}
    Step.objects.bulk_create(Step(round=held, team=one, kind="hand_on", **days) for one in teams)
    Room.objects.bulk_create(
        Room(
            organization=organization,
            round=held,
            team=one,
            opened_by_id=held.started_by_id,
            opened_at=held.started_at,
        )
        for one in teams
    )


@pytest.fixture
def two_thousand(organization: Organization, company: Team, held: Round) -> None:
    grow(organization, company, held, 2_000)


def test_the_teams_of_a_step_come_a_part_at_a_time_and_each_once(
    web: SignIn, champion: Actor, held: Round, two_thousand: None
) -> None:
    browser, here = web(champion), f"/rounds/{held.id}"
    page, seen = browser.get(here).content.decode(), []
    while True:
        found = LINES.findall(page)
        assert len(found) <= 50 + 12
        seen += found
        after = re.search(r'hx-get="([^"]+)"[^>]*hx-target="closest li"', page)
        if after is None or len(seen) > 600:
            break
        page = browser.get(after[1], headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in page
    assert len(seen) == len(set(seen)) > 600
    whole = browser.get(after[1] if after else here).content.decode()
    assert "<html" in whole
    assert f'href="{here}#hand_on"' in whole
    assert len(whole) < 300_000


def test_two_thousand_departments_cost_no_query_more(
    web: SignIn,
    api: Connect,
    champion: Actor,
    organization: Organization,
    company: Team,
    held: Round,
) -> None:
    browser, script = web(champion), api(champion)
    page, rooms = f"/rounds/{held.id}", f"/api/v1/rounds/{held.id}/rooms"

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as first:
            assert browser.get(page).status_code == 200
        with CaptureQueriesContext(connection) as second:
            assert script.get(rooms).status_code == 200
        return len(first), len(second)

    asked()  # a token says once a minute when it was used
    few = asked()
    grow(organization, company, held, 2_000)
    assert asked() == few
    assert max(few) <= BUDGET


def test_the_rooms_of_a_round_are_listed_page_by_page(
    api: Connect, champion: Actor, organization: Organization, company: Team, held: Round
) -> None:
    grow(organization, company, held, 25)
    script, here = api(champion), f"/api/v1/rounds/{held.id}/rooms"
    page, seen = script.get(f"{here}?limit=10").json(), []
    while True:
        assert len(page["items"]) <= 10
        seen += [int(one["id"]) for one in page["items"]]
        if page["next"] is None:
            break
        page = script.get(f"{here}?limit=10&cursor={page['next']}").json()
    assert seen == sorted(Room.objects.filter(round=held).values_list("id", flat=True))
    assert script.get(f"{here}?limit=0").status_code == 422


def test_a_room_about_a_draft_for_a_few_is_not_listed_to_others(
    api: Connect, champion: Actor, employee: Actor, room: Room, idea: Proposal
) -> None:
    move_stage(champion, room.id, stage="choosing")
    draft = choose_proposal(champion, idea.id).objective
    hidden = open_over_parts(champion, idea.id)
    draft.visibility = Visibility.PEOPLE
    draft.save(update_fields=["visibility"])

    def listed(actor: Actor) -> set[int]:
        items = api(actor).get(f"/api/v1/rounds/{room.round_id}/rooms").json()["items"]
        return {int(one["id"]) for one in items}

    assert listed(champion) == {room.id, hidden.id}
    assert listed(employee) == {room.id}
