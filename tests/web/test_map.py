"""The map as a page: its list, its data, its branches, and what it says of what is private."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cairn.goals.commands.alignments import request_alignment
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
