"""The map as a page: its list, its data, its branches, and what it says of what is private."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.key_results import edit_key_result
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import WriteObjective

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(write_objective: WriteObjective, champion: Actor, company: Team) -> Objective:
    """The company's objective."""
    return write_objective(champion, title="成为客户最信任的伙伴", team=company.id)


def data_of(answer: Any) -> dict[str, Any]:
    found = re.search(r'class="map-data">(.*?)</script>', answer.content.decode(), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_page_draws_from_the_mission_down(
    web: Callable[[Actor], Client],
    colleague: Actor,
    champion: Actor,
    above: Objective,
    objective: Objective,
    key_result: KeyResult,
) -> None:
    request_alignment(champion, objective.id, target=above.id)
    answer = web(colleague).get("/map")
    assert answer.status_code == 200
    data = data_of(answer)
    ids = [node["id"] for node in data["nodes"]]
    assert ids == ["organization", str(above.id), str(objective.id)]
    assert data["nodes"][2]["parents"][0]["id"] == str(above.id)
    assert "让老客户愿意留下来" in answer.content.decode()
    print(json.dumps(data["nodes"], ensure_ascii=False, indent=1))


def test_a_branch_is_json_or_a_list(
    web: Callable[[Actor], Client],
    colleague: Actor,
    champion: Actor,
    above: Objective,
    objective: Objective,
) -> None:
    request_alignment(champion, objective.id, target=above.id)
    browser = web(colleague)
    address = f"/map/branch?of={above.id}"
    found = browser.get(address).json()
    assert [node["id"] for node in found["nodes"]] == [str(objective.id)]
    assert found["more"] is None
    listed = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert listed.startswith("<ul>")
    assert f'href="/objectives/{objective.id}"' in listed


def test_a_number_shows_its_inputs(
    web: Callable[[Actor], Client], colleague: Actor, checked_in: KeyResult
) -> None:
    found = web(colleague).get(f"/map/inputs?of={checked_in.objective_id}").json()
    assert [one["kind"] for one in found["inputs"]] == ["key_result"]
    assert found["inputs"][0]["contribution"] == "0.4"
    assert found["key_results"][0]["current"] == "66%"


def test_a_past_day_shows_the_inputs_of_then(
    web: Callable[[Actor], Client], colleague: Actor, checked_in: KeyResult, employee: Actor
) -> None:
    from datetime import timedelta

    from cairn.checkins.commands.checkins import check_in
    from cairn.storage import clock
    from tests.cast import MORNING

    with clock.set_to(MORNING + timedelta(days=2)):
        edit_key_result(
            employee, checked_in.id, title="续约率到 90%", target=Decimal(90), reason="更高"
        )
        check_in(employee, checked_in.id, value=Decimal(70), confidence=3)
        browser = web(colleague)
        address = f"/map/inputs?of={checked_in.objective_id}"
        now = browser.get(address).json()["key_results"][0]
        then = browser.get(f"{address}&on=2026-11-18").json()["key_results"][0]
        before = browser.get(f"{address}&on=2026-11-17").status_code
    assert (now["title"], now["target"], now["current"]) == ("续约率到 90%", "90%", "70%")
    assert (then["title"], then["target"], then["current"]) == (
        "续约率从 60% 提升到 75%",
        "75%",
        "66%",
    )
    assert (then["progress"], then["confidence"]) == ("0.4", 7)
    assert before == 404
