"""For and against, each with a timer."""

from datetime import timedelta

import pytest

from cairn.errors import Conflict, Forbidden, NotFound
from cairn.organization.actor import Actor
from cairn.planning.board import read_board
from cairn.planning.commands.arguments import (
    argue,
    restore_argument,
    start_speaking,
    withdraw_argument,
)
from cairn.planning.commands.rooms import move_stage, set_timer
from cairn.planning.models import Proposal, Room
from cairn.storage import clock


@pytest.fixture
def arguing(room: Room, champion: Actor, idea: Proposal) -> Room:
    return move_stage(champion, room.id, stage="arguing")


def test_an_argument_has_a_side_and_a_name(
    arguing: Room, idea: Proposal, colleague: Actor, employee: Actor
) -> None:
    said = argue(colleague, idea.id, side="against", body="We lack the people.", submission="1")
    assert argue(colleague, idea.id, side="against", body="?", submission="1") == said
    card = read_board(employee, arguing).cards[idea.id]
    assert [(one.side, one.author) for one in card.arguments] == [("against", "Emma Clarke")]


def test_it_can_be_taken_out_and_brought_back(
    arguing: Room, idea: Proposal, colleague: Actor, employee: Actor, stranger: Actor
) -> None:
    said = argue(colleague, idea.id, side="for", body="Yes.")
    with pytest.raises(Forbidden):
        withdraw_argument(employee, said.id)
    with pytest.raises(NotFound):
        withdraw_argument(stranger, said.id)
    withdraw_argument(colleague, said.id)
    assert read_board(employee, arguing).cards[idea.id].arguments == ()
    restore_argument(colleague, said.id)
    assert read_board(employee, arguing).cards[idea.id].arguments


def test_nobody_argues_while_the_room_collects(
    room: Room, idea: Proposal, colleague: Actor, viewer: Actor, champion: Actor
) -> None:
    with pytest.raises(Conflict):
        argue(colleague, idea.id, side="for", body="?")
    move_stage(champion, room.id, stage="arguing")
    with pytest.raises(Forbidden):
        argue(viewer, idea.id, side="for", body="?")


def test_everybody_sees_who_speaks_and_how_long(
    arguing: Room, idea: Proposal, champion: Actor, employee: Actor
) -> None:
    with pytest.raises(Forbidden):
        start_speaking(employee, idea.id, side="for", minutes=2)
    spoken = start_speaking(champion, idea.id, side="against", minutes=2)
    board = read_board(employee, spoken)
    assert board.speaking is not None
    assert (board.speaking.id, board.side) == (idea.id, "against")
    assert board.timer_ends_at == clock.now() + timedelta(minutes=2)
    stopped = set_timer(champion, arguing.id, minutes=0)
    assert read_board(employee, stopped).speaking is None
