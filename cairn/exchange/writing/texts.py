"""A table as text: CSV that spreadsheets open and run nothing of, JSON for scripts, Markdown to read."""

import csv
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import IO, Any, Final

import orjson

from cairn.measures.amounts import plain_amount
from cairn.measures.rounding import HUNDRED, percent
from cairn.measures.table import Cell, Share, Sheet, Word

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel reads Chinese as something else."""
FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
"""How a text begins that some spreadsheet would run, full-width signs too."""
MARKS: Final = re.compile(r"([\\`*_\[\]<>|&#~])")
BREAK: Final = re.compile(r"\r\n|\r|\n")
PLACES: Final = Decimal("0.000001")


class _Encoded:
    """A file of bytes, for what writes text."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode())


def write_csv(sheet: Sheet, file: IO[bytes], zone: tzinfo) -> None:
    """Figures stay figures. A text that looks like a formula gets an apostrophe before it, which
    says that it is text."""
    text = _Encoded(file)
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow([harmless(column.words) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_cell(one, zone) for one in row])


def harmless(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def _cell(cell: Cell, zone: tzinfo) -> str:
    return harmless(plain(cell, zone)) if isinstance(cell, str | Word) else plain(cell, zone)


def plain(cell: Cell, zone: tzinfo) -> str:
    """As people read it, without anybody's thousands separators."""
    match cell:
        case None:
            return ""
        case Word():
            return cell.words
        case Share():
            return f"{plain_amount((cell.of_one * HUNDRED).quantize(PLACES))}%"
        case Decimal():
            return plain_amount(cell)
        case datetime():
            return f"{cell.astimezone(zone):%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
    return str(cell)


def write_json(sheet: Sheet, file: IO[bytes], _zone: tzinfo) -> None:
    """`{"export": …, "items": […]}`: decimals as exact texts, shares as fractions, instants in UTC."""
    keys = [column.key for column in sheet.columns]
    file.write(b'{"export":' + orjson.dumps(sheet.key) + b',"items":[')
    comma = b"\n"
    for row in sheet.rows:
        item = {key: _value(cell) for key, cell in zip(keys, row, strict=True)}
        file.write(comma + orjson.dumps(item, option=orjson.OPT_UTC_Z))
        comma = b",\n"
    file.write(b"\n]}\n")


def _value(cell: Cell) -> Any:
    match cell:
        case Word():
            return cell.code
        case Share():
            return plain_amount(cell.of_one)
        case Decimal():
            return plain_amount(cell)
        case datetime():
            return cell.astimezone(UTC)
    return cell


def write_markdown(sheet: Sheet, file: IO[bytes], zone: tzinfo) -> None:
    """A heading and a table of the columns that a page has room for."""
    shown = [at for at, column in enumerate(sheet.columns) if column.brief]
    heads = [_marked(sheet.columns[at].words) for at in shown]
    rules = ["---:" if sheet.columns[at].side == "right" else "---" for at in shown]
    text = _Encoded(file)
    text.write(f"# {_marked(sheet.name)}\n\n{_line(heads)}{_line(rules)}")
    for row in sheet.rows:
        text.write(_line([_marked(_read_out(row[at], zone)) for at in shown]))


def _read_out(cell: Cell, zone: tzinfo) -> str:
    """A share in whole percent, as on the pages."""
    return percent(cell.of_one) if isinstance(cell, Share) else plain(cell, zone)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _marked(text: str) -> str:
    """As it was written: none of it is Markdown or HTML, and lines stay in their cell."""
    return BREAK.sub("<br>", MARKS.sub(r"\\\1", text.strip()))
