"""How many queries each address takes, whatever the amount of data."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.dependencies import request_dependency
from cairn.goals.models import Alignment, Dependency, KeyResult
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Organization, Team
from tests.cast import TODAY, ApiClient, WriteKeyResult, WriteObjective, make_member, make_team

Connect = Callable[..., ApiClient]

# Two queries are the token's: its person, and their teams.
BUDGETS = {
    "me": 3,
    "cycles": 4,
    "teams": 3,
    "members": 4,
    "objectives": 8,
    "objectives?q=结果": 8,
    "objectives?status=behind&owner=me&cycle=current": 9,
    "objectives/{objective}": 8,
    "objectives/{objective}/explain": 7,
    "objectives/{objective}/history": 4,
    "objectives/{objective}/comments": 4,
    "key-results/{key_result}": 5,
    "key-results/{key_result}/check-ins": 5,
    "search?q=结果": 9,
    "key-results/{key_result}/explain": 5,
    "objectives/{objective}/alignments": 6,
    "objectives/{objective}/targets": 6,
    "alignments": 4,
    "confirmations": 3,
    "confirmations?limit=1": 3,
    "alignments?waiting=true&state=requested": 4,
    "alignments/{alignment}": 4,
    "objectives/{objective}/dependencies": 5,
    "dependencies": 4,
    "dependencies?waiting=true&late=false&state=requested&team={team}": 4,
    "dependencies/{dependency}": 4,
    "kpis?q=续约": 3,
    "gaps/unaligned?cycle=current": 6,
    "gaps/unsupported": 6,
    "gaps/skipped": 3,
    "insights/progress": 8,
    "insights/rhythm": 7,
    "insights/quality": 8,
    "insights/tables/status?format=csv": 6,
    "insights/tables/changes?format=json": 7,
    "insights/tables/participation": 6,
    "follows": 3,
    "inbox": 11,
}


@pytest.fixture
def grow(
    employee: Actor,
    champion: Actor,
    colleague: Actor,
    product: Team,
    organization: Organization,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    checked_in: KeyResult,
) -> Callable[[int], None]:
    """Makes `size` more of everything."""

    def more(size: int) -> None:
        start = Member.objects.count()
        for n in range(size):
            other = make_member(organization, f"成员 {start + n}", f"more{start + n}@cairn.test")
            make_team(organization, f"团队 {start + n}", lead=None, parent=employee_root)
            mine = write_objective(employee, title=f"目标 {n}", tags=["一", "二"])
            write_objective(employee, collaborators=[other.member_id])
            added = write_key_result(employee, mine, title="结果")
            write_key_result(employee, mine, kind="milestones", milestones=None)
            check_in(employee, added.id, value=added.target)
            check_in(employee, checked_in.id, confidence=5)
            add_comment(employee, checked_in.objective_id, body="好")
            above = write_objective(champion, title=f"上级 {start + n}")
            request_alignment(employee, checked_in.objective_id, target=above.id)
            below = write_objective(colleague, title=f"下级 {start + n}")
            request_alignment(colleague, below.id, target=checked_in.objective_id)
            need = f"接口 {start + n}"
            request_dependency(
                employee, checked_in.objective_id, team=product.id, need=need, needed_on=TODAY
            )

    Team.objects.filter(id=product.id).update(lead=employee.member_id)
    employee_root = organization.teams.get(parent=None)
    return more


@pytest.mark.parametrize("path", BUDGETS)
def test_queries_stay_the_same(
    api: Connect, employee: Actor, checked_in: KeyResult, product: Team, grow: Any, path: str
) -> None:
    script = api(employee)
    grow(1)
    address = "/api/v1/" + path.format(
        objective=checked_in.objective_id,
        key_result=checked_in.id,
        alignment=Alignment.objects.latest("id").id,
        dependency=Dependency.objects.latest("id").id,
        team=product.id,
    )
    script.get(address)  # the first use of a token is noted
    counts = []
    for size in (0, 4):
        grow(size)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert script.get(address).status_code == 200
        counts.append(len(queries))
    assert counts == [BUDGETS[path]] * 2, [one["sql"] for one in queries.captured_queries]
