"""Voting: a budget each, secret until all is revealed at once."""

import pytest

from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.events.models import Event
from cairn.organization.actor import Actor
from cairn.planning.board import read_board
from cairn.planning.cards import Card
from cairn.planning.commands.ballots import open_ballot, reveal_ballot, set_vote
from cairn.planning.commands.groups import merge_proposals
from cairn.planning.commands.proposals import withdraw_proposal
from cairn.planning.commands.rooms import end_room, leave_room, move_stage, set_timer
from cairn.planning.models import Ballot, Proposal, Room, Vote
from tests.cast import make_member


def cards(viewer: Actor, room: Room) -> dict[int, Card]:
    room.refresh_from_db()
    return dict(read_board(viewer, room).cards)


def test_a_vote_is_what_was_said_last(ballot: Ballot, employee: Actor, idea: Proposal) -> None:
    for dots in (2, 2, 4, 0, 3):
        purse = set_vote(employee, idea.id, dots=dots)
        assert purse.spent == dots
    assert list(Vote.objects.values_list("dots", flat=True)) == [3]


def test_a_vote_begins_without_the_clock_of_what_came_before(
    room: Room, idea: Proposal, champion: Actor
) -> None:
    set_timer(champion, room.id, minutes=5)
    open_ballot(champion, room.id)
    room.refresh_from_db()
    assert (room.stage, room.timer_ends_at) == ("voting", None)


def test_whoever_sits_down_by_voting_is_counted_by_all(
    ballot: Ballot, employee: Actor, idea: Proposal
) -> None:
    before = leave_room(employee, ballot.room_id).revision
    set_vote(employee, idea.id, dots=1)
    set_vote(employee, idea.id, dots=2)
    assert Room.objects.get(id=ballot.room_id).revision == before + 1


def test_nobody_gives_more_than_they_have(
    ballot: Ballot, employee: Actor, idea: Proposal, other_idea: Proposal
) -> None:
    set_vote(employee, idea.id, dots=4)
    with pytest.raises(Invalid, match="correction") as refused:
        set_vote(employee, other_idea.id, dots=2)
    assert "1" in str(refused.value.fields["dots"])
    assert set_vote(employee, idea.id, dots=5).spent == 5


def test_who_may_vote_and_when(
    room: Room,
    idea: Proposal,
    other_idea: Proposal,
    champion: Actor,
    employee: Actor,
    viewer: Actor,
    stranger: Actor,
) -> None:
    with pytest.raises(Conflict):
        set_vote(employee, idea.id, dots=1)
    with pytest.raises(Forbidden):
        open_ballot(employee, room.id)
    opened = open_ballot(champion, room.id, dots=2)
    assert open_ballot(champion, room.id).id == opened.id
    with pytest.raises(Forbidden):
        set_vote(viewer, idea.id, dots=1)
    with pytest.raises(NotFound):
        set_vote(stranger, idea.id, dots=1)
    move_stage(champion, room.id, stage="arguing")
    with pytest.raises(Conflict):
        set_vote(employee, idea.id, dots=1)
    move_stage(champion, room.id, stage="voting")
    assert set_vote(employee, idea.id, dots=1).dots == 2


def test_there_must_be_something_to_vote_on(room: Room, champion: Actor) -> None:
    with pytest.raises(Conflict):
        open_ballot(champion, room.id)


def test_the_reveal_shows_all_at_once_with_ties_as_ties(
    ballot: Ballot,
    room: Room,
    champion: Actor,
    employee: Actor,
    colleague: Actor,
    idea: Proposal,
    other_idea: Proposal,
) -> None:
    set_vote(employee, idea.id, dots=3)
    set_vote(colleague, other_idea.id, dots=3)
    assert [card.total for card in cards(champion, room).values()] == [None, None]
    with pytest.raises(Forbidden):
        reveal_ballot(employee, ballot.id)
    revealed = reveal_ballot(champion, ballot.id)
    assert reveal_ballot(champion, ballot.id).revealed_at == revealed.revealed_at
    found = cards(employee, room)
    assert {(one.total, one.place, one.is_tied) for one in found.values()} == {(3, 1, True)}
    with pytest.raises(Conflict):
        set_vote(employee, idea.id, dots=1)
    kinds = Event.objects.filter(kind__startswith="ballot.").values_list("kind", flat=True)
    assert list(kinds.order_by("id")) == ["ballot.opened", "ballot.revealed"]


def test_a_tie_is_voted_on_again_among_the_tied(
    ballot: Ballot,
    room: Room,
    champion: Actor,
    employee: Actor,
    lead: Actor,
    idea: Proposal,
    other_idea: Proposal,
) -> None:
    from cairn.planning.commands.proposals import propose

    move_stage(champion, room.id, stage="grouping")
    third, _ = propose(champion, room.id, title="第三条")
    move_stage(champion, room.id, stage="voting")
    set_vote(employee, idea.id, dots=2)
    set_vote(lead, other_idea.id, dots=2)
    set_vote(lead, third.id, dots=1)
    reveal_ballot(champion, ballot.id)
    room.refresh_from_db()
    tied = [card.id for card in read_board(champion, room).tied]
    assert set(tied) == {idea.id, other_idea.id}
    second = open_ballot(champion, room.id, dots=1, among=tied)
    with pytest.raises(Conflict):
        set_vote(employee, third.id, dots=1)
    set_vote(employee, other_idea.id, dots=1)
    reveal_ballot(champion, second.id)
    found = cards(champion, room)
    assert [found[one.id].place for one in (other_idea, idea, third)] == [1, 2, 3]
    assert (found[third.id].total, found[other_idea.id].total) == (1, 1)


def test_a_vote_sent_late_does_not_count_in_the_next(
    ballot: Ballot, room: Room, champion: Actor, employee: Actor, idea: Proposal
) -> None:
    reveal_ballot(champion, ballot.id)
    second = open_ballot(champion, room.id)
    with pytest.raises(Conflict):
        set_vote(employee, idea.id, dots=2, ballot=ballot.id)
    assert set_vote(employee, idea.id, dots=2, ballot=second.id).spent == 2


def test_who_leaves_keeps_what_they_gave_and_who_joins_late_has_a_purse(
    ballot: Ballot, room: Room, champion: Actor, employee: Actor, idea: Proposal
) -> None:
    set_vote(employee, idea.id, dots=5)
    leave_room(employee, room.id)
    late = make_member(room.team.organization, "晚到的人", "late@cairn.test")
    set_vote(late, idea.id, dots=5)
    room.refresh_from_db()
    poll = read_board(champion, room).poll
    assert poll is not None
    assert poll.finished == 2
    reveal_ballot(champion, ballot.id)
    assert cards(champion, room)[idea.id].total == 10


def test_votes_on_an_origin_count_for_what_it_became(
    ballot: Ballot,
    room: Room,
    champion: Actor,
    employee: Actor,
    idea: Proposal,
    other_idea: Proposal,
) -> None:
    set_vote(employee, idea.id, dots=2)
    set_vote(employee, other_idea.id, dots=1)
    reveal_ballot(champion, ballot.id)
    merge_proposals(champion, idea.id, others=[other_idea.id])
    assert cards(champion, room)[idea.id].total == 3


def test_a_withdrawn_one_is_not_voted_for(
    ballot: Ballot, champion: Actor, employee: Actor, idea: Proposal
) -> None:
    withdraw_proposal(champion, idea.id)
    with pytest.raises(Conflict):
        set_vote(employee, idea.id, dots=1)


def test_a_vote_that_is_revealed_lets_the_room_end(
    ballot: Ballot, room: Room, champion: Actor
) -> None:
    with pytest.raises(Conflict):
        end_room(champion, room.id)
    reveal_ballot(champion, ballot.id)
    assert end_room(champion, room.id).stage == "ended"


def test_only_the_last_dot_of_somebody_is_news(
    ballot: Ballot, room: Room, employee: Actor, idea: Proposal
) -> None:
    set_vote(employee, idea.id, dots=1)
    room.refresh_from_db()
    before = room.revision
    set_vote(employee, idea.id, dots=4)
    room.refresh_from_db()
    assert room.revision == before
    set_vote(employee, idea.id, dots=5)
    room.refresh_from_db()
    assert room.revision == before + 1
