"""Any sheet: where its headings stand, and which of its columns is which of our fields. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from cairn.exchange.reading.grids import Grid
from cairn.exchange.reading.headings import TABLE_FIELDS, field_guessed
from cairn.exchange.reading.xlsx_details import column_letters

_SEARCHED_ROWS: Final = 30
_LONGEST: Final = 200
"""Of a heading."""
_HIERARCHY: Final = ("objective", "key_result", "initiative")


def headings_at(grid: Grid, row: int) -> tuple[str, ...]:
    """Of every column that has something in it; each unlike the others: "Owner (D)", "(E)"."""
    said = (
        [" ".join(cell.split())[:_LONGEST] for cell in grid.rows[row]]
        if row < len(grid.rows)
        else []
    )
    width = max((len(cells) for cells in grid.rows[row:]), default=0)
    said += [""] * (width - len(said))
    counts = Counter(said)
    seen = set[str]()
    unique = []
    for at, heading in enumerate(said):
        again = not heading or (counts[heading] > 1 and heading in seen)
        seen.add(heading)
        unique.append(f"{heading} ({column_letters(at)})".strip() if again else heading)
    return tuple(unique)


def heading_row(grid: Grid) -> int:
    """The row from 0 that names most of our fields; else the first that has several texts."""
    rows = grid.rows[:_SEARCHED_ROWS]
    named = [len({field_guessed(cell) for cell in row if cell} - {None}) for row in rows]
    if max(named, default=0) >= 2:
        return named.index(max(named))
    texts = [
        sum(1 for cell in row if cell and not re.fullmatch(r"[\d.,%-]+", cell)) for row in rows
    ]
    return next((at for at, count in enumerate(texts) if count >= 2), 0)


def guess_columns(headings: Sequence[str]) -> dict[str, str]:
    """Our field → heading. The first heading of a name has it; titles are not guessed beside a column of
    objectives or key results of its own."""
    columns: dict[str, str] = {}
    for heading in headings:
        field = field_guessed(heading)
        if field in TABLE_FIELDS:
            columns.setdefault(field, heading)
    if (
        "title" in columns
        and any(field in columns for field in _HIERARCHY)
        and "type" not in columns
    ):
        del columns["title"]
    if "title" not in columns and not any(field in columns for field in _HIERARCHY) and headings:
        columns["title"] = next(
            (one for one in headings if one not in columns.values()), headings[0]
        )
    return columns


def likeliest(grids: Sequence[Grid]) -> Grid:
    """The sheet whose headings name most of our fields; the first of equals."""

    def fields(grid: Grid) -> int:
        return len(guess_columns(headings_at(grid, heading_row(grid))))

    return max(grids, key=fields)


def asked_columns(said: object, headings: Sequence[str]) -> Mapping[str, int]:
    """What somebody mapped, as columns; what names no field or heading of ours is passed over."""
    wanted = said if isinstance(said, dict) else {}
    places = {heading: at for at, heading in enumerate(headings)}
    return {
        field: places[heading]
        for field, heading in wanted.items()
        if field in TABLE_FIELDS and isinstance(heading, str) and heading in places
    }
