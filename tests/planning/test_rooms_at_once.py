"""A room in which many do something at one moment, and a server that stops in the middle."""

from functools import partial

import pytest
from django.db import connection
from django.db.models import Sum

from cairn.errors import Conflict, Invalid
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.planning.board import read_board
from cairn.planning.commands.ballots import reveal_ballot, set_vote
from cairn.planning.commands.groups import Moved, make_group, move_proposal
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rooms import move_stage
from cairn.planning.models import Ballot, Proposal, Purse, Room, Vote
from tests.cast import make_member
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_votes_at_once_stay_within_the_purse(
    room: Room, champion: Actor, employee: Actor, ballot: Ballot, idea: Proposal
) -> None:
    move_stage(champion, room.id, stage="grouping")
    ids = [propose(champion, room.id, title=str(number))[0].id for number in range(3)]
    move_stage(champion, room.id, stage="voting")
    acts = [partial(set_vote, employee, one, dots=2) for one in [idea.id, *ids]]
    raised = at_once(acts)
    assert [type(one) for one in raised if one] == [Invalid, Invalid]
    assert Purse.objects.get(member=employee.member_id).spent == 4
    assert Vote.objects.aggregate(given=Sum("dots"))["given"] == 4


def test_the_same_vote_sent_twice_at_once_is_one_row(
    ballot: Ballot, employee: Actor, idea: Proposal
) -> None:
    assert at_once([partial(set_vote, employee, idea.id, dots=3)] * 3) == [None] * 3
    assert list(Vote.objects.values_list("dots", flat=True)) == [3]
    assert Purse.objects.get(member=employee.member_id).spent == 3


def test_a_vote_counts_or_comes_after_the_reveal(
    organization: Organization, room: Room, champion: Actor, ballot: Ballot, idea: Proposal
) -> None:
    voters = [make_member(organization, f"{n}", f"voter{n}@cairn.test") for n in range(4)]
    votes = [partial(set_vote, one, idea.id, dots=1) for one in voters]
    raised = at_once([*votes[:2], partial(reveal_ballot, champion, ballot.id), *votes[2:]])
    assert {type(one) for one in raised if one} <= {Conflict}
    counted = raised.count(None) - 1
    room.refresh_from_db()
    assert read_board(champion, room).cards[idea.id].total == counted
    assert Vote.objects.count() == counted


def test_of_two_facilitators_one_hears_where_it_went(
    room: Room, champion: Actor, admin: Actor, idea: Proposal
) -> None:
    groups = [make_group(champion, room.id, name=name).id for name in ("甲", "乙")]
    raised = at_once(
        partial(move_proposal, who, idea.id, group=group, position=0, version=idea.version)
        for who, group in zip((champion, admin), groups, strict=True)
    )
    assert sorted(type(one).__name__ for one in raised) == ["Moved", "NoneType"]
    refused = next(one for one in raised if isinstance(one, Moved))
    idea.refresh_from_db()
    assert refused.theirs["group"] == str(idea.group_id)


def test_a_vote_in_whose_middle_the_server_stops_never_was(
    ballot: Ballot, employee: Actor, idea: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_given: object, **_named: object) -> None:
        connection.close()
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(Vote.objects, "create", stop)
        raised = at_once([partial(set_vote, employee, idea.id, dots=3)])
    assert raised[0] is not None
    assert not Vote.objects.exists()
    assert not Purse.objects.filter(spent__gt=0).exists()
    assert set_vote(employee, idea.id, dots=3).spent == 3
