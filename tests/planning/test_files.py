"""Files of planning rounds: their steps and rooms, and what was proposed, voted and said there."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from cairn.cycles.models import Cycle
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.commands.arguments import argue
from cairn.planning.commands.ballots import open_ballot, reveal_ballot, set_vote
from cairn.planning.commands.choosing import choose_proposal
from cairn.planning.commands.groups import make_group
from cairn.planning.commands.parts import open_over_parts
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rooms import enter_room, move_stage
from cairn.planning.commands.rounds import cancel_round, start_round
from cairn.planning.commands.steps import begin_team, extend_step, skip_step
from cairn.planning.models import Argument, Ballot, Proposal, Room, Round, Stage
from cairn.storage import clock
from tests.cast import MORNING, TODAY, ApiClient, again
from tests.planning.test_rounds import step_of
from tests.web.budgets import BUDGET, queries_of
from tests.web.files import assert_in_every_format, items

type SignIn = Callable[[Actor], Client]
OF_VOTES = ("votes", "arguments")
"""What a room does not tell at every stage."""
OF_ROOMS = ("proposals", *OF_VOTES)
TOLD = ("rounds", "round-steps", "rooms", *OF_ROOMS, "coverage")
"""To everybody in the organization."""
OF_ONE_ROUND = ("coverage",)
TABLES = (*TOLD, "individuals")


@pytest.fixture
def lived(champion: Actor, employee: Actor, idea: Proposal, other_idea: Proposal) -> Room:
    """The company's room with two ideas, a group, somebody in it."""
    enter_room(employee, idea.room_id)
    make_group(champion, idea.room_id, name="留存")
    return idea.room


@pytest.fixture
def voted(champion: Actor, employee: Actor, colleague: Actor, lived: Room, ballot: Ballot) -> Room:
    """The same; the vote is revealed, and something said for and against the first idea."""
    first = Proposal.objects.get(room=lived, proposer=employee.member_id)
    set_vote(employee, first.id, dots=4)
    set_vote(colleague, first.id, dots=1)
    reveal_ballot(champion, ballot.id)
    move_stage(champion, lived.id, stage="arguing")
    argue(colleague, first.id, side="for", body="老客户最便宜")
    argue(employee, first.id, side="against", body="没有人手")
    return lived


@pytest.fixture
def chosen(champion: Actor, voted: Room, idea: Proposal) -> Room:
    """The same; the first idea has become a draft."""
    move_stage(champion, voted.id, stage="choosing")
    choose_proposal(champion, idea.id)
    return voted


def asked(what: str, round_id: int) -> str:
    """Some tables are of one round."""
    return f"&round={round_id}" if what in OF_ONE_ROUND else ""


def told(client: Client) -> dict[str, int]:
    """How many rows each of them has."""
    return {what: len(items(client, what)) for what in OF_VOTES}


def test_every_table_has_its_rows_in_every_format(
    web: SignIn, employee: Actor, chosen: Room
) -> None:
    client = web(employee)
    for what in TOLD:
        assert_in_every_format(client, what, asked(what, chosen.round_id))


def test_rounds_say_how_they_stand_and_how_they_ended(
    web: SignIn, champion: Actor, held: Round, team: Team, objective: Objective
) -> None:
    client = web(champion)
    (ahead,) = items(client, "rounds")
    assert (ahead["cycle"], ahead["state"], ahead["steps_over"]) == ("2027 Q1", "waiting", 0)
    assert (ahead["starts_on"], ahead["ends_on"]) == ("2026-12-18", "2026-12-31")
    assert ahead["steps"] == held.steps.count()
    skip_step(champion, step_of(held, "collect").id)
    begin_team(champion, held.id, team=team.id)
    with clock.set_to(MORNING.replace(month=12, day=30)):
        (late,) = items(web(again(champion)), "rounds")
    assert (late["state"], late["steps_over"]) == ("late", 1)
    pilot = start_round(champion, objective.cycle_id, team=team.id)
    cancel_round(champion, pilot.id, reason="太忙")
    client = web(champion)
    newest, oldest = items(client, "rounds")
    assert (newest["state"], newest["cancelled_by"], newest["reason"]) == (
        *("cancelled", "顾清和", "太忙"),
    )
    assert newest["steps"] is None
    assert oldest["state"] == "waiting"
    assert [one["id"] for one in items(client, "rounds", f"&cycle={held.cycle_id}")] == [
        str(held.id)
    ]


def test_steps_are_those_of_the_page_each_with_its_team(
    web: SignIn, champion: Actor, lead: Actor, held: Round, team: Team, product: Team, squad: Team
) -> None:
    begin_team(lead, held.id, team=team.id)
    extend_step(champion, step_of(held, "hand_on", team).id, comment="再具体一点")
    skip_step(champion, step_of(held, "hand_on", product).id, reason="人手不够")
    client = web(champion)
    found = items(client, "round-steps", f"&round={held.id}")
    assert [(one["step"], one["team"], one["state"]) for one in found] == [
        *(("collect", "山岚科技", "waiting"), ("choose", "山岚科技", "waiting")),
        *(("hand_on", team.name, "running"), ("hand_on", "Product", "skipped")),
        *(("confirm", "山岚科技", "waiting"), ("cascade", "续约小组", "waiting")),
        *(("individuals", "山岚科技", "waiting"), ("announce", "山岚科技", "waiting")),
    ]
    asked, skipped = found[2:4]
    assert (asked["asked"], asked["lead"]) == ("再具体一点", "林知远")
    assert asked["room_id"] == str(Room.objects.get(team=team).id)
    assert (skipped["reason"], skipped["asked"]) == ("人手不够", None)
    page = client.get(f"/rounds/{held.id}").content.decode()
    assert page.index("再具体一点") < page.index("人手不够")
    assert [one["id"] for one in items(client, "round-steps", f"&team={team.id}")] == [asked["id"]]
    assert len(items(client, "round-steps", f"&cycle={held.cycle_id}")) == len(found)
    assert items(client, "round-steps", "&round=7") == []
    assert items(client, "round-steps", "&cycle=7") == []


def test_rooms_are_counted_as_their_heads_count(
    web: SignIn, champion: Actor, employee: Actor, lived: Room, idea: Proposal
) -> None:
    client = web(champion)
    (room,) = items(client, "rooms")
    assert (room["stage"], room["proposals"], room["groups"], room["people"]) == (
        *("collecting", 2, 1, 3),
    )
    assert (room["chosen"], room["finished"], room["anonymous"]) == (0, None, "false")
    move_stage(champion, lived.id, stage="choosing")
    choose_proposal(champion, idea.id)
    (room,) = items(client, "rooms", f"&round={lived.round_id}&team={lived.team_id}")
    assert (room["stage"], room["chosen"]) == ("choosing", 1)
    for query in ("&round=7", "&cycle=7", "&team=7"):
        assert items(client, "rooms", query) == []


def test_who_has_given_all_their_dots_is_counted_while_the_vote_runs(
    web: SignIn, champion: Actor, employee: Actor, colleague: Actor, ballot: Ballot, idea: Proposal
) -> None:
    set_vote(employee, idea.id, dots=5)
    set_vote(colleague, idea.id, dots=4)
    client = web(champion)
    assert items(client, "rooms")[0]["finished"] == 1
    move_stage(champion, ballot.room_id, stage="grouping")
    assert items(client, "rooms")[0]["finished"] is None


def test_dots_and_arguments_are_those_of_the_room(
    web: SignIn,
    champion: Actor,
    employee: Actor,
    voted: Room,
    idea: Proposal,
    other_idea: Proposal,
) -> None:
    client = web(champion)
    shown = client.get(f"/rooms/{voted.id}").content.decode()
    first, second = items(client, "votes", f"&room={voted.id}")
    assert (first["id"], first["dots"], first["place"], first["tied"]) == (
        *(str(idea.id), 5, 1, "false"),
    )
    assert (second["id"], second["dots"], second["place"]) == (str(other_idea.id), 0, 2)
    assert (first["proposed_by"], first["chosen"]) == ("周晓宇", "false")
    said, against = items(client, "arguments", f"&room={voted.id}&round={voted.round_id}")
    assert (said["side"], said["argument"], said["by"]) == ("for", "老客户最便宜", "Emma Clarke")
    assert (against["side"], against["proposal_id"]) == ("against", str(idea.id))
    for words in ("老客户最便宜", "没有人手", "Emma Clarke"):
        assert words in shown
    ranked = items(client, "proposals", f"&team={voted.team_id}&cycle={voted.round.cycle_id}")
    assert [(one["dots"], one["for"], one["against"]) for one in ranked] == [(5, 1, 1), (0, 0, 0)]
    for what in ("proposals", *OF_VOTES):
        for query in ("&room=7", "&round=7", "&team=7", "&cycle=7"):
            assert items(client, what, query) == [], (what, query)


def test_what_became_one_is_counted_as_one(
    web: SignIn, champion: Actor, voted: Room, idea: Proposal, other_idea: Proposal
) -> None:
    Proposal.objects.filter(id=idea.id).update(merged_into=other_idea)
    client = web(champion)
    (one,) = items(client, "votes")
    assert (one["id"], one["dots"]) == (str(other_idea.id), 5)
    assert {said["proposal_id"] for said in items(client, "arguments")} == {str(other_idea.id)}
    (kept,) = items(client, "proposals")
    assert (kept["merged"], kept["dots"], kept["for"]) == (1, 5, 1)


def test_what_was_withdrawn_and_taken_out_is_in_no_file(
    web: SignIn, champion: Actor, voted: Room, idea: Proposal
) -> None:
    client = web(champion)
    Argument.objects.filter(side="for").update(deleted_at=MORNING)
    assert [one["side"] for one in items(client, "arguments")] == ["against"]
    Proposal.objects.filter(id=idea.id).update(withdrawn_at=MORNING)
    assert items(client, "arguments") == []
    assert [one["dots"] for one in items(client, "votes")] == [0]


def test_nothing_of_a_vote_is_told_before_its_reveal(
    web: SignIn,
    api: Callable[..., ApiClient],
    champion: Actor,
    employee: Actor,
    colleague: Actor,
    ballot: Ballot,
    idea: Proposal,
) -> None:
    """To nobody: not to who facilitates, not to who gave the dots, and by no other table either."""
    clients = [web(one) for one in (champion, employee, colleague)]

    def files() -> list[bytes]:
        return [
            client.get(f"/exports/{what}?format=json{asked(what, ballot.room.round_id)}").getvalue()
            for client in clients
            for what in TOLD
        ]

    before = files()
    set_vote(employee, idea.id, dots=3)
    assert files() == before
    for client in clients:
        assert told(client) == {"votes": 0, "arguments": 0}
        assert {one["dots"] for one in items(client, "proposals")} == {None}
    script = api(employee, scopes=("read",))
    assert json.loads(script.get("/api/v1/exports/votes?format=json").getvalue())["items"] == []
    reveal_ballot(champion, ballot.id)
    assert {one["dots"] for one in items(clients[2], "votes")} == {3, 0}


def test_a_second_vote_hides_the_first_until_it_is_revealed_as_the_page_does(
    web: SignIn,
    champion: Actor,
    employee: Actor,
    voted: Room,
    idea: Proposal,
    other_idea: Proposal,
) -> None:
    client = web(employee)
    assert told(client) == {"votes": 2, "arguments": 2}
    again_on = open_ballot(champion, voted.id, among=[idea.id, other_idea.id])
    set_vote(employee, other_idea.id, dots=2)
    assert told(client) == {"votes": 0, "arguments": 0}
    assert {(one["dots"], one["for"]) for one in items(client, "proposals")} == {(None, None)}
    shown = client.get(f"/rooms/{voted.id}").content.decode()
    assert "老客户最便宜" not in shown
    assert "/exports/votes" not in shown
    reveal_ballot(champion, again_on.id)
    assert {one["id"]: one["dots"] for one in items(client, "votes")} == {
        str(idea.id): 0,
        str(other_idea.id): 2,
    }


def test_a_room_that_ended_over_an_open_vote_keeps_it_secret_for_good(
    web: SignIn, champion: Actor, employee: Actor, ballot: Ballot, idea: Proposal
) -> None:
    set_vote(employee, idea.id, dots=5)
    cancel_round(champion, ballot.room.round_id, reason="")
    for actor in (champion, employee):
        assert told(web(actor)) == {"votes": 0, "arguments": 0}


@pytest.mark.parametrize("stage", Stage.values)
def test_dots_and_arguments_are_told_at_the_stages_at_which_the_page_tells_them(
    web: SignIn, champion: Actor, colleague: Actor, voted: Room, stage: str
) -> None:
    move_stage(champion, voted.id, stage=stage)
    client = web(colleague)
    shown = client.get(f"/rooms/{voted.id}").content.decode()
    is_told = "老客户最便宜" in shown
    assert is_told is (stage in ("voting", "arguing", "choosing", "ended"))
    assert told(client) == ({"votes": 2, "arguments": 2} if is_told else dict.fromkeys(OF_VOTES, 0))
    assert {one["dots"] for one in items(client, "proposals")} == ({5, 0} if is_told else {None})
    for what in OF_VOTES:
        assert (f"/exports/{what}?room={voted.id}" in shown) is is_told
    assert f"/exports/proposals?room={voted.id}" in shown


def test_a_proposal_without_a_name_has_none_in_any_file(
    web: SignIn, champion: Actor, employee: Actor, colleague: Actor, hidden_room: Room
) -> None:
    made, _key = propose(employee, hidden_room.id, title="没有名字")
    ballot = open_ballot(champion, hidden_room.id)
    set_vote(colleague, made.id, dots=2)
    reveal_ballot(champion, ballot.id)
    client = web(champion)
    (proposal,) = items(client, "proposals")
    (vote,) = items(client, "votes")
    assert proposal["proposed_by"] is vote["proposed_by"] is None
    assert (vote["proposal"], vote["dots"]) == ("没有名字", 2)
    for what in TOLD:
        about = asked(what, hidden_room.round_id)
        text = client.get(f"/exports/{what}?format=csv{about}").getvalue().decode()
        assert "周晓宇" not in text
        assert str(employee.member_id) not in text
        assert what not in OF_ROOMS or str(TODAY) not in text


def test_a_room_about_a_limited_draft_is_in_nobody_elses_file(
    web: SignIn, champion: Actor, employee: Actor, colleague: Actor, lived: Room, idea: Proposal
) -> None:
    move_stage(champion, lived.id, stage="choosing")
    chosen = choose_proposal(champion, idea.id).objective
    inner = open_over_parts(champion, idea.id)
    Objective.objects.filter(id=chosen.id).update(visibility="people", title="收购鲸鱼")
    part, _key = propose(champion, inner.id, title="鲸鱼的价格")
    reveal_ballot(champion, open_ballot(champion, inner.id).id)
    argue(champion, part.id, side="for", body="鲸鱼值这个价")
    outside = web(again(colleague))
    assert outside.get(f"/rooms/{inner.id}").status_code == 404
    for what in TOLD:
        for query in (asked(what, lived.round_id), f"&room={inner.id}" if what in OF_ROOMS else ""):
            if query or what not in OF_ONE_ROUND:
                assert "鲸鱼" not in json.dumps(items(outside, what, query), ensure_ascii=False), (
                    what
                )
    assert {one["id"] for one in items(outside, "rooms")} == {str(lived.id)}
    enter_room(colleague, inner.id)
    inside = web(again(colleague))
    assert {one["about"] for one in items(inside, "rooms")} == {None, "收购鲸鱼"}
    for what in OF_ROOMS:
        (one,) = items(inside, what, f"&room={inner.id}")
        assert (one["over"], one["team"]) == ("收购鲸鱼", "山岚科技"), what


def test_a_strangers_files_hold_nothing_of_ours(web: SignIn, stranger: Actor, lived: Room) -> None:
    client = web(stranger)
    for what in TOLD:
        if what in OF_ONE_ROUND:
            assert client.get(f"/exports/{what}?round={lived.round_id}").status_code == 404, what
        else:
            assert items(client, what) == [], what


def test_queries_do_not_grow_with_the_rows(
    web: SignIn,
    champion: Actor,
    voted: Room,
    lived: Room,
    team: Team,
    objective: Objective,
    other_idea: Proposal,
) -> None:
    client = web(champion)
    addresses = [f"/exports/{what}?format=csv&round={lived.round_id}" for what in TOLD[1:]]
    addresses += [f"/exports/{what}?format=csv" for what in TOLD if what not in OF_ONE_ROUND]
    few = [queries_of(client, one) for one in addresses]
    begin_team(champion, lived.round_id, team=team.id)
    other = start_round(champion, objective.cycle_id, team=team.id)
    for n in range(3):
        propose(champion, other.rooms.get().id, title=f"多一个 {n}")
        Proposal.objects.create(room=lived, title=f"再多一个 {n}", proposed_on=MORNING.date())
        argue(champion, other_idea.id, side="for", body=f"{n}")
    many = [queries_of(client, one) for one in addresses]
    assert few == many
    assert max(many) <= BUDGET


def test_a_script_gets_the_same_file(
    api: Callable[..., ApiClient], web: SignIn, employee: Actor, chosen: Room
) -> None:
    script, client = api(employee, scopes=("read",)), web(employee)
    for what in TOLD:
        about = "" if what == "rounds" else f"&round={chosen.round_id}"
        given = script.get(f"/api/v1/exports/{what}?format=json{about}").getvalue()
        shown = client.get(f"/exports/{what}?format=json{about}").getvalue()
        assert json.loads(given) == json.loads(shown), what
        assert json.loads(given)["items"], what
    assert script.get("/api/v1/exports/rounds?round=7").status_code == 422


def test_the_menus_of_the_pages_lead_to_their_files(
    web: SignIn, champion: Actor, held: Round, team: Team
) -> None:
    client = web(champion)
    for page, address in (
        ("/rounds", "/exports/rounds?format=csv"),
        (f"/rounds/{held.id}", f"/exports/round-steps?round={held.id}&amp;format=csv"),
        (
            f"/rounds/{held.id}/teams/{team.id}",
            f"/exports/rooms?round={held.id}&amp;team={team.id}",
        ),
    ):
        assert address in client.get(page).content.decode(), page


def test_where_there_is_no_round_there_is_no_file(
    web: SignIn, champion: Actor, next_cycle: Cycle
) -> None:
    assert "/exports/rounds" not in web(champion).get("/rounds").content.decode()
