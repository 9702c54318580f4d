"""How far a cycle's people and teams have come, and what waits for somebody."""

from typing import Any

import pytest

from cairn.cycles.models import Cycle
from cairn.goals.agreeing import (
    Stage,
    branches_of,
    expects_people,
    not_through,
    sets_of,
    tally_of,
)
from cairn.goals.commands.confirming import return_objective, submit_objective
from cairn.goals.commands.objectives import delete_objective
from cairn.goals.confirming import waiting_confirmations
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import TODAY, WriteKeyResult, WriteObjective, make_member, make_team


@pytest.fixture
def people(
    employee: Actor, colleague: Actor, viewer: Actor, champion: Actor, admin: Actor, lead: Actor
) -> None:
    """The whole cast."""


def stages(champion: Actor, cycle: Cycle, kind: str = "people", **how: Any) -> dict[str, str]:
    return {row.name: row.stage for row in sets_of(champion, cycle, kind, **how)}


def test_everybody_has_the_stage_of_what_is_least_far(
    people: None,
    champion: Actor,
    employee: Actor,
    lead: Actor,
    colleague: Actor,
    cycle: Cycle,
    write_objective: WriteObjective,
) -> None:
    first = write_objective(employee, title="甲", publish=False)
    write_objective(colleague, title="乙")
    submit_objective(employee, first.id)
    returned = write_objective(lead, title="丙", publish=False)
    submit_objective(lead, returned.id)
    return_objective(champion, returned.id, comment="?")
    found = stages(champion, cycle)
    assert found == {
        "周晓宇": "submitted",
        "Emma Clarke": "written",
        "林知远": "returned",
        "顾清和": "nothing",
        "沈予安": "nothing",
    }
    write_objective(employee, title="丁", publish=False)
    assert stages(champion, cycle)["周晓宇"] == "written"
    assert tally_of(champion, cycle, "people").counts == {
        "written": 2,
        "returned": 1,
        "nothing": 2,
    }


def test_viewers_and_what_is_deleted_do_not_count(
    people: None, champion: Actor, employee: Actor, cycle: Cycle, write_objective: WriteObjective
) -> None:
    delete_objective(employee, write_objective(employee).id)
    found = stages(champion, cycle)
    assert found["周晓宇"] == "nothing"
    assert "何静" not in found


def test_teams_have_theirs(
    people: None, champion: Actor, lead: Actor, team: Team, objective: Objective, cycle: Cycle
) -> None:
    submit_objective(lead, objective.id)
    assert stages(champion, cycle, "teams") == {
        "山岚科技": "nothing",
        "增长部": "submitted",
        "Product": "nothing",
    }
    assert stages(champion, cycle, "teams", within=team) == {"增长部": "submitted"}


def test_the_list_is_narrowed_and_goes_on_by_name(
    people: None, champion: Actor, team: Team, cycle: Cycle
) -> None:
    assert stages(champion, cycle, within=team) == {"周晓宇": "nothing"}
    assert stages(champion, cycle, stage=Stage.WRITTEN) == {}
    first = sets_of(champion, cycle, "people", most=2)
    rest = sets_of(champion, cycle, "people", after=(first[-1].name, first[-1].id))
    assert len(first) + len(rest) == 5
    assert not {row.id for row in first} & {row.id for row in rest}


def test_branches_count_each_person_once(
    people: None,
    champion: Actor,
    employee: Actor,
    team: Team,
    company: Team,
    cycle: Cycle,
    organization: Organization,
) -> None:
    squad = make_team(organization, "一组", team)
    squad.memberships.create(member_id=employee.member_id, joined_on=TODAY)
    make_member(organization, "小新", "junior@cairn.test", team=squad)
    found = {one.name: one.tally.total for one in branches_of(champion, cycle, company)}
    assert found == {"增长部": 2, "Product": 1}


def test_whoever_is_not_through_is_reminded(
    people: None,
    employee: Actor,
    colleague: Actor,
    viewer: Actor,
    cycle: Cycle,
    year: Cycle,
    write_objective: WriteObjective,
) -> None:
    draft = write_objective(employee, publish=False)
    assert employee.member_id in not_through(cycle)
    submit_objective(employee, draft.id)
    found = not_through(cycle)
    assert employee.member_id not in found
    assert colleague.member_id in found
    assert viewer.member_id not in found
    assert not_through(cycle, [employee.member_id]) == []
    half = write_objective(employee, publish=False)
    assert not_through(cycle, [employee.member_id]) == [employee.member_id]
    submit_objective(employee, half.id)
    Objective.objects.filter(id=half.id).update(agreement="returned")
    assert not_through(cycle, [employee.member_id]) == [employee.member_id]
    assert not expects_people(year)


def test_in_a_year_the_leads_of_teams_that_submitted_nothing_are(
    people: None,
    champion: Actor,
    lead: Actor,
    team: Team,
    year: Cycle,
    write_objective: WriteObjective,
) -> None:
    assert not_through(year) == sorted([champion.member_id, lead.member_id])
    assert not_through(year, [lead.member_id]) == [lead.member_id]
    made = write_objective(lead, cycle=year.id, team=team.id, publish=False)
    submit_objective(lead, made.id)
    assert not_through(year) == [champion.member_id]


# What waits for me


def test_what_is_asked_of_me_waits_with_all_there_is_to_read(
    employee: Actor,
    lead: Actor,
    colleague: Actor,
    admin: Actor,
    cycle: Cycle,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    draft = write_objective(employee, publish=False)
    write_key_result(employee, draft)
    submit_objective(employee, draft.id, note="请过目")
    (one,) = waiting_confirmations(lead, TODAY).rows
    assert (one.objective.id, one.asking.note, one.whose) == (draft.id, "请过目", "周晓宇")
    assert [row.title for row in one.key_results] == ["引导完成率从 0 到 100"]
    assert one.standing.stamp
    assert one.set_url == f"/people/{employee.member_id}/agree?cycle={cycle.id}"
    for other in (colleague, admin, employee):
        assert not waiting_confirmations(other, TODAY).rows


def test_stewards_are_asked_where_nobody_is(
    colleague: Actor, admin: Actor, champion: Actor, lead: Actor, write_objective: WriteObjective
) -> None:
    draft = write_objective(colleague, publish=False)
    submit_objective(colleague, draft.id)
    for steward in (admin, champion):
        assert len(waiting_confirmations(steward, TODAY)) == 1
    assert not waiting_confirmations(lead, TODAY).rows


def test_what_is_deleted_or_closed_waits_no_more(
    employee: Actor, lead: Actor, write_objective: WriteObjective
) -> None:
    gone = write_objective(employee, publish=False)
    submit_objective(employee, gone.id)
    delete_objective(employee, gone.id)
    closed = write_objective(employee)
    submit_objective(employee, closed.id)
    Objective.objects.filter(id=closed.id).update(closed_as="closed")
    assert not waiting_confirmations(lead, TODAY).rows
    assert len(waiting_confirmations(lead, TODAY, most=0)) == 0
