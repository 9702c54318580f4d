"""Viva Goals' Explorer export as CSV or XLSX: one line an item, columns by their names, the check-ins in
the nameless cells at the right. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from cairn.exchange.reading import values
from cairn.exchange.reading.choices_said import ENDED, OBJECTIVE_TYPES, STATUSES
from cairn.exchange.reading.gathering import Gathered
from cairn.exchange.reading.grids import Book, Grid
from cairn.exchange.reading.headings import plain
from cairn.exchange.reading.items import Item
from cairn.exchange.reading.keys import key_of, next_key, short
from cairn.exchange.reading.lines import Line, tidy_tags
from cairn.exchange.reading.refusals import Unreadable
from cairn.exchange.reading.turning import Turning
from cairn.exchange.reading.viva_cells import CheckInCell, read_above, read_check_in
from cairn.exchange.reading.viva_measures import current_of_table, measure_of
from cairn.exchange.reading.viva_said import last_said, said_in
from cairn.exchange.reading.xlsx_details import link_text
from cairn.exchange.rows import Rows

SOURCE: Final = "viva"
"""Ids are of Viva as a whole, so that the table and the archive of one tenant name the same things."""

COLUMNS: Final = {
    "id": "id",
    "title": "title",
    "okr type": "level",
    "type name": "entity",
    "team": "team",
    "teams": "team",
    "creator": "creator",
    "owner": "owner",
    "owners": "owner",
    "period": "period",
    "time period": "period",
    "start date": "starts_on",
    "end date": "due_on",
    "description": "description",
    "aligned to (weight, objective id)": "above",
    "metric name": "metric",
    "unit": "unit",
    "target": "target",
    "target type": "target_type",
    "object type": "type",
    "goal type": "goal_type",
    "start": "start",
    "created at": "created_at",
    "last check-in": "checked_in_on",
    "progress %": "progress",
    "actual progress": "actual",
    "status": "status",
    "last check-in note": "note",
    "score": "score",
    "checkins": "check_ins",
}
_MARKS: Final = frozenset(
    {"above", "progress", "check_ins", "checked_in_on", "goal_type", "metric", "actual", "note"}
)
FACTS: Final = {
    "description": {"description"},
    "type": {"goal_type"},
    "team": {"team", "entity"},
    "owner": {"owner"},
    "collaborators": {"owner"},
    "due_on": {"due_on"},
    "ending": {"status"},
    "score": {"status"},
    "cycle": {"period", "due_on"},
    "weight": {"above"},
}
"""The columns that say each fact; without any of them it is unsaid."""
_SEARCHED_ROWS: Final = 10


def heading_row(grid: Grid) -> int | None:
    """The row from 0 with Viva's headings: the title, what it is, and two that nobody else has."""
    for at, row in enumerate(grid.rows[:_SEARCHED_ROWS]):
        fields = {COLUMNS.get(plain(cell)) for cell in row}
        if {"title", "type"} <= fields and len(fields & _MARKS) >= 2:
            return at
    return None


def read(book: Book, options: Mapping[str, Any]) -> Rows:
    found = Gathered()
    found.extend(book.faults)
    grid = next((one for one in book.grids if heading_row(one) is not None), None)
    if grid is None:
        raise Unreadable("file_other_format")
    table = _Table(grid, heading_row(grid) or 0, found)
    turning = Turning(table.items(), found, options.get("labels") or {})
    return turning.rows(SOURCE, unsaid=table.unsaid)


class _Table:
    def __init__(self, grid: Grid, head: int, found: Gathered) -> None:
        self.grid, self.head, self.found = grid, head, found
        self.headings = grid.rows[head]
        self.columns: dict[str, int] = {}
        for at, heading in enumerate(self.headings):
            if field := COLUMNS.get(plain(heading)):
                self.columns.setdefault(field, at)
        self.tags = [at for at, one in enumerate(self.headings) if plain(one).startswith("tag")]
        self.lines = [line for line in self._lines() if any(line.cells)]
        self.check_ins = {line.number: list(self._check_in_cells(line)) for line in self.lines}
        self.protected = self._names_with_commas()

    def _lines(self) -> Iterator[Line]:
        for at, cells in enumerate(self.grid.rows[self.head + 1 :], start=self.head + 2):
            yield Line(self.grid.name, at, cells, self.columns, self.headings, self.found)

    def _names_with_commas(self) -> tuple[str, ...]:
        """Names such as "Doe, Jane", known from the cells that hold one person only."""
        names = {line.line("creator") for line in self.lines}
        names |= {cell.user for cells in self.check_ins.values() for _, cell in cells if cell}
        return tuple(sorted((name for name in names if "," in name), key=len, reverse=True))

    @property
    def unsaid(self) -> list[str]:
        """What the columns of the view leave out; who may read is never in a table."""
        missing = [fact for fact, names in FACTS.items() if not names & self.columns.keys()]
        return ["readers", *missing, *([] if self.tags else ["tags"])]

    def items(self) -> list[Item]:
        items: dict[str, Item] = {}
        for line in self.lines:
            if not line.text("title"):
                self.found.refuse("title_missing", line.at("title"))
                continue
            item = self._item(line)
            if item.key not in items:
                items[item.key] = item
            elif line.text("id"):
                self.found.warn("id_twice", line.at("id"))
            else:
                self.found.warn("same_twice", line.place)
                item.key = next_key(items, item.key)
                items[item.key] = item
        return list(items.values())

    def _item(self, line: Line) -> Item:
        item = Item(
            key=self._key(line),
            title=line.line("title"),
            label=line.line("type"),
            place=line.place,
            above=read_above(line.text("above")),
            owners=self._people(line),
            teams=self._teams(line),
            cycle=self.found.cycle(line.text("period"), line.at("period")),
            starts_on=line.day("starts_on"),
            due_on=line.day("due_on"),
            description=line.text("description"),
            type=line.code("goal_type", OBJECTIVE_TYPES, "type_unknown"),  # type: ignore[arg-type]
            tags=self._tags(line),
            progress=line.read(
                "progress", lambda text: values.read_share(text, 0), "value_unclear"
            ),
            status=line.code("status", STATUSES, "status_unknown"),
            created_at=line.read("created_at", values.read_instant, "day_unclear"),
        )
        if line.text("above") and not item.above:
            self.found.warn("alignment_unclear", line.at("above"), value=line.text("above"))
        self._measure(line, item)
        if item.status in ENDED:
            item.score = line.read("score", values.read_score, "score_unclear")
            item.ended_on = max((said.day for said in item.said), default=item.due_on)
        return item

    def _key(self, line: Line) -> str:
        said = line.text("id")
        if said:
            return short(link_text(said) or said)
        return key_of(
            line.line("title"), line.line("owner"), line.line("type"), line.line("period")
        )

    def _people(self, line: Line) -> tuple[str, ...]:
        text = line.text("owner")
        for at, name in enumerate(self.protected):
            text = text.replace(name, f"\x00{at}\x00")
        words = [word.strip() for word in text.split(",")]
        for at, name in enumerate(self.protected):
            words = [word.replace(f"\x00{at}\x00", name) for word in words]
        keys = (self.found.person(word, line.at("owner")) for word in words)
        return tuple(dict.fromkeys(key for key in keys if key))

    def _teams(self, line: Line) -> tuple[str, ...]:
        if plain(line.text("level")) == "team" and line.text("entity"):
            return (self.found.team(line.text("entity"), line.at("entity")),)
        return self.found.teams_of(line.text("team"), ";", line.at("team"))

    def _tags(self, line: Line) -> tuple[str, ...]:
        cells = (line.cells[at] for at in self.tags if at < len(line.cells))
        return tidy_tags(word.strip() for cell in cells for word in cell.split(","))

    def _measure(self, line: Line, item: Item) -> None:
        """The metric, what was said of it, and where it stands."""
        cells = self.check_ins[line.number]
        unit = self._unit(line, [cell for _, cell in cells if cell])
        measure = measure_of(
            name=line.line("metric"),
            unit=unit,
            start=line.value("start", unit),
            target=line.value("target", unit),
            type=line.line("target_type"),
        )
        item.said = said_in(cells, item, measure.unit, line.at("check_ins"), self.found)
        valued = [said.value for said in item.said if said.value is not None]
        if valued:
            item.measure = replace(measure, current=valued[-1])
            return
        actual = line.value("actual", measure.unit)
        current, taken = current_of_table(measure, actual, item.progress)
        if taken and not measure.is_plain:
            self.found.warn(taken, line.at("actual"), value=line.text("actual"))
        item.measure = replace(measure, current=current)
        if not item.said:
            item.said = last_said(line, item, current)

    def _unit(self, line: Line, cells: Sequence[CheckInCell]) -> str:
        """As the column says; tables without one show a percentage in their values alone."""
        texts = [line.text("start"), line.text("target"), *(cell.value for cell in cells)]
        if not line.text("unit"):
            return "percent" if any(text.endswith("%") for text in texts) else "number"
        unit = values.unit_said(line.text("unit"))
        if unit is None:
            self.found.warn("unit_unclear", line.at("unit"), value=line.text("unit"))
        return unit or "number"

    def _check_in_cells(self, line: Line) -> Iterator[tuple[str, CheckInCell | None]]:
        """From the column of check-ins on, every cell without a heading of its own."""
        first = self.columns.get("check_ins")
        if first is None:
            return
        for at in range(first, len(line.cells)):
            nameless = at >= len(self.headings) or not self.headings[at]
            if (nameless or at == first) and line.cells[at]:
                yield line.cells[at], read_check_in(line.cells[at])
