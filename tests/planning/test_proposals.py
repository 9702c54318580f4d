"""Proposing, changing, withdrawing, bringing back; and with no name."""

import pytest

from cairn.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from cairn.events.models import Event
from cairn.goals.commands.drafts import draft_objective
from cairn.organization.actor import Actor
from cairn.planning.board import keyed_proposal
from cairn.planning.commands import proposals
from cairn.planning.commands.ballots import open_ballot, set_vote
from cairn.planning.commands.choosing import choose_proposal
from cairn.planning.commands.proposals import (
    change_proposal,
    propose,
    restore_proposal,
    withdraw_proposal,
)
from cairn.planning.commands.rooms import move_stage
from cairn.planning.models import Ballot, Proposal, Purse, Room
from tests.cast import TODAY


def kinds() -> list[str]:
    found = Event.objects.filter(kind__startswith="proposal.").order_by("id")
    return list(found.values_list("kind", flat=True))


def test_a_proposal_says_who_and_which_day(room: Room, idea: Proposal, employee: Actor) -> None:
    assert (idea.proposer_id, idea.proposed_on) == (employee.member_id, TODAY)
    assert room.seats.filter(member=employee.member_id).exists()
    assert kinds() == ["proposal.made"]


def test_sent_twice_it_stands_once(room: Room, employee: Actor) -> None:
    first, _ = propose(employee, room.id, title="一次", submission="f00")
    again, _ = propose(employee, room.id, title="一次", submission="f00")
    assert first == again
    assert room.proposals.count() == 1


def test_its_proposer_changes_it_until_the_vote(
    idea: Proposal, employee: Actor, colleague: Actor, champion: Actor
) -> None:
    changed = change_proposal(employee, idea.id, title="让老客户留下来", version=idea.version)
    assert (changed.title, changed.version) == ("让老客户留下来", 2)
    with pytest.raises(Stale):
        change_proposal(employee, idea.id, title="又改", version=1)
    for other in (colleague, champion):
        with pytest.raises(Forbidden):
            change_proposal(other, idea.id, title="不是我的")
    open_ballot(champion, idea.room_id)
    with pytest.raises(Conflict):
        change_proposal(employee, idea.id, title="太晚")


def test_withdrawn_and_brought_back(idea: Proposal, employee: Actor, colleague: Actor) -> None:
    with pytest.raises(Forbidden):
        withdraw_proposal(colleague, idea.id)
    assert withdraw_proposal(employee, idea.id).withdrawn_at
    withdraw_proposal(employee, idea.id)
    with pytest.raises(Conflict):
        change_proposal(employee, idea.id, title="没有了")
    assert restore_proposal(employee, idea.id).withdrawn_at is None
    assert kinds() == ["proposal.made", "proposal.withdrawn", "proposal.restored"]


def test_withdrawn_after_votes_the_dots_come_back(
    idea: Proposal,
    other_idea: Proposal,
    ballot: Ballot,
    champion: Actor,
    employee: Actor,
    colleague: Actor,
) -> None:
    set_vote(employee, idea.id, dots=3)
    set_vote(employee, other_idea.id, dots=2)
    set_vote(colleague, idea.id, dots=1)
    with pytest.raises(Conflict):
        withdraw_proposal(employee, idea.id)
    withdraw_proposal(champion, idea.id)
    spent = dict(Purse.objects.values_list("member_id", "spent"))
    assert spent == {employee.member_id: 2, colleague.member_id: 0}
    assert list(ballot.votes.values_list("dots", flat=True)) == [2]
    assert set_vote(employee, other_idea.id, dots=5).spent == 5


def test_what_was_chosen_is_not_withdrawn(idea: Proposal, champion: Actor) -> None:
    move_stage(champion, idea.room_id, stage="choosing")
    choose_proposal(champion, idea.id)
    with pytest.raises(Conflict):
        withdraw_proposal(champion, idea.id)


def test_when_a_room_takes_proposals(room: Room, champion: Actor, employee: Actor) -> None:
    move_stage(champion, room.id, stage="grouping")
    with pytest.raises(Conflict):
        propose(employee, room.id, title="晚了")
    assert propose(champion, room.id, title="还缺一条")[0].id
    move_stage(champion, room.id, stage="voting")
    with pytest.raises(Conflict):
        propose(champion, room.id, title="太晚了")


def test_a_full_room_says_so(
    room: Room, idea: Proposal, employee: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposals, "MOST_PROPOSALS", 1)
    with pytest.raises(Conflict, match="full"):
        propose(employee, room.id, title="第二条")


def test_another_organization_sees_nothing(room: Room, idea: Proposal, stranger: Actor) -> None:
    for act in (
        lambda: propose(stranger, room.id, title="?"),
        lambda: change_proposal(stranger, idea.id, title="?"),
        lambda: withdraw_proposal(stranger, idea.id),
    ):
        with pytest.raises(NotFound):
            act()


# Without a name


def test_the_key_alone_changes_an_anonymous_proposal(
    hidden_room: Room, employee: Actor, colleague: Actor, champion: Actor
) -> None:
    made, key = propose(employee, hidden_room.id, title="没有名字")
    assert made.proposer_id is None
    assert made.submission is None
    assert len(key) >= 22
    for actor, shown in ((employee, ""), (employee, "wrong"), (champion, "")):
        with pytest.raises(Forbidden):
            change_proposal(actor, made.id, key=shown, title="不行")
    assert change_proposal(colleague, made.id, key=key, title="改过").title == "改过"
    assert withdraw_proposal(employee, made.id, key=key).withdrawn_at
    assert restore_proposal(employee, made.id, key=key).withdrawn_at is None
    found = keyed_proposal(employee, hidden_room, key)
    assert found == made
    assert keyed_proposal(employee, hidden_room, "") is None
    assert kinds() == []


def test_a_key_that_was_sent_along_makes_it_stand_once_and_a_weak_one_is_none(
    hidden_room: Room, employee: Actor, colleague: Actor
) -> None:
    sent = "a" * 32
    first, key = propose(employee, hidden_room.id, title="重发", key=sent)
    assert propose(employee, hidden_room.id, title="重发", key=sent) == (first, sent)
    assert key == sent
    one, short = propose(employee, hidden_room.id, title="甲", key="1", submission="f00")
    two, _ = propose(colleague, hidden_room.id, title="乙", key="1", submission="f00")
    assert one != two
    assert short != "1"


def test_an_anonymous_withdrawal_tells_no_hour(hidden_room: Room, employee: Actor) -> None:
    made, key = propose(employee, hidden_room.id, title="没有名字")
    gone = withdraw_proposal(employee, made.id, key=key).withdrawn_at
    assert gone is not None
    assert (gone.hour, gone.minute, gone.second, gone.microsecond) == (0, 0, 0, 0)


def test_in_a_room_about_a_draft_each_is_one_key_result(room: Room, employee: Actor) -> None:
    draft = draft_objective(employee, title="草稿", cycle=room.round.cycle_id)
    room.about = draft
    room.save(update_fields=["about"])
    with pytest.raises(Invalid):
        propose(employee, room.id, title="续约率到 75%", key_results=["?"])
