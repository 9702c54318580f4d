"""Rooms of a planning round as the API shows them."""

from typing import Any

from cairn.api.shapes.values import ref, spelled
from cairn.organization.actor import Actor
from cairn.planning.board import Board, Own, Poll, Sitter
from cairn.planning.cards import Card, Origin, Saying
from cairn.planning.models import Proposal, Room

ACTS = ("facilitate", "take_part", "propose", "change", "vote", "argue")


def room_line(room: Room) -> dict[str, Any]:
    """`team` must be loaded."""
    return {
        "id": str(room.id),
        "round": str(room.round_id),
        "team": ref(room.team),
        "about": spelled(room.about_id),
        "stage": room.stage,
        "revision": room.revision,
        "is_anonymous": room.is_anonymous,
        "is_invited": room.is_invited,
        "dots": room.dots,
        "opened_at": room.opened_at,
        "ended_at": room.ended_at,
        "url": f"/rooms/{room.id}",
    }


def room_shape(board: Board) -> dict[str, Any]:
    return room_line(board.room) | {
        "timer_ends_at": board.timer_ends_at,
        "speaking": str(board.speaking.id) if board.speaking else None,
        "side": board.side,
        "groups": [{"id": str(heap.id), "name": heap.name} for heap in board.groups],
        "proposals": [card_shape(one) for one in board.cards.values()],
        "ballot": poll_shape(board.poll) if board.poll else None,
        "seats": [seat_shape(one) for one in board.seats],
        "likely": [[str(one) for one in pair] for pair in board.likely],
        "withdrawn": [origin_shape(one) for one in board.withdrawn],
        "own": own_shape(board.own),
    }


def card_shape(card: Card) -> dict[str, Any]:
    by = {"id": str(card.proposer_id), "name": card.proposer} if card.proposer_id else None
    return {
        "id": str(card.id),
        "title": card.title,
        "why": card.why,
        "key_results": list(card.key_results),
        "proposer": by,
        "group": spelled(card.group_id),
        "version": card.version,
        "rank": card.rank,
        "total": card.total,
        "place": card.place,
        "is_tied": card.is_tied,
        "origins": [origin_shape(one) for one in card.origins],
        "arguments": [saying_shape(one) for one in card.arguments],
        "objective": spelled(card.objective_id),
        "room": spelled(card.room_id),
    }


def origin_shape(one: Origin) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "title": one.title,
        "why": one.why,
        "key_results": list(one.key_results),
        "proposer": one.proposer,
    }


def saying_shape(one: Saying) -> dict[str, Any]:
    author = {"id": str(one.author_id), "name": one.author}
    return {"id": str(one.id), "side": one.side, "body": one.body, "author": author}


def seat_shape(one: Sitter) -> dict[str, Any]:
    member = {"id": str(one.member_id), "name": one.name}
    return {"member": member, "is_facilitator": one.is_facilitator}


def poll_shape(poll: Poll) -> dict[str, Any]:
    return {
        "id": str(poll.id),
        "number": poll.number,
        "dots": poll.dots,
        "is_revealed": poll.is_revealed,
        "finished": poll.finished,
        "among": [str(one) for one in sorted(poll.among)],
    }


def own_shape(own: Own) -> dict[str, Any]:
    votes = [{"proposal": str(one), "dots": dots} for one, dots in sorted(own.votes.items())]
    may = {act: getattr(own, f"may_{act}") for act in ACTS if act != "facilitate"}
    return {
        "votes": votes,
        "left": own.left,
        "is_seated": own.is_seated,
        "can": {"facilitate": own.is_facilitator, **may},
    }


def made_shape(actor: Actor, made: Proposal, key: str) -> dict[str, Any]:
    by = {"id": str(actor.member_id), "name": actor.name} if made.proposer_id else None
    return {"id": str(made.id), "proposer": by, "key": key, "url": f"/rooms/{made.room_id}"}
