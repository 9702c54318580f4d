"""The tree of teams."""

import pytest

from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.commands.teams import edit_team
from cairn.organization.actor import Actor
from cairn.organization.commands.teams import (
    MOST_LEVELS,
    close_team,
    create_team,
    join_team,
    leave_team,
    reopen_team,
)
from cairn.organization.models import Team, TeamMember
from cairn.organization.queries import team_tree
from cairn.search import index
from tests.cast import TODAY


def found(actor: Actor, query: str) -> list[int]:
    teams = Team.objects.filter(id__in=index.subjects(actor.organization_id, "team", query))
    return list(teams.values_list("id", flat=True))


def test_a_team_stands_below_another(admin: Actor, company: Team, employee: Actor) -> None:
    made = create_team(admin, company.id, name="客户成功部", lead=employee.member_id)
    assert made.path == f"{company.path}{made.id}."
    assert (made.lead_id, made.valid_from) == (employee.member_id, TODAY)
    assert found(admin, "客户成功") == [made.id]
    event = Event.objects.get(kind=Kind.TEAM_CREATED)
    assert event.new == {
        "name": "客户成功部",
        "lead": "周晓宇",
        "parent": "山岚科技",
        "cadence_days": None,
    }


def test_a_lead_adds_teams_below_their_own_only(lead: Actor, team: Team, product: Team) -> None:
    assert create_team(lead, team.id, name="渠道组").parent_id == team.id
    with pytest.raises(Forbidden):
        create_team(lead, product.id, name="渠道组")


def test_names_differ_beside_each_other(admin: Actor, company: Team, team: Team) -> None:
    with pytest.raises(Invalid, match="correction") as refused:
        create_team(admin, company.id, name=team.name)
    assert "name" in refused.value.fields
    assert create_team(admin, team.id, name=team.name).name == team.name


def test_a_team_of_another_organization_does_not_exist(stranger: Actor, team: Team) -> None:
    for act in (close_team, reopen_team, edit_team):
        with pytest.raises(NotFound):
            act(stranger, team.id)


def test_a_moved_team_takes_all_below_it_along(admin: Actor, team: Team, product: Team) -> None:
    below = create_team(admin, team.id, name="渠道组")
    deepest = create_team(admin, below.id, name="华东")
    moved = edit_team(admin, team.id, parent=product.id)
    deepest.refresh_from_db()
    assert moved.path == f"{product.path}{team.id}."
    assert deepest.line == (*product.line, team.id, below.id, deepest.id)
    event = Event.objects.get(kind=Kind.TEAM_CHANGED)
    assert (event.old, event.new) == ({"parent": "山岚科技"}, {"parent": "Product"})


def test_a_team_never_stands_below_itself(admin: Actor, team: Team) -> None:
    below = create_team(admin, team.id, name="渠道组")
    for parent in (team.id, below.id):
        with pytest.raises(Invalid) as refused:
            edit_team(admin, team.id, parent=parent)
        assert "parent" in refused.value.fields


def test_the_company_is_neither_moved_nor_closed_nor_renamed(
    admin: Actor, company: Team, team: Team
) -> None:
    for changes in ({"parent": team.id}, {"name": "别的"}):
        with pytest.raises(Invalid):
            edit_team(admin, company.id, **changes)
    with pytest.raises(Conflict):
        close_team(admin, company.id)


def test_the_tree_has_a_bottom(admin: Actor, company: Team) -> None:
    at = company
    for level in range(MOST_LEVELS - 1):
        at = create_team(admin, at.id, name=f"第{level}层")
    with pytest.raises(Invalid):
        create_team(admin, at.id, name="更深")
    above = create_team(admin, company.id, name="上面")
    with pytest.raises(Invalid):
        edit_team(admin, at.line[1], parent=above.id)
    assert len(at.path) <= 600


def test_a_closed_team_waits_for_those_below(admin: Actor, team: Team) -> None:
    below = create_team(admin, team.id, name="渠道组")
    with pytest.raises(Conflict):
        close_team(admin, team.id)
    close_team(admin, below.id)
    assert close_team(admin, team.id).valid_to == TODAY
    with pytest.raises(Conflict):
        edit_team(admin, team.id, name="新名")
    with pytest.raises(Conflict):
        reopen_team(admin, below.id)
    assert reopen_team(admin, team.id).valid_to is None


def test_people_belong_to_several_teams(admin: Actor, employee: Actor, product: Team) -> None:
    join_team(admin, product.id, employee.member_id)
    join_team(admin, product.id, employee.member_id)
    assert TeamMember.objects.filter(member=employee.member_id).count() == 2
    assert Event.objects.filter(kind=Kind.TEAM_JOINED).count() == 1
    leave_team(admin, product.id, employee.member_id)
    assert TeamMember.objects.filter(member=employee.member_id).count() == 1


def test_an_employee_arranges_no_team(employee: Actor, team: Team, colleague: Actor) -> None:
    with pytest.raises(Forbidden):
        join_team(employee, team.id, colleague.member_id)


def test_the_tree_lists_parents_first_with_people(
    admin: Actor, company: Team, team: Team, employee: Actor, product: Team
) -> None:
    below = create_team(admin, team.id, name="渠道组")
    close_team(admin, product.id)
    tree = team_tree(admin)
    assert [(node.id, node.depth, node.members) for node in tree] == [
        (company.id, 0, 1),
        (team.id, 1, 1),
        (below.id, 2, 0),
    ]
    assert tree[1].lead_name == "林知远"
    assert len(team_tree(admin, closed=True)) == 4
