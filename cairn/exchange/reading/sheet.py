"""Our own template, filled in: as a workbook of two sheets, or its first sheet alone as CSV. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from cairn.exchange.reading import values
from cairn.exchange.reading.choices_said import STATUSES, TYPES, code_of
from cairn.exchange.reading.fields import fill
from cairn.exchange.reading.gathering import Gathered
from cairn.exchange.reading.grids import Book, Grid
from cairn.exchange.reading.headings import field_of_template, is_template
from cairn.exchange.reading.items import Above, Item, Said
from cairn.exchange.reading.keys import OF_FILES, key_of, next_key, short, with_keys
from cairn.exchange.reading.lines import Line
from cairn.exchange.reading.refusals import Unreadable
from cairn.exchange.reading.turning import Turning
from cairn.exchange.rows import Rows

SEPARATORS: Final = ";；、\n"
_CHECK_INS: Final = frozenset({"reference", "checked_in_on", "note"})
_SEARCHED_ROWS: Final = 5


def heading_row(grid: Grid) -> int | None:
    """The row from 0 with our headings, in either language."""
    return next((at for at, row in enumerate(grid.rows[:_SEARCHED_ROWS]) if is_template(row)), None)


def _check_in_row(grid: Grid) -> int | None:
    for at, row in enumerate(grid.rows[:_SEARCHED_ROWS]):
        if {field_of_template(cell) for cell in row} >= _CHECK_INS:
            return at
    return None


def read(book: Book, options: Mapping[str, Any]) -> Rows:
    found = Gathered()
    found.extend(book.faults)
    grids = [(grid, at) for grid in book.grids if (at := heading_row(grid)) is not None]
    if not grids:
        raise Unreadable("file_other_format")
    labels = options.get("labels") or {}
    sheet = _Sheet(found, labels)
    for grid, at in grids:
        sheet.add(_lines(grid, at, found))
    items = sheet.items()
    for grid in book.grids:
        if heading_row(grid) is None and (head := _check_in_row(grid)) is not None:
            sheet.say(_lines(grid, head, found))
    return Turning(items, found, labels).rows(OF_FILES)


def _lines(grid: Grid, head: int, found: Gathered) -> list[Line]:
    headings = grid.rows[head]
    columns: dict[str, int] = {}
    for at, heading in enumerate(headings):
        if field := field_of_template(heading):
            columns.setdefault(field, at)
    rows = enumerate(grid.rows[head + 1 :], start=head + 2)
    return [Line(grid.name, at, row, columns, headings, found) for at, row in rows if any(row)]


@dataclass(slots=True)
class _Row:
    line: Line
    sort: str
    """Ours, where the label says it; a guess comes later."""
    above: list[str]
    """References."""
    key: str = ""
    item: Item | None = None


class _Sheet:
    def __init__(self, found: Gathered, labels: Mapping[str, str]) -> None:
        self.found = found
        self.labels = {label.casefold(): sort for label, sort in labels.items()}
        self.rows: list[_Row] = []
        self.by_reference: dict[str, _Row] = {}

    def add(self, lines: list[Line]) -> None:
        for line in lines:
            if not line.line("title"):
                self.found.refuse("title_missing", line.at("title"))
                continue
            label = line.line("type")
            sort = self.labels.get(label.casefold()) or code_of(TYPES, label) or label
            row = _Row(line, sort, _listed(line.text("parent")))
            self.rows.append(row)
            reference = line.line("reference")
            if reference in self.by_reference:
                self.found.refuse("reference_twice", line.at("reference"), reference=reference)
            elif reference:
                self.by_reference[reference] = row

    def items(self) -> list[Item]:
        taken = set[str]()
        for row in self.rows:
            key = self._key(row)
            if key in taken:
                self.found.warn("same_twice", row.line.place)
                row.key = key = next_key(taken, key)
            taken.add(key)
        return [self._item(row) for row in self.rows]

    def _key(self, row: _Row, below: frozenset[int] = frozenset()) -> str:
        """An objective by title, cycle, owner and team; what is under it by title and parents."""
        if row.key or id(row) in below:
            return row.key
        line, below = row.line, below | {id(row)}
        if row.sort == "objective" or not row.above:
            said = (line.line("cycle"), line.line("owner"), line.line("team"))
        else:
            parents = (self.by_reference.get(one) for one in row.above)
            said = tuple(self._key(one, below) for one in parents if one)  # type: ignore[assignment]
        row.key = key_of(row.sort, line.line("title"), *said)
        return row.key

    def _item(self, row: _Row) -> Item:
        line = row.line
        item = Item(row.key, line.line("title"), line.line("type"), line.place)
        item.reference = short(line.line("reference"))
        item.above = self._above(row)
        fill(item, line, SEPARATORS)
        row.item = item
        return item

    def _above(self, row: _Row) -> list[Above]:
        weights = [
            values.read_share(text)
            for text in row.line.text("weight").replace("；", ";").split(";")
        ]
        if row.line.text("weight").strip("; ") and weights == [None]:
            said = row.line.text("weight")
            self.found.warn("weight_unclear", row.line.at("weight"), value=said)
        above = []
        for reference, weight in zip_longest(row.above, weights):
            parent = self.by_reference.get(reference or "")
            if parent is not None:
                above.append(Above(parent.key, weight))
            elif reference:
                at = row.line.at("parent")
                self.found.refuse("reference_unknown", at, reference=reference)
        return above

    def say(self, lines: list[Line]) -> None:
        """The sheet of check-ins; each goes to the item that its reference names."""
        said: dict[str, list[Said]] = {}
        for line in lines:
            row = self.by_reference.get(line.line("reference"))
            day = values.read_day(line.text("checked_in_on"))
            if row is None or row.item is None:
                at, reference = line.at("reference"), line.line("reference")
                self.found.refuse("reference_unknown", at, reference=reference)
            elif day is None:
                at = line.at("checked_in_on")
                self.found.refuse("day_missing", at, value=line.text("checked_in_on"))
            else:
                unit = row.item.measure.unit if row.item.measure else "number"
                by = line.found.people_of(line.text("by"), SEPARATORS, line.at("by"))
                one = Said(
                    key="",
                    day=day,
                    place=line.place,
                    by=by[0] if by else "",
                    value=line.value("current", unit),
                    status=line.code("status", STATUSES, "status_unknown"),
                    confidence=line.read(
                        "confidence", values.read_confidence, "confidence_unclear"
                    ),
                    note=line.text("note"),
                )
                said.setdefault(row.key, []).append(one)
        for row in self.rows:
            if row.item is not None and row.key in said:
                row.item.said = with_keys(row.key, said[row.key])


def _listed(text: str) -> list[str]:
    words = text.replace("；", ";").replace("\n", ";").split(";")
    return [" ".join(word.split()) for word in words if word.strip()]
