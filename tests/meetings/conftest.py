"""A meeting of the cast's team, over an objective for everybody and one for two."""

from decimal import Decimal

import pytest

from cairn.goals.models import KeyResult, Objective
from cairn.meetings.commands.meetings import start_meeting
from cairn.meetings.models import Meeting
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import WriteKeyResult, WriteObjective, make_member


@pytest.fixture
def newcomer(employee: Actor, team: Team) -> Actor:
    """Belongs to the team, and may not see `secret`."""
    return make_member(team.organization, "秦小满", "newcomer@cairn.test", team=team)


@pytest.fixture
def secret(employee: Actor, lead: Actor, team: Team, write_objective: WriteObjective) -> Objective:
    """The team's, seen by the employee, the lead and stewards only."""
    return write_objective(
        employee,
        title="收购鲸鱼计划",
        team=team.id,
        owner=employee.member_id,
        visibility="people",
        readers=[lead.member_id],
    )


@pytest.fixture
def secret_result(
    employee: Actor, secret: Objective, write_key_result: WriteKeyResult
) -> KeyResult:
    return write_key_result(employee, secret, title="谈妥鲸鱼的价钱", target=Decimal(10))


@pytest.fixture
def meeting(
    lead: Actor, team: Team, checked_in: KeyResult, secret_result: KeyResult, newcomer: Actor
) -> Meeting:
    """Presented by the lead: the key result that changed, then the hidden one, then the end."""
    return start_meeting(lead, team.id)
