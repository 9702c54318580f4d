"""A planning round of the cast's company for the quarter to come."""

from dataclasses import dataclass
from datetime import date

import pytest

from cairn.cycles.commands import create_cycle
from cairn.cycles.models import Cycle
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.commands.ballots import open_ballot
from cairn.planning.commands.choosing import choose_proposal
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rooms import move_stage
from cairn.planning.commands.rounds import start_round
from cairn.planning.models import Ballot, Proposal, Room, Round
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


@pytest.fixture
def room(held: Round) -> Room:
    """The company's, collecting; opened by the champion."""
    return held.rooms.select_related("team", "round").get()


@pytest.fixture
def hidden_room(room: Room) -> Room:
    """The same, anonymous."""
    room.is_anonymous = True
    room.save(update_fields=["is_anonymous"])
    return room


@pytest.fixture
def idea(room: Room, employee: Actor) -> Proposal:
    """The employee's, with a reason and two key results."""
    made, _key = propose(
        employee,
        room.id,
        title="让老客户愿意留下来",
        why="每走一个老客户，要三个新客户来补。",
        key_results=["续约率从 60% 提升到 75%", "建好客户健康度看板"],
    )
    return made


@pytest.fixture
def other_idea(room: Room, colleague: Actor) -> Proposal:
    """The colleague's."""
    return propose(colleague, room.id, title="Make onboarding feel effortless")[0]


@pytest.fixture
def ballot(champion: Actor, room: Room, idea: Proposal, other_idea: Proposal) -> Ballot:
    """Open over both ideas, five dots each."""
    return open_ballot(champion, room.id)


@dataclass(frozen=True, slots=True)
class Sets:
    """The company's chosen draft and the drafts of its two teams."""

    above: Objective
    ours: Objective
    theirs: Objective


@pytest.fixture
def sets(
    champion: Actor, lead: Actor, room: Room, idea: Proposal, team: Team, product: Team
) -> Sets:
    move_stage(champion, room.id, stage="choosing")
    above = choose_proposal(champion, idea.id).objective
    cycle = room.round.cycle_id
    ours = draft_objective(lead, title="老客户续得上", cycle=cycle, team=team.id)
    theirs = draft_objective(champion, title="产品好上手", cycle=cycle, team=product.id)
    return Sets(above, ours, theirs)
