"""Opening a room, moving it on, who sits there, and its end."""

from datetime import timedelta

import pytest

from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.events.models import Event
from cairn.organization.actor import Actor
from cairn.organization.models import Team, TeamMember
from cairn.planning.commands.ballots import open_ballot
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rooms import (
    change_room,
    end_room,
    enter_room,
    leave_room,
    move_stage,
    open_room,
    seat_members,
    set_timer,
)
from cairn.planning.commands.rounds import cancel_round, start_round
from cairn.planning.models import Ballot, Proposal, Room, Round, Seat
from cairn.storage import clock
from tests.cast import TODAY, again, make_member


def kinds() -> list[str]:
    found = Event.objects.filter(kind__startswith="room.").order_by("id")
    return list(found.values_list("kind", flat=True))


def test_a_lead_opens_the_room_of_their_team_once(held: Round, lead: Actor, team: Team) -> None:
    made = open_room(lead, held.id, team=team.id, dots=3)
    assert open_room(lead, held.id, team=team.id).id == made.id
    assert (made.stage, made.dots, made.is_anonymous) == ("collecting", 3, False)
    seat = made.seats.get()
    assert (seat.member_id, seat.is_facilitator) == (lead.member_id, True)
    assert kinds() == ["room.opened", "room.opened"]


def test_who_may_open_which_room(
    held: Round, lead: Actor, employee: Actor, product: Team, stranger: Actor, team: Team
) -> None:
    with pytest.raises(Forbidden):
        open_room(lead, held.id, team=product.id)
    with pytest.raises(Forbidden):
        open_room(employee, held.id, team=team.id)
    with pytest.raises(NotFound):
        open_room(stranger, held.id, team=team.id)


def test_a_pilot_round_has_rooms_of_its_own_line_only(
    lead: Actor, champion: Actor, held: Round, team: Team, product: Team
) -> None:
    pilot = start_round(lead, held.cycle_id, team=team.id)
    with pytest.raises(Invalid) as refused:
        open_room(champion, pilot.id, team=product.id)
    assert list(refused.value.fields) == ["team"]


def test_a_facilitator_moves_on_and_back_and_the_timer_stops(
    room: Room, champion: Actor, employee: Actor
) -> None:
    set_timer(champion, room.id, minutes=5)
    moved = move_stage(champion, room.id, stage="choosing")
    assert (moved.stage, moved.timer_ends_at) == ("choosing", None)
    assert move_stage(champion, room.id, stage="collecting").stage == "collecting"
    with pytest.raises(Forbidden):
        move_stage(employee, room.id, stage="grouping")


def test_every_change_that_others_see_makes_the_revision_grow(
    room: Room, champion: Actor, employee: Actor
) -> None:
    before = room.revision
    move_stage(champion, room.id, stage="collecting")
    assert enter_room(employee, room.id).revision == before + 1
    assert enter_room(employee, room.id).revision == before + 1
    timed = set_timer(champion, room.id, minutes=2)
    assert timed.timer_ends_at == clock.now() + timedelta(minutes=2)
    assert set_timer(champion, room.id, minutes=0).timer_ends_at is None


def test_a_facilitator_names_another_who_may_do_the_same(
    room: Room, champion: Actor, employee: Actor
) -> None:
    seat_members(champion, room.id, members=[employee.member_id], is_facilitator=True)
    assert move_stage(employee, room.id, stage="grouping").stage == "grouping"
    leave_room(employee, room.id)
    with pytest.raises(Forbidden):
        move_stage(employee, room.id, stage="reading")
    enter_room(employee, room.id)
    assert move_stage(employee, room.id, stage="reading").stage == "reading"


def test_a_team_room_is_for_its_line(
    held: Round, lead: Actor, employee: Actor, colleague: Actor, squad: Team, team: Team
) -> None:
    made = open_room(lead, held.id, team=team.id)
    below = make_member(team.organization, "秦小满", "below@cairn.test", team=squad)
    enter_room(employee, made.id)
    enter_room(below, made.id)
    with pytest.raises(Forbidden):
        enter_room(colleague, made.id)
    seat_members(lead, made.id, members=[colleague.member_id])
    assert propose(colleague, made.id, title="From next door")[0].proposer_id


def test_somebody_of_two_departments_sits_in_both(
    held: Round, lead: Actor, champion: Actor, employee: Actor, team: Team, product: Team
) -> None:
    both = make_member(team.organization, "方两边", "both@cairn.test", team=team)
    seats = [open_room(lead, held.id, team=team.id), open_room(champion, held.id, team=product.id)]
    enter_room(both, seats[0].id)
    with pytest.raises(Forbidden):
        enter_room(both, seats[1].id)
    TeamMember.objects.create(team=product, member_id=both.member_id, joined_on=TODAY)
    enter_room(again(both), seats[1].id)
    assert Seat.objects.filter(member=both.member_id).count() == 2


def test_an_invited_room_is_for_those_who_were_asked_in(
    room: Room, champion: Actor, employee: Actor, lead: Actor
) -> None:
    change_room(champion, room.id, is_invited=True)
    with pytest.raises(Forbidden):
        propose(employee, room.id, title="不在名单里")
    seat_members(champion, room.id, members=[employee.member_id])
    assert propose(employee, room.id, title="在名单里")[0].proposer_id == employee.member_id


def test_viewers_look_only(room: Room, viewer: Actor) -> None:
    with pytest.raises(Forbidden):
        enter_room(viewer, room.id)


def test_what_is_not_anonymous_does_not_become_so_under_a_proposal(
    room: Room, champion: Actor, idea: Proposal
) -> None:
    with pytest.raises(Conflict):
        change_room(champion, room.id, is_anonymous=True)
    assert change_room(champion, room.id, dots=7).dots == 7


def test_an_ended_room_stays_as_it_is(
    room: Room, champion: Actor, employee: Actor, idea: Proposal
) -> None:
    assert end_room(champion, room.id).ended_at == clock.now()
    assert end_room(champion, room.id).stage == "ended"
    for act in (
        lambda: move_stage(champion, room.id, stage="collecting"),
        lambda: propose(employee, room.id, title="晚了"),
        lambda: enter_room(employee, room.id),
        lambda: open_ballot(champion, room.id),
    ):
        with pytest.raises(Conflict):
            act()
    assert kinds() == ["room.opened", "room.ended"]


def test_a_repeated_step_has_a_new_room(room: Room, champion: Actor, held: Round) -> None:
    end_room(champion, room.id)
    assert open_room(champion, held.id, team=room.team_id).id != room.id


def test_a_room_with_an_open_vote_does_not_end(room: Room, champion: Actor, ballot: Ballot) -> None:
    with pytest.raises(Conflict):
        move_stage(champion, room.id, stage="ended")


def test_a_cancelled_round_ends_its_rooms_and_keeps_everything(
    room: Room, champion: Actor, held: Round, ballot: Ballot, employee: Actor
) -> None:
    cancel_round(champion, held.id)
    room.refresh_from_db()
    assert (room.stage, room.proposals.count()) == ("ended", 2)
    with pytest.raises(Conflict):
        open_room(champion, held.id, team=room.team_id)
