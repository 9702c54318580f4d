"""A sheet of any program as rows of text: XLSX, XLSM, XLSB, XLS, ODS by calamine, CSV and TSV by Python.

Numbers are plain decimals, percentages 64%, dates ISO, times h:mm:ss. Formulas are their last value;
macros and links to other files are never looked at. Pure.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cairn.exchange.reading import limits
from cairn.exchange.reading.archives import open_archive
from cairn.exchange.reading.encodings import decode
from cairn.exchange.reading.refusals import Unreadable
from cairn.exchange.reading.xlsx_details import Details, details_of
from cairn.exchange.rows import Fault, Place
from cairn.measures.amounts import plain_amount

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

type Merged = tuple[tuple[int, int], tuple[int, int]]

_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MACROS: Final = "vbaProject.bin"


@dataclass(slots=True)
class Grid:
    """One sheet. `rows[0]` is the sheet's first row; cells at a row's end that are empty are not
    there. `merged` are (row, column) from 0, first and last."""

    name: str
    rows: list[list[str]]
    merged: tuple[Merged, ...] = ()


@dataclass(slots=True)
class Book:
    """The sheets that have something in them, hidden ones left out."""

    grids: list[Grid]
    faults: list[Fault] = field(default_factory=list)

    def named(self, name: str) -> Grid:
        found = next((grid for grid in self.grids if grid.name == name), None)
        if found is None:
            raise Unreadable("sheet_missing", sheet=name)
        return found


def is_workbook(path: Path) -> bool:
    """A workbook by its content, whatever its name says. A protected one is refused here."""
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(_OLE):
        if _ENCRYPTED in path.read_bytes():
            raise Unreadable("file_encrypted")
        return True
    if not start.startswith(b"PK"):
        return False
    with open_archive(path) as archive:
        names = set(archive.namelist())
    return bool(names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"})


def load_book(path: Path) -> Book:
    book = _load_workbook(path) if is_workbook(path) else _load_text(path)
    if not book.grids:
        raise Unreadable("file_empty")
    return book


def _load_workbook(path: Path) -> Book:
    from python_calamine import (
        CalamineError,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
        load_workbook,
    )

    book = Book([])
    try:
        opened = load_workbook(io.BytesIO(path.read_bytes()))
        if len(opened.sheets_metadata) > limits.SHEETS:
            raise Unreadable("file_has_too_many_parts", most=limits.SHEETS)
        for at, sheet in enumerate(opened.sheets_metadata):
            if (sheet.visible, sheet.typ) == (SheetVisibleEnum.Visible, SheetTypeEnum.WorkSheet):
                grid = _grid_of(path, opened.get_sheet_by_index(at))
                book.grids += [grid] if grid.rows else []
    except PasswordError as error:
        raise Unreadable("file_encrypted") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("file_unreadable") from error
    if _has_macros(path):
        book.faults.append(Fault("macros_ignored", Place(), warning=True))
    return book


def _has_macros(path: Path) -> bool:
    if path.open("rb").read(2) != b"PK":
        return False
    with open_archive(path) as archive:
        return any(name.endswith(_MACROS) for name in archive.namelist())


def _grid_of(path: Path, sheet: "CalamineSheet") -> Grid:
    if sheet.end is None:
        return Grid(sheet.name, [])
    _weigh(sheet.end[0] + 1, sheet.end[1] + 1)
    details = details_of(path, sheet.name)
    rows = sheet.to_python(skip_empty_area=False)
    texts = (_texts(row, at, details) for at, row in enumerate(rows))
    return Grid(sheet.name, _trimmed(texts), tuple(sheet.merged_cell_ranges or ()))


def _weigh(rows: int, columns: int) -> None:
    if rows > limits.ROWS:
        raise Unreadable("too_many_rows", most=limits.ROWS)
    if columns > limits.COLUMNS:
        raise Unreadable("too_many_columns", most=limits.COLUMNS)
    if rows * columns > limits.CELLS:
        raise Unreadable("too_many_cells", most=limits.CELLS)


def _texts(row: list[Any], at: int, details: Details) -> list[str]:
    if not details:
        return [text_of(cell) for cell in row]
    return [_detailed(cell, details.get((at, column))) for column, cell in enumerate(row)]


def _detailed(cell: Any, detail: str | None) -> str:
    """A share that is shown as a percentage, or a link without the value it was saved with."""
    if detail == "%" and isinstance(cell, int | float) and not isinstance(cell, bool):
        return plain_amount(Decimal(repr(cell)) * 100) + "%"
    if detail and detail != "%" and cell in ("", 0):
        return clean(detail)
    return text_of(cell)


def text_of(cell: Any) -> str:
    """A cell's value as somebody would type it."""
    match cell:
        case str():
            return clean(cell)
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            number = Decimal(repr(cell))
            return plain_amount(number) if number.is_finite() else ""
        case datetime():
            whole = cell.time() == time(0)
            return cell.date().isoformat() if whole else cell.replace(microsecond=0).isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            seconds = int(cell.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return ""


def clean(text: str) -> str:
    """Without control characters, what turns text around, and spaces at the ends."""
    if len(text) > limits.CELL:
        raise Unreadable("cell_too_long", most=limits.CELL)
    if not text.isprintable():
        text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.replace("_x000D_", "").strip() if "_x000D_" in text else text.strip()


def _trimmed(rows: Iterable[list[str]]) -> list[list[str]]:
    """Without empty cells at the ends of rows, and empty rows at the end."""
    kept = []
    for row in rows:
        while row and not row[-1]:
            row.pop()
        kept.append(row)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _load_text(path: Path) -> Book:
    content = path.read_bytes()
    if not content.strip():
        raise Unreadable("file_empty")
    if content.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
    ):
        raise Unreadable("file_unknown")
    text, guessed = decode(content)
    faults = []
    if guessed:
        faults.append(Fault("encoding_guessed", Place(), {"encoding": guessed}, warning=True))
    if _UNWANTED.search(text):
        faults.append(Fault("characters_dropped", Place(), warning=True))
    rows = _trimmed(_lines(text))
    return Book([Grid("", rows)] if rows else [], faults)


def _lines(text: str) -> Iterator[list[str]]:
    """The rows of a CSV or TSV text, counted as they come."""
    separator, text = _separator(text)
    csv.field_size_limit(limits.CELL)
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for at, row in enumerate(reader, start=1):
            cells += len(row)
            _weigh(at, len(row))
            if cells > limits.CELLS:
                raise Unreadable("too_many_cells", most=limits.CELLS)
            yield [clean(cell) for cell in row]
    except csv.Error as error:
        raise Unreadable("cell_too_long", most=limits.CELL) from error


def _separator(text: str) -> tuple[str, str]:
    """What stands between cells: by Excel's own first line, else by what most of the first lines have."""
    if found := re.match(r"sep=(.)\r?\n", text):
        return found[1], text[found.end() :]
    start = re.sub(r'"[^"]*"', "", text[:20_000])
    lines = [line for line in start.splitlines() if line.strip()][:20]
    counts = {one: sum(1 for line in lines if one in line) for one in ",\t;"}
    most = max(counts, key=lambda one: counts[one])
    return (most if counts[most] * 2 > len(lines) else ","), text
