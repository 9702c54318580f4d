"""The map over REST."""

from collections.abc import Callable

import pytest

from cairn.goals.commands.alignments import request_alignment
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import ApiClient, WriteObjective

Connect = Callable[..., ApiClient]


@pytest.fixture
def above(write_objective: WriteObjective, champion: Actor, company: Team) -> Objective:
    """The company's objective."""
    return write_objective(champion, title="成为客户最信任的伙伴", team=company.id)


def test_the_map_and_a_branch(
    api: Connect, colleague: Actor, champion: Actor, above: Objective, objective: Objective
) -> None:
    request_alignment(champion, objective.id, target=above.id)
    script = api(colleague)
    found = script.get("/api/v1/map").json()
    assert [node["id"] for node in found["nodes"]] == [
        "organization",
        str(above.id),
        str(objective.id),
    ]
    assert (found["on"], found["first_on"], found["matches"]) == ("2026-11-18", "2026-10-01", None)
    branch = script.get(f"/api/v1/map/branch?of={above.id}").json()
    assert [node["id"] for node in branch["nodes"]] == [str(objective.id)]
    assert branch["next"] is None


def test_by_team_and_narrowed(
    api: Connect, colleague: Actor, objective: Objective, team: Team
) -> None:
    script = api(colleague)
    found = script.get(f"/api/v1/map?view=teams&team={team.id}").json()
    assert found["matches"] == 1
    assert f"team:{team.id}" in [node["id"] for node in found["nodes"]]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("on=2026-09-30", "on"),
        ("on=soon", "on"),
        ("cycle=5", "cycle"),
        ("view=round", "view"),
        ("status=fine", "status"),
        ("colour=red", "colour"),
    ],
)
def test_what_makes_no_sense_is_named(
    api: Connect, colleague: Actor, objective: Objective, query: str, field: str
) -> None:
    answer = api(colleague).get(f"/api/v1/map?{query}")
    assert answer.status_code == 422
    assert field in str(answer.json()["errors"])


def test_a_node_that_nobody_sees_is_none(
    api: Connect, colleague: Actor, champion: Actor, write_objective: WriteObjective
) -> None:
    hidden = write_objective(champion, visibility="people")
    script = api(colleague)
    for of in (hidden.id, 5, "team:5", "x"):
        assert script.get(f"/api/v1/map/branch?of={of}").status_code == 404
    assert script.get("/api/v1/map/branch").status_code == 422
