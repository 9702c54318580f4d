"""What came out of the rooms of planning rounds: the proposals that stand, what the votes gave them,
and what was said for and against. No more than a room tells to whoever looks into it now."""

from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked, known
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import id_cell, yes_cell
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.planning.cards import Card, Laid, lay_out
from cairn.planning.models import Proposal, Room, Side
from cairn.planning.seen import seen_rooms

FILTERS: Final = ("round", "room", "team", "cycle")
AT_A_TIME: Final = 20
"""Rooms that are read together."""


def proposals_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Room by room, the oldest first. Dots, ranks and the numbers of arguments are there once the
    room shows them; who proposed without a name has none here either. Four queries for each twenty
    rooms, and one."""
    columns = [
        Column("team", pgettext("column", "Team"), 20),
        Column("proposal", pgettext("column", "Proposal"), 44),
        Column("why", _("Why"), 40),
        Column("key_results", _("Key results"), 44),
        Column("proposed_by", pgettext("proposal", "Proposed by"), 18),
        Column("merged", _("Merged into it"), 12, "right", brief=False),
        Column("dots", pgettext("vote", "Dots"), 9, "right"),
        Column("for", _("Arguments for"), 12, "right"),
        Column("against", _("Arguments against"), 12, "right"),
        Column("rank", _("Place"), 9, "right", brief=False),
        Column("chosen", pgettext("proposal", "Chosen"), 10),
        Column("over", _("For the key results of"), 40, brief=False),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("id", _("Id"), 22, brief=False),
        *_ids_of_room(),
    ]
    rooms = _rooms(viewer, asked)
    standing = Proposal.objects.filter(
        room__in=rooms.order_by().values("id"),
        withdrawn_at__isnull=True,
        merged_into__isnull=True,
    )
    return Sheet("proposals", _("Proposals"), columns, _proposals(rooms), counted(standing))


def _ids_of_room() -> list[Column]:
    return [
        Column("round_id", _("Id of the planning round"), 22, brief=False),
        Column("room_id", _("Id of the room"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]


def _rooms(viewer: Actor, asked: Asked) -> QuerySet[Room]:
    said = known(round=asked.round, id=asked.room, team=asked.team, round__cycle=asked.cycle)
    found = seen_rooms(viewer).filter(**said)
    return found.select_related("team", "about", "round__cycle").order_by("-round_id", "id")


def _laid(rooms: QuerySet[Room]) -> Iterator[tuple[Laid, Card]]:
    for some in batched(rooms.iterator(), AT_A_TIME):
        for laid in lay_out(some):
            for card in laid.cards:
                yield laid, card


def _proposals(rooms: QuerySet[Room]) -> Iterator[Sequence[Cell]]:
    for laid, card in _laid(rooms):
        room, sides = laid.room, [one.side for one in card.arguments]
        said = (sides.count(Side.FOR), sides.count(Side.AGAINST))
        yield (
            *(room.team.name, card.title, card.why or None, "\n".join(card.key_results) or None),
            *(card.proposer, len(card.origins), card.total),
            *(said if laid.is_ranked else (None, None)),
            *(card.rank, yes_cell(card.is_chosen), room.about.title if room.about else None),
            *(room.round.cycle.name, str(card.id), *_ids(room, card)),
        )


def _ids(room: Room, card: Card) -> Sequence[Cell]:
    return str(room.round_id), str(room.id), id_cell(card.objective_id)


def votes_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Of each proposal that was voted on, the dots of its last revealed vote and where they put it,
    in the order of its room: while that shows them, and never who gave them. Four queries for each
    twenty rooms, and one."""
    columns = [
        Column("team", pgettext("column", "Team"), 20),
        Column("place", pgettext("vote", "Place by dots"), 10, "right"),
        Column("tied", pgettext("vote", "Shared with others"), 10),
        Column("proposal", pgettext("column", "Proposal"), 44),
        Column("proposed_by", pgettext("proposal", "Proposed by"), 18),
        Column("dots", pgettext("vote", "Dots"), 9, "right"),
        Column("chosen", pgettext("proposal", "Chosen"), 10),
        Column("over", _("For the key results of"), 40, brief=False),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("id", _("Id"), 22, brief=False),
        *_ids_of_room(),
    ]
    return Sheet("votes", _("Dots given"), columns, _votes(_rooms(viewer, asked)))


def _votes(rooms: QuerySet[Room]) -> Iterator[Sequence[Cell]]:
    for laid, card in _laid(rooms):
        if card.total is None:
            continue
        room = laid.room
        yield (
            *(room.team.name, card.place, yes_cell(card.is_tied), card.title, card.proposer),
            *(card.total, yes_cell(card.is_chosen), room.about.title if room.about else None),
            *(room.round.cycle.name, str(card.id), *_ids(room, card)),
        )


def arguments_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """What was said for and against each proposal, in the order of its room, while that shows it.
    Four queries for each twenty rooms, and one."""
    columns = [
        Column("team", pgettext("column", "Team"), 20),
        Column("proposal", pgettext("column", "Proposal"), 44),
        Column("side", _("For or against"), 12),
        Column("argument", _("What was said"), 60),
        Column("by", pgettext("column", "Who"), 18),
        Column("over", _("For the key results of"), 40, brief=False),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("proposal_id", _("Id of the proposal"), 22, brief=False),
        *_ids_of_room(),
    ]
    rooms = _rooms(viewer, asked)
    return Sheet("arguments", _("Arguments for and against"), columns, _arguments(rooms))


def _arguments(rooms: QuerySet[Room]) -> Iterator[Sequence[Cell]]:
    sides = {one.value: Word(one.value, str(one.label)) for one in Side}
    for laid, card in _laid(rooms):
        room = laid.room
        for one in card.arguments:
            yield (
                *(room.team.name, card.title, sides[one.side], one.body, one.author),
                *(room.about.title if room.about else None, room.round.cycle.name),
                *(str(one.id), str(card.id), *_ids(room, card)),
            )
