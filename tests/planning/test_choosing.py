"""What is chosen becomes a draft, and the draft knows where it comes from."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from cairn.errors import Conflict, Forbidden
from cairn.events.models import Event
from cairn.goals.commands.key_results import edit_key_result
from cairn.goals.commands.objectives import delete_objective
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.board import read_board
from cairn.planning.commands.arguments import argue
from cairn.planning.commands.ballots import reveal_ballot, set_vote
from cairn.planning.commands.choosing import choose_proposal, unchoose_proposal
from cairn.planning.commands.groups import merge_proposals
from cairn.planning.commands.parts import open_over_parts
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rooms import move_stage, open_room, seat_members
from cairn.planning.models import Ballot, Choice, Proposal, Room, Round
from cairn.planning.origins import origin_of


@pytest.fixture
def choosing(room: Room, champion: Actor, idea: Proposal) -> Room:
    return move_stage(champion, room.id, stage="choosing")


def test_a_choice_is_a_draft_of_the_team_with_its_key_results(
    choosing: Room, idea: Proposal, champion: Actor
) -> None:
    made = choose_proposal(champion, idea.id)
    draft = Objective.objects.get(id=made.objective_id)
    assert (draft.title, draft.description) == (idea.title, idea.why)
    assert draft.is_draft
    assert draft.team_id == choosing.team_id
    assert draft.owner_id is None
    assert draft.cycle_id == choosing.round.cycle_id
    lines = list(draft.key_results.order_by("position"))
    assert [(one.kind, one.start, one.target, one.unit) for one in lines] == [
        ("increase", Decimal(60), Decimal(75), "percent"),
        ("milestones", None, None, "number"),
    ]
    assert sum(one.weight for one in lines) == 100
    assert choose_proposal(champion, idea.id) == made
    kinds = Event.objects.filter(kind__startswith="proposal.c").values_list("kind", flat=True)
    assert list(kinds) == ["proposal.chosen"]


def test_a_named_facilitator_chooses_and_nobody_else(
    choosing: Room, idea: Proposal, champion: Actor, employee: Actor
) -> None:
    with pytest.raises(Forbidden):
        choose_proposal(employee, idea.id)
    seat_members(champion, choosing.id, members=[employee.member_id], is_facilitator=True)
    assert choose_proposal(employee, idea.id).chosen_by_id == employee.member_id
    assert read_board(champion, choosing).cards[idea.id].is_chosen


def test_not_while_it_collects_or_votes(
    room: Room, idea: Proposal, champion: Actor, other_idea: Proposal
) -> None:
    with pytest.raises(Conflict):
        choose_proposal(champion, idea.id)


def test_not_before_the_reveal(ballot: Ballot, idea: Proposal, champion: Actor) -> None:
    with pytest.raises(Conflict):
        choose_proposal(champion, idea.id)


def test_a_choice_is_taken_back_while_nobody_worked_on_it(
    choosing: Room, idea: Proposal, champion: Actor, admin: Actor
) -> None:
    first = choose_proposal(champion, idea.id)
    unchoose_proposal(admin, idea.id)
    unchoose_proposal(admin, idea.id)
    assert Objective.objects.get(id=first.objective_id).is_deleted
    assert not Choice.objects.exists()
    second = choose_proposal(champion, idea.id)
    line = second.objective.key_results.order_by("position")[0]
    edit_key_result(champion, line.id, target=Decimal(80))
    with pytest.raises(Conflict):
        unchoose_proposal(champion, idea.id)


def test_what_was_deleted_by_hand_can_be_chosen_anew(
    choosing: Room, idea: Proposal, champion: Actor
) -> None:
    first = choose_proposal(champion, idea.id)
    delete_objective(champion, first.objective_id)
    assert not read_board(champion, choosing).cards[idea.id].is_chosen
    assert choose_proposal(champion, idea.id).objective_id != first.objective_id


def test_the_key_results_of_a_draft_are_chosen_the_same_way(
    choosing: Room, idea: Proposal, champion: Actor, employee: Actor, held: Round
) -> None:
    draft = choose_proposal(champion, idea.id).objective
    inner = open_room(champion, held.id, team=choosing.team_id, about=draft.id)
    assert inner.id != choosing.id
    one, _ = propose(employee, inner.id, title="净推荐值从 31 提升到 45")
    move_stage(champion, inner.id, stage="choosing")
    made = choose_proposal(champion, one.id)
    assert made.key_result is not None
    assert (made.objective_id, made.key_result.target) == (draft.id, Decimal(45))
    assert draft.key_results.filter(deleted_at__isnull=True).count() == 3
    unchoose_proposal(champion, one.id)
    assert draft.key_results.filter(deleted_at__isnull=True).count() == 2


def test_a_team_chooses_for_itself(held: Round, lead: Actor, employee: Actor, team: Team) -> None:
    made = open_room(lead, held.id, team=team.id)
    one, _ = propose(employee, made.id, title="让续约不用催")
    move_stage(lead, made.id, stage="choosing")
    assert choose_proposal(lead, one.id).objective.team_id == team.id


def test_the_draft_keeps_its_proposals_votes_and_arguments(
    ballot: Ballot,
    room: Room,
    idea: Proposal,
    other_idea: Proposal,
    champion: Actor,
    employee: Actor,
    web: Callable[[Actor], Client],
) -> None:
    set_vote(employee, idea.id, dots=3)
    reveal_ballot(champion, ballot.id)
    argue(employee, idea.id, side="for", body="老客户最懂我们。")
    merge_proposals(champion, idea.id, others=[other_idea.id])
    made = choose_proposal(champion, idea.id)
    origin = origin_of(champion, made.objective_id)
    assert origin is not None
    assert (origin.total, origin.room.id) == (3, room.id)
    assert [one.title for one in origin.proposals] == [idea.title, other_idea.title]
    assert [one.body for one in origin.arguments] == ["老客户最懂我们。"]
    page = web(champion).get(f"/objectives/{made.objective_id}").content.decode()
    assert other_idea.title in page
    assert "老客户最懂我们。" in page


def test_what_no_room_chose_comes_from_nowhere(champion: Actor, objective: Objective) -> None:
    assert origin_of(champion, objective.id) is None


def test_its_key_results_are_agreed_on_in_a_room_that_all_find(
    choosing: Room, idea: Proposal, champion: Actor, employee: Actor
) -> None:
    with pytest.raises(Conflict):
        open_over_parts(champion, idea.id)
    draft = choose_proposal(champion, idea.id).objective_id
    with pytest.raises(Forbidden):
        open_over_parts(employee, idea.id)
    opened = open_over_parts(champion, idea.id)
    assert (opened.about_id, opened.team_id, opened.dots) == (
        draft,
        choosing.team_id,
        choosing.dots,
    )
    assert open_over_parts(champion, idea.id) == opened
    assert read_board(employee, choosing).cards[idea.id].room_id == opened.id
    first, _key = propose(employee, opened.id, title="把复购率从 20% 提高到 30%")
    move_stage(champion, opened.id, stage="choosing")
    assert choose_proposal(champion, first.id).objective_id == draft
    assert read_board(champion, opened).cards[first.id].room_id is None
