"""What teams need from each other, over REST."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cairn.api.schemas.ties import DependencyOut, DependencyPage
from cairn.goals.commands.dependencies import request_dependency
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Dependency, KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.api.conformance import fits
from tests.cast import TODAY, ApiClient, WriteObjective

Connect = Callable[..., ApiClient]
OF, ONE = "/api/v1/objectives/{}/dependencies", "/api/v1/dependencies/{}"
SOON = TODAY + timedelta(days=14)


@pytest.fixture
def asked(employee: Actor, objective: Objective, product: Team) -> Dependency:
    return request_dependency(
        employee, objective.id, team=product.id, need="开放导出接口", needed_on=SOON
    )


def test_a_team_is_asked_and_promises(
    api: Connect,
    employee: Actor,
    champion: Actor,
    key_result: KeyResult,
    product: Team,
    write_objective: WriteObjective,
) -> None:
    body = {
        "team": str(product.id),
        "need": "开放导出接口",
        "needed_on": SOON.isoformat(),
        "key_result": str(key_result.id),
    }
    made = api(employee).send("POST", OF.format(key_result.objective_id), body)
    assert made.status_code == 201
    asked = fits(DependencyOut, made.json())
    assert made.headers["Location"] == ONE.format(asked["id"])
    assert (asked["state"], asked["late"], asked["team"]["name"]) == ("requested", False, "Product")
    assert asked["key_result"]["id"] == str(key_result.id)
    theirs = write_objective(champion, title="接口平台", team=product.id)
    path = ONE.format(asked["id"]) + "/accept"
    assert api(employee).send("POST", path, {}).status_code == 403
    said = api(champion).send("POST", path, {"supplier": str(theirs.id)})
    assert fits(DependencyOut, said.json())["state"] == "accepted"
    assert said.json()["supplier"]["title"] == "接口平台"
    stale = api(champion).send("POST", path, {"needed_on": TODAY.isoformat()})
    assert stale.status_code == 409


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"team", "need", "needed_on"}),
        ({"team": "4", "need": "接口", "needed_on": "2026-12-01"}, {"team"}),
        ({"team": None, "need": "接口", "needed_on": "soon"}, {"needed_on"}),
    ],
)
def test_what_is_wrong_is_named(
    api: Connect, employee: Actor, objective: Objective, body: dict[str, Any], fields: set[str]
) -> None:
    refused = api(employee).send("POST", OF.format(objective.id), body)
    assert refused.status_code == 422
    assert {one["field"] for one in refused.json()["errors"]} == fields


def test_no_another_day_and_delivered(
    api: Connect, employee: Actor, champion: Actor, asked: Dependency
) -> None:
    steward, owner, path = api(champion), api(employee), ONE.format(asked.id)
    assert steward.send("POST", path + "/decline", {}).status_code == 422
    said = steward.send("POST", path + "/decline", {"reason": "月底可以"})
    assert (said.json()["state"], said.json()["answer_reason"]) == ("declined", "月底可以")
    changed = owner.send("PATCH", path, {"needed_on": "2026-12-30", "need": None})
    assert (changed.json()["state"], changed.json()["needed_on"]) == ("requested", "2026-12-30")
    assert fits(DependencyOut, owner.post(path + "/deliver").json())["state"] == "delivered"
    assert owner.post(path + "/withdraw").status_code == 409


def test_lists_by_team_waiting_and_late(
    api: Connect, employee: Actor, champion: Actor, asked: Dependency, product: Team, team: Team
) -> None:
    Dependency.objects.filter(id=asked.id).update(needed_on=TODAY - timedelta(days=1))
    path = "/api/v1/dependencies"
    for query, known in (
        ("", 1),
        (f"?team={product.id}", 1),
        (f"?team={team.id}", 0),
        ("?late=true", 1),
        ("?late=false", 1),
        ("?state=accepted", 0),
        ("?waiting=true", 0),
    ):
        page = fits(DependencyPage, api(employee).get(path + query).json())
        assert len(page["items"]) == known, query
    [waiting] = api(champion).get(path + "?waiting=true&late=true").json()["items"]
    assert (waiting["late"], waiting["can"]["accept"]) == (True, True)
    of = api(employee).get(OF.format(asked.objective_id)).json()
    assert [one["id"] for one in of["items"]] == [waiting["id"]]
    assert api(employee).get(path + "?late=perhaps").status_code == 422


def test_a_hidden_objective_hides_what_it_needs(
    api: Connect, employee: Actor, colleague: Actor, asked: Dependency
) -> None:
    script = api(colleague)
    assert script.get(ONE.format(asked.id)).status_code == 200
    edit_objective(employee, asked.objective_id, visibility="people")
    assert script.get(ONE.format(asked.id)).status_code == 404
    assert script.get("/api/v1/dependencies").json()["items"] == []
