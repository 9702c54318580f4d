"""A planning round of the cast's company for the quarter to come."""

from datetime import date

import pytest

from cairn.cycles.commands import create_cycle
from cairn.cycles.models import Cycle
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.commands.rounds import start_round
from cairn.planning.models import Round
from tests.cast import make_team


@pytest.fixture
def next_cycle(champion: Actor) -> Cycle:
    """Q1 2027, in drafting."""
    return create_cycle(
        champion,
        name="2027 Q1",
        length="quarter",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
    )


@pytest.fixture
def squad(team: Team, product: Team) -> Team:
    """A team below `team`, which nobody leads."""
    return make_team(team.organization, "续约小组", team)


@pytest.fixture
def held(champion: Actor, next_cycle: Cycle, squad: Team) -> Round:
    """The company's, from 18 to 31 December; `team` and `product` hand on, `squad` cascades."""
    return start_round(champion, next_cycle.id)
