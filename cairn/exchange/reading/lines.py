"""One line of a sheet, asked for its cells by field; what is unclear is warned of. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cairn.exchange.reading import values
from cairn.exchange.reading.choices_said import Words, code_of
from cairn.exchange.reading.gathering import Gathered
from cairn.exchange.reading.limits import LONGEST_TAG, MOST_TAGS
from cairn.exchange.rows import Place


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts from 1 as the spreadsheet does; `columns` are fields → column from 0, `headings`
    what is written above them."""

    sheet: str
    number: int
    cells: Sequence[str]
    columns: Mapping[str, int]
    headings: Sequence[str]
    found: Gathered

    @property
    def place(self) -> Place:
        return Place(self.sheet, self.number)

    def at(self, field: str) -> Place:
        column = self.columns.get(field, len(self.headings))
        heading = self.headings[column] if column < len(self.headings) else ""
        return Place(self.sheet, self.number, heading)

    def text(self, field: str) -> str:
        column = self.columns.get(field)
        return "" if column is None or column >= len(self.cells) else self.cells[column]

    def line(self, field: str) -> str:
        """Without breaks."""
        return " ".join(self.text(field).split())

    def read(self, field: str, reader: Callable[[str], Any], code: str) -> Any:
        """What a reader makes of the cell; None, and a warning where there was something."""
        text = self.text(field)
        value = reader(text) if text else None
        if text and value is None:
            self.found.warn(code, self.at(field), value=text)
        return value

    def day(self, field: str) -> date | None:
        day: date | None = self.read(field, values.read_day, "day_unclear")
        return day

    def value(self, field: str, unit: str) -> Decimal | None:
        value: Decimal | None = self.read(
            field, lambda text: values.read_value(text, unit), "value_unclear"
        )
        return value

    def code(self, field: str, words: Words, fault: str) -> str:
        """The code of a word; empty where there is none."""
        return self.read(field, lambda text: code_of(words, text), fault) or ""

    @property
    def tags(self) -> tuple[str, ...]:
        words = (" ".join(word.split()) for word in self.text("tags").replace("，", ",").split(","))
        return tidy_tags(words)


def tidy_tags(words: Iterable[str]) -> tuple[str, ...]:
    """At most as many as an objective may have, each once."""
    return tuple(dict.fromkeys(word[:LONGEST_TAG] for word in words if word))[:MOST_TAGS]
