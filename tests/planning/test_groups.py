"""Groups, order, and making one of several."""

import pytest

from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.organization.actor import Actor
from cairn.planning.board import read_board
from cairn.planning.commands.choosing import choose_proposal
from cairn.planning.commands.groups import (
    Moved,
    delete_group,
    make_group,
    merge_proposals,
    move_group,
    move_proposal,
    rank_proposals,
    rename_group,
    unmerge_proposal,
)
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rooms import move_stage
from cairn.planning.models import Ballot, Group, Proposal, Room


@pytest.fixture
def growth(champion: Actor, room: Room) -> Group:
    return make_group(champion, room.id, name="增长")


def order(room: Room, group: int | None = None) -> list[int]:
    found = room.proposals.filter(group=group, merged_into__isnull=True, withdrawn_at__isnull=True)
    return list(found.order_by("position", "id").values_list("id", flat=True))


def test_groups_are_made_named_ordered_and_taken_away(
    champion: Actor, room: Room, growth: Group, idea: Proposal
) -> None:
    other = make_group(champion, room.id, name="效率")
    move_group(champion, other.id, position=0)
    assert list(room.groups.order_by("position").values_list("id", flat=True)) == [
        other.id,
        growth.id,
    ]
    assert rename_group(champion, growth.id, name="客户").name == "客户"
    move_proposal(champion, idea.id, group=growth.id, position=0)
    delete_group(champion, growth.id)
    idea.refresh_from_db()
    assert idea.group_id is None


def test_only_facilitators_arrange(
    employee: Actor, stranger: Actor, room: Room, growth: Group, idea: Proposal
) -> None:
    with pytest.raises(Forbidden):
        move_proposal(employee, idea.id, group=growth.id, position=0)
    with pytest.raises(Forbidden):
        make_group(employee, room.id, name="?")
    with pytest.raises(NotFound):
        rename_group(stranger, growth.id, name="?")


def test_a_proposal_goes_to_the_place_that_was_meant(
    champion: Actor, employee: Actor, room: Room
) -> None:
    ids = [propose(employee, room.id, title=str(number))[0].id for number in range(5)]
    move_proposal(champion, ids[4], group=None, position=0)
    assert order(room) == [ids[4], *ids[:4]]
    move_proposal(champion, ids[4], group=None, position=2)
    assert order(room) == [ids[0], ids[1], ids[4], ids[2], ids[3]]
    move_proposal(champion, ids[0], group=None, position=99)
    assert order(room) == [ids[1], ids[4], ids[2], ids[3], ids[0]]


def test_there_is_always_room_between_two(champion: Actor, employee: Actor, room: Room) -> None:
    ids = [propose(employee, room.id, title=str(number))[0].id for number in range(3)]
    for turn in range(30):
        moved = ids[1 + turn % 2]
        move_proposal(champion, moved, group=None, position=1)
        assert order(room)[1] == moved
    assert order(room)[0] == ids[0]


def test_who_comes_second_hears_where_it_is_now(
    champion: Actor, admin: Actor, growth: Group, idea: Proposal
) -> None:
    seen = idea.version
    move_proposal(champion, idea.id, group=growth.id, position=0, version=seen)
    with pytest.raises(Moved) as refused:
        move_proposal(admin, idea.id, group=None, position=0, version=seen)
    assert refused.value.theirs == {"group": str(growth.id), "position": 0}
    assert refused.value.version == seen + 1
    same = move_proposal(admin, idea.id, group=growth.id, position=0, version=seen)
    assert same.version == seen + 1


def test_a_group_of_another_room_is_none(
    champion: Actor, idea: Proposal, growth: Group, held: object
) -> None:
    with pytest.raises(Invalid):
        move_proposal(champion, idea.id, group=growth.id + 1, position=0)


def test_one_is_made_of_several_and_their_origins_stay(
    champion: Actor, lead: Actor, room: Room, idea: Proposal, other_idea: Proposal
) -> None:
    third, _ = propose(lead, room.id, title="老客户不走")
    merge_proposals(champion, other_idea.id, others=[third.id])
    merged = merge_proposals(champion, idea.id, others=[other_idea.id])
    card = read_board(champion, room).cards[merged.id]
    assert {one.title for one in card.origins} == {other_idea.title, third.title}
    assert {one.proposer for one in card.origins} == {"Emma Clarke", "林知远"}
    assert order(room) == [idea.id]
    alone = unmerge_proposal(champion, third.id)
    assert alone.merged_into is None
    assert set(order(room)) == {idea.id, third.id}


def test_what_cannot_be_merged(
    champion: Actor, room: Room, idea: Proposal, other_idea: Proposal
) -> None:
    for others in ([idea.id], [idea.id + 1], []):
        with pytest.raises(Invalid):
            merge_proposals(champion, idea.id, others=others)
    move_stage(champion, room.id, stage="choosing")
    choose_proposal(champion, other_idea.id)
    with pytest.raises(Conflict):
        merge_proposals(champion, idea.id, others=[other_idea.id])


def test_nothing_is_merged_during_a_vote(
    champion: Actor, ballot: Ballot, idea: Proposal, other_idea: Proposal
) -> None:
    with pytest.raises(Conflict):
        merge_proposals(champion, idea.id, others=[other_idea.id])


def test_a_facilitator_ranks(
    champion: Actor, room: Room, idea: Proposal, other_idea: Proposal
) -> None:
    rank_proposals(champion, room.id, order=[other_idea.id, idea.id])
    assert [card.id for card in read_board(champion, room).ranking] == [other_idea.id, idea.id]
    rank_proposals(champion, room.id, order=[idea.id])
    idea.refresh_from_db()
    other_idea.refresh_from_db()
    assert (idea.rank, other_idea.rank) == (1, None)
    with pytest.raises(Invalid):
        rank_proposals(champion, room.id, order=[idea.id + 1])
