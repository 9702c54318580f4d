"""A list of people as spreadsheets save it: bytes or text in, named cells out. No database."""

import csv
import io
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cairn.errors import Invalid, Words
from cairn.intake import refuse

LARGEST_BYTES = 5_000_000
MOST_ROWS = 20_000
COLUMNS: dict[str, Words] = {
    "name": pgettext_lazy("person", "Name"),
    "email": _("E-mail"),
    "team": _("Team"),
    "manager": _("Manager"),
    "title": _("Job title"),
}
HEADERS = {
    "name": ("name", "full name", "姓名", "名字"),
    "email": ("email", "e-mail", "mail", "email address", "邮箱", "电子邮箱", "邮件", "工作邮箱"),
    "team": ("team", "department", "团队", "部门"),
    "manager": ("manager", "manager email", "上级", "直属上级", "上级邮箱", "直属上级邮箱", "主管"),
    "title": ("title", "job title", "position", "职务", "职位", "岗位", "头衔"),
}
DELIMITERS = (",", "\t", ";", "，", "；")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: its number in the file and its cells by column."""

    number: int
    cells: dict[str, str]
    has_extra: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are those understood, `ignored` the headers of the others."""

    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    lines: tuple[Line, ...]


def read_table(source: bytes | str) -> Table:
    """The table, or `Invalid` for the field `file` if it cannot be read at all."""
    if len(source) > LARGEST_BYTES:
        refuse("file", _("The file is too large: at most 5 MB fit."))
    text = source if isinstance(source, str) else decode(source)
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        refuse("file", _("This is not a text file. Save the sheet as CSV (UTF-8)."))
    rows = _rows(text)
    if not rows:
        refuse("file", _("The file is empty."))
    (_first, header), *below = rows
    columns, ignored = _columns(header)
    if len(below) > MOST_ROWS:
        refuse(
            "file",
            _("The file has too many rows: at most %(most)s fit.") % {"most": f"{MOST_ROWS:,}"},
        )
    lines = tuple(_line(number, cells, columns) for number, cells in below)
    return Table(tuple(name for name in columns if name), ignored, lines)


def decode(source: bytes) -> str:
    """UTF-8 or UTF-16 with its mark, else UTF-8, else what Chinese Windows writes."""
    if source.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        refuse("file", _("This is an Excel workbook. Save the sheet as CSV (UTF-8)."))
    marked = source.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return source.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid({"file": _("The characters cannot be read. Save the sheet as CSV (UTF-8).")})


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """(line number, cells) of each row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[int, list[str]]] = []
    at = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((at, cells))
            at = reader.line_num + 1
    except csv.Error:
        refuse("file", _("Row %(row)s cannot be read: look at its quotation marks.") % {"row": at})
    return rows


def _delimiter(text: str) -> str:
    """The one that the first line has most of."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=header.count)


def _columns(header: list[str]) -> tuple[list[str | None], tuple[str, ...]]:
    """The column that each cell of the header names, None for those not understood."""
    known = {header: name for name, headers in HEADERS.items() for header in headers}
    columns = [known.get(_folded(cell)) for cell in header]
    for name in ("name", "email"):
        if name not in columns:
            refuse(
                "file",
                _("There is no column “%(column)s”. The first row must hold the headers.")
                % {"column": COLUMNS[name]},
            )
    named = [name for name in columns if name]
    if repeated := next((name for name in named if named.count(name) > 1), None):
        refuse(
            "file",
            _("There are two columns “%(column)s”. Keep one.") % {"column": COLUMNS[repeated]},
        )
    pairs = zip(header, columns, strict=True)
    return columns, tuple(cell.strip() for cell, name in pairs if not name and cell.strip())


def _folded(header: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", header).casefold().strip(" *:").split())


def _line(number: int, cells: list[str], columns: list[str | None]) -> Line:
    pairs = zip(columns, cells, strict=False)
    extra = any(cell.strip() for cell in cells[len(columns) :])
    return Line(number, {name: cell.strip() for name, cell in pairs if name}, extra)
