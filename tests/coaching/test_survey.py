"""Which remarks are common: counted by team from what everybody may see, never by person."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.coaching.examining import examine_objectives
from cairn.coaching.models import Examined, Remark
from cairn.coaching.silencing import silence_rule
from cairn.coaching.survey import Survey, survey
from cairn.cycles.models import Cycle
from cairn.errors import Forbidden
from cairn.goals.commands.key_results import edit_key_result
from cairn.goals.commands.objectives import delete_objective, edit_objective
from cairn.goals.models import KeyResult, Objective
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import WriteKeyResult, WriteObjective, make_member

pytestmark = pytest.mark.django_db
TASK = "每周拜访 20 个客户"
GOOD = "客户续约率从 60% 提高到 75%"


def examine() -> None:
    examine_objectives(Job(), lambda _step, _steps: None)


def counts(found: Survey) -> dict[str, tuple[int, int]]:
    """By the name of the group: objectives, and those in which a task stands."""
    return {
        one.name or str(one.team_id): (one.objectives, one.rules.get("kr-task", 0))
        for one in found.groups
    }


@pytest.fixture
def owners(organization: Organization, team: Team) -> list[Actor]:
    return [
        make_member(organization, f"成员{n}", f"owner{n}@cairn.test", team=team) for n in range(3)
    ]


@pytest.fixture
def write(
    champion: Actor, write_objective: WriteObjective, write_key_result: WriteKeyResult
) -> Any:
    def one(owner: Actor | None, text: str, team: Team | None, **more: Any) -> KeyResult:
        made = write_objective(
            champion,
            owner=owner.member_id if owner else None,
            team=team.id if team else None,
            **more,
        )
        return write_key_result(champion, made, title=text)

    return one


def test_remarks_are_counted_by_team(
    champion: Actor, owners: list[Actor], team: Team, cycle: Cycle, write: Any
) -> None:
    for owner, text in zip(owners, (TASK, TASK, GOOD), strict=True):
        write(owner, text, team)
    examine()
    found = survey(champion, cycle.id)
    assert counts(found) == {team.name: (3, 2)}
    assert dict(found.rules)["kr-task"] == 2
    assert (found.objectives, found.left_out) == (3, 0)


def test_teams_of_few_owners_stand_together_or_are_left_out(
    champion: Actor, owners: list[Actor], team: Team, product: Team, cycle: Cycle, write: Any
) -> None:
    write(owners[0], TASK, team)
    write(owners[1], TASK, product)
    examine()
    found = survey(champion, cycle.id)
    assert (found.groups, found.rules, found.objectives, found.left_out) == ([], [], 0, 2)
    write(owners[2], GOOD, None)
    examine()
    found = survey(champion, cycle.id)
    assert counts(found) == {"None": (3, 2)}
    assert found.left_out == 0


def test_what_not_everybody_may_see_is_not_read(
    champion: Actor, owners: list[Actor], team: Team, cycle: Cycle, write: Any
) -> None:
    kept = [write(owner, TASK, team) for owner in owners]
    write(owners[0], TASK, team, publish=False)
    write(owners[0], TASK, team, visibility="people", readers=[owners[1].member_id])
    examine()
    assert Examined.objects.count() == 3
    assert counts(survey(champion, cycle.id)) == {team.name: (3, 3)}
    edit_objective(champion, kept[0].objective_id, visibility="people")
    assert survey(champion, cycle.id).groups == []
    delete_objective(champion, kept[1].objective_id)
    assert survey(champion, cycle.id).left_out == 1


def test_only_what_changed_is_read_again(
    champion: Actor, owners: list[Actor], team: Team, cycle: Cycle, write: Any
) -> None:
    kept = [write(owner, TASK, team) for owner in owners]
    examine()
    before = dict(Examined.objects.values_list("objective", "id"))
    edit_key_result(champion, kept[0].id, title=GOOD, reason="改写成结果")
    examine()
    after = dict(Examined.objects.values_list("objective", "id"))
    changed = {objective for objective, id in after.items() if before[objective] != id}
    assert changed == {kept[0].objective_id}
    assert counts(survey(champion, cycle.id)) == {team.name: (3, 2)}
    assert Remark.objects.filter(rule="kr-task").count() == 2


def test_what_is_switched_off_counts_nowhere(
    champion: Actor, owners: list[Actor], team: Team, cycle: Cycle, write: Any
) -> None:
    for owner in owners:
        write(owner, TASK, team)
    examine()
    silence_rule(champion, "kr-task")
    found = survey(champion, cycle.id)
    assert "kr-task" not in dict(found.rules)
    assert counts(found) == {team.name: (3, 0)}
    assert found.silenced == {"kr-task"}


def test_it_is_for_champions_and_administrators(
    admin: Actor, lead: Actor, employee: Actor, cycle: Cycle
) -> None:
    assert survey(admin, cycle.id).objectives == 0
    for one in (lead, employee):
        with pytest.raises(Forbidden):
            survey(one, cycle.id)


def test_another_organization_counts_for_itself(
    stranger: Actor, owners: list[Actor], team: Team, cycle: Cycle, write: Any
) -> None:
    for owner in owners:
        write(owner, TASK, team)
    examine()
    found = survey(stranger, cycle.id)
    assert (found.objectives, found.left_out, found.examined_at) == (0, 0, None)


def test_the_number_of_statements_does_not_grow(
    champion: Actor, owners: list[Actor], team: Team, cycle: Cycle, write: Any
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            survey(champion, cycle.id)
        return len(queries)

    for owner in owners:
        write(owner, TASK, team)
    examine()
    few = asked()
    for owner in owners * 3:
        write(owner, TASK, team)
    examine()
    assert asked() == few == 5
    assert Objective.objects.count() == 12
