"""The line of a mail that asks for proposals: how to propose by answering, or why not so."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from cairn.events.kinds import Kind
from cairn.notifications.notices import NoticeRow
from cairn.organization.actor import Actor
from cairn.planning.models import Room, Stage
from cairn.planning.reply_addresses import reply_address
from cairn.storage.ids import read_id

ASKING: Final = (Kind.ROUND_STARTED, Kind.ROOM_OPENED)
"""What asks for proposals in a room."""


def asked_still(rows: Iterable[NoticeRow]) -> list[NoticeRow]:
    """Without those that ask for proposals in a room that has gone on. One query."""
    told = list(rows)
    asked = _rooms_asked(told)
    gone = Room.objects.filter(id__in=asked.values()).exclude(stage=Stage.COLLECTING)
    closed = set(gone.values_list("id", flat=True)) if asked else set()
    return [row for row in told if asked.get(row.id) not in closed]


def with_ways(reader: Actor, rows: Iterable[NoticeRow]) -> list[NoticeRow]:
    """The rows that ask for proposals with the way to answer by mail, where one is set up and the
    room still collects. One query."""
    told = list(rows)
    asked = _rooms_asked(told)
    if not (settings.MAIL_ANSWERS and asked):
        return told
    collecting = Room.objects.filter(id__in=asked.values(), stage=Stage.COLLECTING)
    anonymous = dict(collecting.values_list("id", "is_anonymous"))
    named = [row for row in told if anonymous.get(asked.get(row.id, 0)) is False]
    return [
        _with_way(row, reader, asked[row.id], anonymous[asked[row.id]], alone=len(named) == 1)
        if asked.get(row.id) in anonymous
        else row
        for row in told
    ]


def _rooms_asked(rows: Iterable[NoticeRow]) -> dict[int, int]:
    """The room in which a notice asks to propose, by notice."""
    return {row.id: room_of(row.url) for row in rows if row.kind in ASKING}


def room_of(url: str) -> int:
    """The id of the room that a notice asks to propose in; 0 for none."""
    return read_id(url.removeprefix("/rooms/").partition("/")[0]) or 0


def _with_way(
    row: NoticeRow, reader: Actor, room_id: int, is_anonymous: bool, *, alone: bool
) -> NoticeRow:
    """Where a mail asks for several rooms, each has its address; one goes by answering the mail."""
    if is_anonymous:
        return replace(row, how=only_by_link())
    address = reply_address(reader.member_id, room_id)
    begin = (
        _("You can propose by answering this mail.")
        if alone
        else _("You can propose by mail to %(address)s.") % {"address": address}
    )
    return replace(row, how=f"{begin}\n{how_to_write()}", reply_to=address if alone else "")


def how_to_write() -> str:
    return _(
        "The first line is the objective, the next paragraph says why, and each line that begins with "
        "“-” is a key result."
    )


def only_by_link() -> str:
    return _(
        "Proposals are anonymous here, and a mail always tells who sent it: please propose by the link."
    )
