"""What was returned is told to those who may see it, and nobody else."""

from datetime import timedelta

import pytest

from cairn.goals.models import Agreement, Objective
from cairn.goals.queries import visible_objectives
from cairn.goals.returned import returned_objectives
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.reviews.queries import objectives_to_score
from tests.cast import WriteObjective

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_a_team(champion: Actor, team: Team, write_objective: WriteObjective) -> Objective:
    """Of the lead's team, owned by nobody, returned, for the eyes of those named only."""
    made = write_objective(champion, team=team.id, owner=None, visibility="people")
    Objective.objects.filter(id=made.id).update(agreement=Agreement.RETURNED, owner=None)
    return made


def test_a_lead_owes_nothing_of_what_they_may_not_see(lead: Actor, of_a_team: Objective) -> None:
    of_a_team.participants.all().delete()
    near_its_end = of_a_team.cycle.ends_on - timedelta(days=1)
    assert not visible_objectives(lead).exists()
    assert not returned_objectives(lead).exists()
    assert not objectives_to_score(lead, near_its_end).exists()


def test_a_lead_owes_what_they_see(lead: Actor, of_a_team: Objective) -> None:
    Objective.objects.update(visibility="organization")
    near_its_end = of_a_team.cycle.ends_on - timedelta(days=1)
    assert list(returned_objectives(lead)) == [of_a_team]
    assert list(objectives_to_score(lead, near_its_end)) == [of_a_team]
