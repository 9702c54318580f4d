"""Any sheet, by a mapping of its columns. Pure.

Three layouts are read: a line an item with its type, or with O1 and KR1 before its title; a line an item
with a column for its parent; a line a key result (or initiative) with its objective in a column beside it,
written once or in merged cells.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from cairn.exchange.reading import values
from cairn.exchange.reading.choices_said import TYPES, code_of
from cairn.exchange.reading.fields import fill, said_in
from cairn.exchange.reading.gathering import Gathered
from cairn.exchange.reading.grids import Book, Grid
from cairn.exchange.reading.guessing import (
    asked_columns,
    guess_columns,
    heading_row,
    headings_at,
    likeliest,
)
from cairn.exchange.reading.items import Above, Item, Measure
from cairn.exchange.reading.keys import OF_FILES, key_of, next_key, short
from cairn.exchange.reading.lines import Line
from cairn.exchange.reading.previews import Preview
from cairn.exchange.reading.refusals import Unreadable
from cairn.exchange.reading.turning import Turning, sorts_of
from cairn.exchange.rows import Rows

SEPARATORS: Final = ";；,，、/\n"
HIERARCHY: Final = ("objective", "key_result", "initiative")
SHOWN: Final = 20
_LOOKED_AT: Final = 2_000
_NUMBERED: Final = re.compile(r"(o|kr|kt)[\s_.\-]*\d*(?:\.\d+)*", re.IGNORECASE)
_PREFIX: Final = re.compile(
    r"(o|kr|kt)\s?\d{0,3}(?:\.\d{1,3})*\s*[:：、.．\s]\s*(?=\S)", re.IGNORECASE
)
_SHORT: Final = {"o": "objective", "kr": "key_result", "kt": "initiative"}
_COUNTS: Final = re.compile(r"\d|[零一二两三四五六七八九十百千万亿半]")


def read(book: Book, options: Mapping[str, Any]) -> Rows:
    found = Gathered()
    found.extend(book.faults)
    sheet = _Sheet(book, options)
    items = _Table(sheet.lines(found), found).items()
    return Turning(items, found, options.get("labels") or {}).rows(OF_FILES)


def preview(book: Book, options: Mapping[str, Any]) -> Preview:
    sheet = _Sheet(book, options)
    first = sheet.head + 1
    shown = sheet.grid.rows[first : first + SHOWN]
    found = Gathered()
    found.extend(book.faults)
    labels: Mapping[str, str] = {}
    if any(field in sheet.columns for field in ("title", *HIERARCHY)):
        items = _Table(sheet.lines(found, _LOOKED_AT), found, reads_sentences=False).items()
        labels = sorts_of(items, options.get("labels") or {}, found)
    width = len(sheet.headings)
    return Preview(
        sheets=tuple(grid.name for grid in book.grids),
        sheet=sheet.grid.name,
        heading_row=sheet.head + 1,
        headers=sheet.headings,
        rows=tuple((*row, *[""] * (width - len(row))) for row in shown),
        first_row=first + 1,
        row_count=max(len(sheet.grid.rows) - first, 0),
        columns={field: sheet.headings[at] for field, at in sheet.columns.items()},
        labels=labels if "type" in sheet.columns else {},
        faults=tuple(fault for fault in found.faults if fault.place.row <= first + SHOWN),
    )


class _Sheet:
    """One sheet with its headings and mapping: as asked for, else as guessed."""

    def __init__(self, book: Book, options: Mapping[str, Any]) -> None:
        name, row = options.get("sheet"), options.get("heading_row")
        self.grid = book.named(str(name)) if name else likeliest(book.grids)
        asked = isinstance(row, int) and 1 <= row <= len(self.grid.rows)
        self.head = row - 1 if asked and isinstance(row, int) else heading_row(self.grid)
        self.headings = headings_at(self.grid, self.head)
        said = options.get("columns") or guess_columns(self.headings)
        self.columns = asked_columns(said, self.headings)

    def lines(self, found: Gathered, most: int | None = None) -> list[Line]:
        if not any(field in self.columns for field in ("title", *HIERARCHY)):
            raise Unreadable("title_column_missing")
        _spread(self.grid, self.head + 1)
        rows = self.grid.rows[self.head + 1 :][:most]
        return [
            Line(self.grid.name, at, row, self.columns, self.headings, found)
            for at, row in enumerate(rows, start=self.head + 2)
            if any(row)
        ]


def _spread(grid: Grid, first: int) -> None:
    """What a merged cell says holds for every row that it covers, in its first column."""
    for (top, left), (bottom, _right) in grid.merged:
        if bottom <= top or top < first or top >= len(grid.rows) or left >= len(grid.rows[top]):
            continue
        value = grid.rows[top][left]
        for row in grid.rows[top + 1 : bottom + 1]:
            row.extend([""] * (left + 1 - len(row)))
            row[left] = row[left] or value


class _Table:
    """Reading sentences takes a thousandth of a second each, and what sorts there are does not hang on
    what they say: whoever only looks at a sheet does without."""

    def __init__(
        self, lines: Sequence[Line], found: Gathered, *, reads_sentences: bool = True
    ) -> None:
        self.lines, self.found, self.reads_sentences = lines, found, reads_sentences
        self.made: dict[str, Item] = {}
        self.by_title: dict[str, Item] = {}
        self.by_id: dict[str, Item] = {}
        self.latest: dict[str, Item] = {}

    def items(self) -> list[Item]:
        named: list[tuple[Item, Line]] = []
        for line in self.lines:
            titled = bool(line.text("title"))
            made = list(self._typed(line) if titled else self._in_columns(line))
            if not made and not titled:
                self.found.refuse("title_missing", line.at("title"))
            named += [(item, line) for item in made]
        for item, line in named:
            self._hang(item, line)
        return list(self.made.values())

    def _in_columns(self, line: Line) -> Iterator[Item]:
        """Its other cells are about its key result, or else about the deepest thing that it names; what
        stands above is made when it is met first."""
        names = [(sort, line.line(sort)) for sort in HIERARCHY if line.line(sort)]
        for sort, said in names:
            above = self._above_in_columns(sort)
            scope = (above.key,) if above else (line.line("cycle"), line.line("team"))
            title = _PREFIX.sub("", said, count=1)
            key = key_of(sort, title, *scope)
            known = self.made.get(key)
            is_deepest = sort == names[-1][0]
            if known is None or (is_deepest and sort != "objective"):
                is_whole = is_deepest or sort == "key_result"
                known = self._new(line, sort, title, key, is_whole)
                weight = self._weight(line) if is_whole else None
                known.above = [Above(above.key, weight)] if above else []
                yield known
            self._met(sort, known)

    def _above_in_columns(self, sort: str) -> Item | None:
        """The nearest thing met before that this may hang on."""
        higher = HIERARCHY[: HIERARCHY.index(sort)]
        return next((self.latest[one] for one in reversed(higher) if one in self.latest), None)

    def _met(self, sort: str, item: Item) -> None:
        for lower in HIERARCHY[HIERARCHY.index(sort) :]:
            self.latest.pop(lower, None)
        self.latest[sort] = item

    def _typed(self, line: Line) -> Iterator[Item]:
        """By its type, by O1 or KR1 before its title, or by having a parent."""
        title, label = line.line("title"), line.line("type")
        if found := _NUMBERED.fullmatch(label):
            label = found[1].upper()
        sort = code_of(TYPES, label) or ""
        if not label and (found := _PREFIX.match(title)):
            sort, title = _SHORT[found[1].lower()], title[found.end() :]
        if not label and not sort:
            has_parent = bool(line.text("parent") or line.text("objective"))
            sort = "key_result" if has_parent else "objective"
        scope = line.line("parent") or line.line("objective") or self._latest_key(sort)
        said = (line.line("cycle"), line.line("team"), line.line("owner"))
        key = key_of(sort or label, title, scope, *(() if scope else said))
        item = self._new(line, sort, title, key, is_whole=True, label=label)
        if sort:
            self._remember_typed(sort, item, line)
        yield item

    def _latest_key(self, sort: str) -> str:
        above = self._above_in_columns(sort) if sort in HIERARCHY else None
        return above.key if above else ""

    def _remember_typed(self, sort: str, item: Item, line: Line) -> None:
        above = self._above_in_columns(sort)
        if above and not (line.text("parent") or line.text("objective")) and sort != "objective":
            item.above = [Above(above.key, self._weight(line))]
        self._met(sort, item)

    def _new(
        self, line: Line, sort: str, title: str, key: str, is_whole: bool, label: str = ""
    ) -> Item:
        reference = short(line.line("id"))
        if key in self.made:
            if not reference or reference == self.made[key].reference:
                self.found.warn("same_twice", line.place)
            key = next_key(self.made, key)
        item = Item(key, title, label or _label_of(sort), line.place)
        if is_whole:
            item.reference = reference
        if is_whole:
            fill(item, line, SEPARATORS)
            if self.reads_sentences:
                item.measure = item.measure or _measure_of_title(sort, title)
            if sort != "initiative" or not line.text("key_result"):
                item.said = said_in(line, item)
        else:
            item.owners = line.found.people_of(line.text("owner"), SEPARATORS, line.at("owner"))
            item.teams = line.found.teams_of(line.text("team"), SEPARATORS, line.at("team"))
            item.cycle = line.found.cycle(line.text("cycle"), line.at("cycle"))
        self.made[key] = item
        self.by_title.setdefault(title.casefold(), item)
        if line.text("id"):
            self.by_id.setdefault(line.line("id"), item)
        return item

    def _hang(self, item: Item, line: Line) -> None:
        """On the parent that a column names, by its id or title."""
        if item.above or not line.text("title"):
            return
        said = line.text("parent") or line.text("objective")
        weight = self._weight(line)
        for word in said.splitlines():
            name = " ".join(word.split())
            parent = self.by_id.get(name) or self.by_title.get(name.casefold())
            parent = parent or self.by_title.get(_PREFIX.sub("", name, count=1).casefold())
            if parent is not item and name:
                item.above.append(Above(parent.key if parent else short(name), weight, name))

    def _weight(self, line: Line) -> Decimal | None:
        weight: Decimal | None = line.read("weight", values.read_share, "weight_unclear")
        return weight


def _label_of(sort: str) -> str:
    return TYPES[sort].english if sort in TYPES else ""


def _measure_of_title(sort: str, title: str) -> Measure | None:
    """What a key result's sentence says of its measure: 把续约率从 60% 提高到 75%."""
    if sort != "key_result":
        return None
    if not _COUNTS.search(title):
        return Measure("milestones")
    from cairn.goals.sentences import read_sentence

    said = read_sentence(title)
    if said.kind == "maintain" and (said.lower is not None or said.upper is not None):
        return Measure("maintain", said.unit or "number", None, said.lower, said.upper)
    if said.kind in ("increase", "decrease") and said.target is not None:
        kind: Any = said.kind
        return Measure(kind, said.unit or "number", said.start, said.target)
    return Measure("milestones")
