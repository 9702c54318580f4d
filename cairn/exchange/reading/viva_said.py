"""What a Viva table says of check-ins, as what was said. Pure."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from cairn.exchange.reading import values
from cairn.exchange.reading.choices_said import ENDED, STATUSES, code_of
from cairn.exchange.reading.gathering import Gathered
from cairn.exchange.reading.items import Item, Said
from cairn.exchange.reading.keys import with_keys
from cairn.exchange.reading.lines import Line
from cairn.exchange.reading.viva_cells import CheckInCell
from cairn.exchange.rows import Place

type Cells = Iterable[tuple[str, CheckInCell | None]]
"""A cell's text, and what it was read as."""


def said_in(cells: Cells, item: Item, unit: str, place: Place, found: Gathered) -> list[Said]:
    """Check-ins, oldest first; of one day each has its own key."""
    said = []
    for text, cell in cells:
        one = _said(cell, unit, place, found) if cell else None
        if one is None:
            found.warn("check_in_unclear", place, value=text)
        else:
            said.append(one)
    said.sort(key=when)
    return with_keys(item.key, said)


def when(said: Said) -> Any:
    """For sorting: by day, then by instant where one is known."""
    return said.day, said.at is not None, said.at


def _said(cell: CheckInCell, unit: str, place: Place, found: Gathered) -> Said | None:
    day = values.read_day(cell.date) or values.read_day(cell.at)
    if day is None:
        return None
    value = values.read_value(cell.value, unit)
    if cell.value and value is None:
        found.warn("value_unclear", place, value=cell.value)
    return Said(
        key="",
        day=day,
        place=place,
        by=found.person(cell.user, place),
        at=values.read_instant(cell.at) if cell.at else None,
        value=value,
        status=status_said(cell.status),
        note=cell.note,
    )


def status_said(text: str) -> str:
    """What a check-in may say; that something is over is no check-in's."""
    status = code_of(STATUSES, text) or ""
    return "" if status in ENDED else status


def last_said(line: Line, item: Item, current: Decimal | None) -> list[Said]:
    """Where a view leaves the check-ins out, the last one is all that is known."""
    day = line.day("checked_in_on")
    if day is None:
        return []
    status = "" if item.status in ENDED else item.status
    by = item.owners[0] if item.owners else ""
    note = line.text("note")
    said = Said("", day, line.at("checked_in_on"), by, None, current, status, note=note)
    return with_keys(item.key, [said])
