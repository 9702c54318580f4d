"""The room as it stands, in a few queries whatever its size."""

import pytest
from pytest_django import DjangoAssertNumQueries

from cairn.errors import NotFound
from cairn.organization.actor import Actor
from cairn.planning.board import find_room, read_board, read_own, revision_of
from cairn.planning.commands.ballots import reveal_ballot, set_vote
from cairn.planning.commands.groups import make_group, move_proposal
from cairn.planning.commands.proposals import propose, withdraw_proposal
from cairn.planning.counting import Count, places
from cairn.planning.likely import likely_pairs
from cairn.planning.models import Ballot, Proposal, Room


def test_what_lies_where(
    room: Room, champion: Actor, employee: Actor, idea: Proposal, other_idea: Proposal
) -> None:
    group = make_group(champion, room.id, name="客户")
    move_proposal(champion, idea.id, group=group.id, position=0)
    board = read_board(employee, find_room(employee, room.id))
    assert [(heap.name, [card.id for card in heap.cards]) for heap in board.groups] == [
        ("客户", [idea.id])
    ]
    assert [card.id for card in board.loose] == [other_idea.id]
    assert board.own.proposals == {idea.id}
    assert (board.own.may_propose, board.own.may_vote, board.own.is_facilitator) == (
        True,
        False,
        False,
    )
    assert {one.name for one in board.seats} == {"顾清和", "周晓宇", "Emma Clarke"}


def test_the_viewers_own(
    ballot: Ballot, room: Room, employee: Actor, champion: Actor, idea: Proposal, viewer: Actor
) -> None:
    set_vote(employee, idea.id, dots=2)
    room.refresh_from_db()
    own = read_own(employee, room)
    assert (dict(own.votes), own.left, own.may_vote) == ({idea.id: 2}, 3, True)
    assert own == read_board(employee, room).own
    assert dict(read_own(champion, room).votes) == {}
    assert not read_own(viewer, room).may_take_part


def test_what_was_withdrawn_is_for_its_proposer_and_facilitators(
    room: Room, champion: Actor, employee: Actor, colleague: Actor, idea: Proposal
) -> None:
    withdraw_proposal(employee, idea.id)
    room.refresh_from_db()
    assert [one.id for one in read_board(champion, room).withdrawn] == [idea.id]
    mine = read_board(employee, room)
    assert ([one.id for one in mine.own.withdrawn], mine.withdrawn) == ([idea.id], ())
    assert read_board(colleague, room).own.withdrawn == ()
    assert mine.cards == {}


def test_eight_queries_however_much_lies_there(
    ballot: Ballot,
    room: Room,
    champion: Actor,
    employee: Actor,
    idea: Proposal,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    set_vote(employee, idea.id, dots=2)
    reveal_ballot(champion, ballot.id)
    Proposal.objects.bulk_create(
        Proposal(room=room, title=f"第 {number} 条", proposed_on=idea.proposed_on)
        for number in range(300)
    )
    with django_assert_max_num_queries(1):
        found = find_room(champion, room.id)
    with django_assert_max_num_queries(8):
        assert len(read_board(champion, found).cards) == 302
    with django_assert_max_num_queries(5):
        read_own(champion, found)
    with django_assert_max_num_queries(1):
        assert revision_of(champion, room.id) == found.revision


def test_another_organization_sees_no_room(room: Room, stranger: Actor) -> None:
    assert revision_of(stranger, room.id) is None
    with pytest.raises(NotFound):
        find_room(stranger, room.id)


def test_likely_duplicates_are_for_the_facilitator(
    room: Room, champion: Actor, employee: Actor, idea: Proposal, other_idea: Proposal
) -> None:
    twin, _ = propose(employee, room.id, title="让老客户更愿意留下来")
    assert [set(pair) for pair in read_board(champion, room).likely] == [{idea.id, twin.id}]
    assert read_board(employee, room).likely == ()


def test_alike_are_pairs_that_share_most_of_their_words() -> None:
    texts = {
        1: "把续约率从 60% 提升到 75%",
        2: "续约率提升到 80%",
        3: "Raise the renewal rate",
        4: "Raise renewal rates",
        5: "让新人第一天就能上手",
        6: "",
    }
    assert {frozenset(pair) for pair in likely_pairs(texts)} == {
        frozenset({1, 2}),
        frozenset({3, 4}),
    }


def test_the_votes_place_and_a_later_one_decides_what_was_tied() -> None:
    first = Count(dots={1: 3, 2: 3, 3: 1})
    assert places([1, 2, 3, 4], [first]) == {
        1: (3, 1, True),
        2: (3, 1, True),
        3: (1, 3, False),
        4: (0, 4, False),
    }
    second = Count(frozenset({1, 2}), {2: 4})
    assert places([1, 2, 3], [first, second]) == {
        1: (0, 2, False),
        2: (4, 1, False),
        3: (1, 3, False),
    }
    assert places([1, 2], []) == {}
