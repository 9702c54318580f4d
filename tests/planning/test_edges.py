"""What happens beside the straight way: closed teams, votes that nobody reveals, teams that never
begin, people who come and go, two organizations at once."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from cairn.api.schemas.rounds import StepPageOut
from cairn.checkins.commands.leaving import remove_member
from cairn.cycles.commands import create_cycle
from cairn.errors import Conflict, Forbidden
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.board import read_board
from cairn.planning.commands.announcing import announce_round
from cairn.planning.commands.ballots import reveal_ballot, set_vote
from cairn.planning.commands.choosing import choose_proposal
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rooms import move_stage, open_room, seat_members
from cairn.planning.commands.rounds import cancel_round, start_round
from cairn.planning.commands.steps import begin_step, finish_step, repeat_step, skip_step
from cairn.planning.models import Ballot, Proposal, Room, Round
from cairn.planning.plan import State
from cairn.planning.rounds import read_round, round_rows
from cairn.storage import clock
from tests.api.conformance import fits
from tests.cast import TODAY, ApiClient
from tests.planning.conftest import Sets
from tests.planning.test_round_pages import text_of
from tests.planning.test_rounds import step_of

type SignIn = Callable[[Actor], Client]


def test_the_step_of_a_closed_team_is_not_taken(
    champion: Actor, held: Round, product: Team, web: SignIn
) -> None:
    step = step_of(held, "hand_on", product)
    Team.objects.filter(id=product.id).update(valid_to=TODAY)
    for act in (begin_step, finish_step, skip_step, repeat_step):
        with pytest.raises(Conflict, match="closed"):
            act(champion, step.id)
    sent = web(champion).post(f"/rounds/steps/{step.id}", {"act": "begin"})
    assert sent.status_code == 409


def test_a_vote_that_a_cancelled_round_left_open_stays_secret(
    champion: Actor,
    employee: Actor,
    held: Round,
    room: Room,
    ballot: Ballot,
    idea: Proposal,
    web: SignIn,
    api: Callable[..., ApiClient],
) -> None:
    set_vote(employee, idea.id, dots=3)
    cancel_round(champion, held.id)
    with pytest.raises(Conflict):
        reveal_ballot(champion, ballot.id)
    room.refresh_from_db()
    board = read_board(champion, room)
    assert {card.total for card in board.ranking} == {None}
    assert read_board(employee, room).own.votes == {idea.id: 3}
    with translation.override(champion.locale):
        said = gettext("Its last vote was never revealed: it stays secret for good.")
    assert said in text_of(web(champion), f"/rooms/{room.id}")
    assert '"total":3' not in api(champion).get(f"/api/v1/rooms/{room.id}").content.decode()


def test_a_team_that_never_begins_holds_nobody_up(
    champion: Actor, held: Round, sets: Sets, team: Team, web: SignIn
) -> None:
    announce_round(champion, held.id)
    held.refresh_from_db()
    page = read_round(champion, held, clock.today(champion.time_zone))
    handed = next(one for one in page.kinds if one.kind == "hand_on")
    assert {row.state for row in handed.rows} == {State.LEFT}
    assert team.name in text_of(web(champion), f"/rounds/{held.id}")
    sets.ours.refresh_from_db()
    assert sets.ours.is_draft


def test_the_votes_of_somebody_who_leaves_the_company_count(
    champion: Actor, employee: Actor, room: Room, ballot: Ballot, idea: Proposal, admin: Actor
) -> None:
    set_vote(employee, idea.id, dots=4)
    remove_member(admin, employee.member_id)
    reveal_ballot(champion, ballot.id)
    room.refresh_from_db()
    board = read_board(champion, room)
    assert board.cards[idea.id].total == 4
    assert employee.member_id not in {one.member_id for one in board.seats}


def test_whoever_takes_part_sees_the_room_about_a_draft_that_they_do_not_see(
    champion: Actor, colleague: Actor, held: Round, room: Room, idea: Proposal, web: SignIn
) -> None:
    move_stage(champion, room.id, stage="choosing")
    draft = choose_proposal(champion, idea.id).objective
    inner = open_room(champion, held.id, team=room.team_id, about=draft.id)
    browser = web(colleague)
    assert browser.get(f"/objectives/{draft.id}").status_code == 404
    assert draft.title in text_of(browser, f"/rooms/{inner.id}")
    assert text_of(browser, f"/rooms/{inner.id}/propose")
    made, _key = propose(colleague, inner.id, title="净推荐值从 31 提升到 45")
    seat_members(champion, inner.id, members=[colleague.member_id], is_facilitator=True)
    move_stage(colleague, inner.id, stage="choosing")
    with pytest.raises(Forbidden):  # only into the draft may nobody choose who may not write there
        choose_proposal(colleague, made.id)
    assert choose_proposal(champion, made.id).objective_id == draft.id


def test_the_room_about_a_draft_for_a_few_is_for_these_and_for_who_sits_there(
    champion: Actor, colleague: Actor, held: Round, room: Room, idea: Proposal, web: SignIn
) -> None:
    move_stage(champion, room.id, stage="choosing")
    draft = choose_proposal(champion, idea.id).objective
    inner = open_room(champion, held.id, team=room.team_id, about=draft.id)
    edit_objective(champion, draft.id, visibility="people")
    browser = web(colleague)
    for path in ("", "/live", "/propose"):
        assert browser.get(f"/rooms/{inner.id}{path}").status_code == 404
    seat_members(champion, inner.id, members=[colleague.member_id])
    assert draft.title in text_of(browser, f"/rooms/{inner.id}")


def test_two_organizations_plan_at_once(
    champion: Actor, stranger: Actor, held: Round, sets: Sets
) -> None:
    cycle = create_cycle(
        stranger,
        name="2027 Q1",
        length="quarter",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
    )
    theirs = start_round(stranger, cycle.id)
    for actor, own in ((champion, held), (stranger, theirs)):
        assert [one.held.id for one in round_rows(actor, TODAY, most=9)] == [own.id]
    announce_round(champion, held.id)
    theirs.refresh_from_db()
    assert theirs.is_open
    assert theirs.rooms.get().ended_at is None
    assert Objective.objects.filter(organization_id=stranger.organization_id).count() == 0


def test_the_steps_of_many_teams_come_in_pages(
    api: Callable[..., ApiClient], champion: Actor, held: Round
) -> None:
    here, script = f"/api/v1/rounds/{held.id}/steps", api(champion)
    first = script.get(f"{here}?limit=5").json()
    fits(StepPageOut, first)
    rest = script.get(f"{here}?limit=5&cursor={first['next']}").json()
    ids = {one["id"] for one in [*first["items"], *rest["items"]]}
    assert (len(first["items"]), rest["next"], len(ids)) == (5, None, held.steps.count())
    assert script.get(f"{here}?cursor=x").status_code == 422
