"""Votes are secret until the reveal, and an anonymous proposal leaves no trace of who made it."""

import json
import logging
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from cairn.organization.actor import Actor
from cairn.planning.board import read_board
from cairn.planning.commands.ballots import set_vote
from cairn.planning.commands.proposals import (
    change_proposal,
    propose,
    restore_proposal,
    withdraw_proposal,
)
from cairn.planning.commands.rooms import enter_room
from cairn.planning.models import Ballot, Proposal, Room
from tests.cast import ApiClient, member_of

type Rows = dict[str, set[str]]


def everything() -> Rows:
    """Every row of every table."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = {repr(row) for row in cursor.fetchall()}
    return found


def written(before: Rows) -> dict[str, set[str]]:
    """What was not there before, by table."""
    now = everything()
    return {table: new for table in now if (new := now[table] - before.get(table, set()))}


def traces(actor: Actor) -> list[str]:
    member = member_of(actor)
    return [str(actor.member_id), str(actor.user_id), member.name, member.user.email]


def test_a_proposal_without_a_name_writes_itself_and_the_rooms_revision_only(
    hidden_room: Room, employee: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    before = everything()
    with caplog.at_level(logging.DEBUG):
        made, key = propose(
            employee, hidden_room.id, title="没有名字", key_results=["?"], submission="f00"
        )
        change_proposal(employee, made.id, key=key, title="还是没有名字")
        withdraw_proposal(employee, made.id, key=key)
        restore_proposal(employee, made.id, key=key)
    new = written(before)
    assert set(new) == {"planning_proposal", "planning_room"}
    said = repr(new) + caplog.text
    for trace in [*traces(employee), key, "f00"]:
        assert trace not in said


def test_not_even_through_the_api(
    hidden_room: Room, employee: Actor, api: Callable[..., ApiClient]
) -> None:
    script = api(employee)
    script.get("/api/v1/me")
    before = everything()
    sent = {"title": "没有名字", "why": "不想说是谁"}
    made = script.send("POST", f"/api/v1/rooms/{hidden_room.id}/proposals", sent)
    assert made.status_code == 201, made.content
    assert made.json()["key"]
    assert made.json()["proposer"] is None
    new = written(before)
    assert set(new) == {"planning_proposal", "planning_room"}
    for trace in traces(employee):
        assert trace not in repr(new["planning_proposal"])


def test_the_order_of_anonymous_proposals_says_nothing(
    hidden_room: Room, employee: Actor, champion: Actor
) -> None:
    made = [propose(employee, hidden_room.id, title=str(n))[0].id for n in range(12)]
    shown = [card.id for card in read_board(champion, hidden_room).loose]
    assert set(shown) == set(made)
    assert shown != made
    assert sorted(made) != made


def seen_by(actor: Actor, room: Room, api: Callable[..., ApiClient], browser: Client) -> str:
    script = api(actor)
    paths = ["/rooms/{id}", "/rooms/{id}/live"]
    pages = [browser.get(path.format(id=room.id)).content for path in paths]
    answers = [
        script.get(f"/api/v1/rooms/{room.id}").content,
        script.get(f"/api/v1/rounds/{room.round_id}/rooms").content,
    ]
    room.refresh_from_db()
    board = read_board(actor, room)
    without_tokens = [page for page in pages if b"csrf" not in page]
    return repr((board, answers, without_tokens))


def test_before_the_reveal_nobody_reads_a_vote_of_another(
    room: Room,
    ballot: Ballot,
    idea: Proposal,
    champion: Actor,
    employee: Actor,
    colleague: Actor,
    api: Callable[..., ApiClient],
    web: Callable[[Actor], Client],
) -> None:
    """Not who runs everything, not through the page, the API, the ledger or the search."""
    enter_room(employee, room.id)
    browsers = {who.member_id: web(who) for who in (champion, colleague)}
    before = {
        who.member_id: seen_by(who, room, api, browsers[who.member_id])
        for who in (champion, colleague)
    }
    rows = everything()
    set_vote(employee, idea.id, dots=2)
    assert set(written(rows)) == {"planning_vote", "planning_purse"}
    for who in (champion, colleague):
        assert seen_by(who, room, api, browsers[who.member_id]) == before[who.member_id]
    own = api(employee).get(f"/api/v1/rooms/{room.id}").json()["own"]
    assert own["votes"] == [{"proposal": str(idea.id), "dots": 2}]
    assert json.dumps(own["left"]) == "3"
