"""What calamine leaves out of an XLSX sheet: which numbers are shown as percentages, and the text of
links that were saved without a value. Pure."""

import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from cairn.exchange.reading.archives import open_archive, read_entry
from cairn.exchange.reading.refusals import Unreadable

type Details = dict[tuple[int, int], str]
"""(row, column) from 0 → "%" or the text of a link."""

_LINK: Final = re.compile(r'HYPERLINK\(\s*"[^"]*"\s*[,;]\s*"((?:[^"]|"")*)"\s*\)', re.IGNORECASE)
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_PERCENT_FORMATS: Final = {"9", "10"}
_LARGEST_PART: Final = 200 * 1024 * 1024


def details_of(path: Path, sheet: str) -> Details:
    """Nothing for what is no XLSX, or has neither percentages nor links."""
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return {}
    with open_archive(path) as archive:
        part = _part_of(archive, sheet) if "xl/workbook.xml" in archive.namelist() else ""
        if not part:
            return {}
        percents = _percent_styles(archive)
        content = read_entry(archive, part, _LARGEST_PART)
    if not percents and b"HYPERLINK(" not in content:
        return {}
    return _Cells(percents).read(content)


def link_text(formula: str) -> str | None:
    """The words of a HYPERLINK formula."""
    found = _LINK.search(formula)
    return found[1].replace('""', '"') if found else None


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The file in which a sheet is kept."""
    ids = {
        one.get("name"): next((one[key] for key in one if key.endswith(":id")), "")
        for one in _elements(archive, "xl/workbook.xml", "sheet")
    }
    links = _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    target = next((one.get("Target", "") for one in links if one.get("Id") == ids.get(sheet)), "")
    part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return part if target and part in archive.namelist() else ""


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """The numbers of the cell styles that show a share as a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    formats = _PERCENT_FORMATS | {
        one.get("numFmtId", "")
        for one in _elements(archive, "xl/styles.xml", "numFmt")
        if "%" in re.sub(r'"[^"]*"|\\.', "", one.get("formatCode", ""))
    }
    styles = _elements(archive, "xl/styles.xml", "xf", inside="cellXfs")
    return frozenset(str(at) for at, one in enumerate(styles) if one.get("numFmtId") in formats)


def _elements(
    archive: zipfile.ZipFile, part: str, name: str, inside: str = ""
) -> list[dict[str, str]]:
    """The attributes of every element of that name."""
    if part not in archive.namelist():
        return []
    found: list[dict[str, str]] = []
    open_now: list[str] = []

    def starts(tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == name and (not inside or inside in open_now):
            found.append(attributes)
        open_now.append(tag)

    parser = _parser()
    parser.StartElementHandler = starts
    parser.EndElementHandler = lambda _tag: open_now.pop() and None
    _parse(parser, read_entry(archive, part, _LARGEST_PART))
    return found


def _parser() -> Any:
    """Without document types, so that no entity can grow."""
    parser = expat.ParserCreate()

    def refuse(*_arguments: Any) -> None:
        raise Unreadable("file_unreadable")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _parse(parser: Any, content: bytes) -> None:
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Unreadable("file_unreadable") from error


class _Cells:
    """Walks over the cells of one sheet."""

    def __init__(self, percents: frozenset[str]) -> None:
        self.percents = percents
        self.found: Details = {}
        self.place: tuple[int, int] | None = None
        self.formula: list[str] | None = None

    def read(self, content: bytes) -> Details:
        parser = _parser()
        parser.StartElementHandler = self._starts
        parser.EndElementHandler = self._ends
        parser.CharacterDataHandler = self._says
        _parse(parser, content)
        return self.found

    def _starts(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            at = _CELL.fullmatch(attributes.get("r", ""))
            self.place = (int(at[2]) - 1, column_number(at[1])) if at else None
            if self.place and attributes.get("s") in self.percents:
                self.found[self.place] = "%"
        elif tag == "f":
            self.formula = []

    def _says(self, text: str) -> None:
        if self.formula is not None:
            self.formula.append(text)

    def _ends(self, tag: str) -> None:
        if tag.rpartition(":")[2] != "f" or self.formula is None:
            return
        text = link_text("".join(self.formula))
        if text is not None and self.place:
            self.found[self.place] = text
        self.formula = None


def column_number(letters: str) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """0 is A, 26 is AA."""
    letters, number = "", number + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
