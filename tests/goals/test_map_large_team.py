"""A company whose people all stand in the company itself: the map by team still ends."""

import pytest

from cairn.goals.map import trees
from cairn.goals.map.filters import Filters
from cairn.goals.map.nodes import ROOT
from cairn.goals.map.scope import scope_of
from cairn.goals.map.teams import draw_team_branch, draw_teams
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import TODAY, WriteObjective, make_member

FEW, MANY = 3, 8


def test_a_first_look_sends_some_of_a_large_teams_people_and_says_how_many_there_are(
    champion: Actor,
    organization: Organization,
    company: Team,
    write_objective: WriteObjective,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(MANY):
        make_member(organization, f"同事 {number}", f"n{number}@cairn.test", team=company)
    cycle = write_objective(champion).cycle
    scope = scope_of(champion, [cycle], cycle, TODAY)
    monkeypatch.setattr(trees.memberships, "__defaults__", (FEW,))
    drawn = draw_teams(scope, organization, Filters())
    people = [node for node in drawn.nodes if node.kind == "member"]
    root = next(node for node in drawn.nodes if node.id == ROOT)
    assert (len(people), root.children > len(people)) == (FEW, True)
    branch = draw_team_branch(scope, ROOT)
    assert branch is not None
    assert sum(node.kind == "member" for node in branch.nodes) == MANY + 1
