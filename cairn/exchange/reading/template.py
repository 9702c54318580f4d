"""Our own workbook to fill in: drop-downs, a page of explanations, headings in the reader's language.

It can be written with rows in it, and reads back as the same rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cairn.exchange.reading import choices_said as said
from cairn.exchange.reading.filling import check_in_cells, okr_cells
from cairn.exchange.reading.headings import (
    CHECK_IN_COLUMNS,
    CHECK_IN_SHEET,
    HEADINGS,
    OKR_COLUMNS,
    OKR_SHEET,
    Heading,
)
from cairn.exchange.rows import Rows

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

SAFE: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
ROWS_WITH_CHOICES: Final = 5_000
_WIDE: Final = {"title": 48, "description": 40, "note": 40, "milestones": 28, "owner": 28}
_NEEDED: Final = frozenset({"type", "title"})


@dataclass(frozen=True, slots=True)
class Choices:
    """What the drop-downs offer: names of the organization's cycles and teams, its people as
    (name, e-mail address)."""

    cycles: Sequence[str] = ()
    teams: Sequence[str] = ()
    people: Sequence[tuple[str, str]] = ()


def write_template(choices: Choices, rows: Rows | None = None) -> bytes:
    """An XLSX file in the language in force; texts are written as texts, never as formulas."""
    from xlsxwriter import Workbook

    made = BytesIO()
    book = Workbook(made, SAFE)
    lists = _Lists(book, choices, get_language() or "en")
    _add_sheet(book, lists, OKR_SHEET, OKR_COLUMNS, okr_cells(rows, lists.locale))
    _add_sheet(book, lists, CHECK_IN_SHEET, CHECK_IN_COLUMNS, check_in_cells(rows, lists.locale))
    _add_read_me(book)
    lists.write()
    book.close()
    return made.getvalue()


class _Lists:
    """The hidden sheet that drop-downs take their choices from; one column a field."""

    def __init__(self, book: "Workbook", choices: Choices, locale: str) -> None:
        self.book, self.locale = book, locale
        people = [f"{name} <{email}>" if email else name for name, email in choices.people]
        self.columns: dict[str, list[str]] = {
            "type": self._words(said.TYPES),
            "objective_type": self._words(said.OBJECTIVE_TYPES),
            "kind": self._words(said.KINDS),
            "unit": [*self._words(said.UNITS), "CNY", "USD", "EUR"],
            "status": self._words(said.STATUSES),
            "cycle": list(choices.cycles),
            "team": list(choices.teams),
            "owner": people,
            "by": people,
        }

    def _words(self, words: Any) -> list[str]:
        return [word.in_language(self.locale) for word in words.values()]

    def write(self) -> None:
        sheet = self.book.add_worksheet("Lists")
        for at, column in enumerate(self.columns.values()):
            for row, word in enumerate(column):
                sheet.write_string(row, at, word)
        sheet.hide()

    def offer(self, sheet: "Worksheet", field: str, column: int) -> None:
        """A drop-down that advises: other words may be typed, for new teams and guests."""
        words = self.columns.get(field)
        if not words:
            return
        letter = chr(ord("A") + list(self.columns).index(field))
        sheet.data_validation(
            1,
            column,
            ROWS_WITH_CHOICES,
            column,
            {
                "validate": "list",
                "source": f"=Lists!${letter}$1:${letter}${len(words)}",
                "error_type": "information",
                "error_message": _("This is not in the list. It is read as you write it."),
            },
        )


def _add_sheet(
    book: "Workbook",
    lists: _Lists,
    name: Heading,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> None:
    sheet = book.add_worksheet(name.in_language(lists.locale))
    head = book.add_format({"bold": True, "bg_color": "#1F5C4D", "font_color": "#FFFFFF"})
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    for at, field in enumerate(columns):
        heading = HEADINGS[field].in_language(lists.locale)
        sheet.write_string(0, at, f"{heading} *" if field in _NEEDED else heading, head)
        sheet.set_column(at, at, _WIDE.get(field, 14), text)
        lists.offer(sheet, field, at)
    for row, cells in enumerate(rows, start=1):
        for at, cell in enumerate(cells):
            if cell:
                sheet.write_string(row, at, cell, text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)


def _add_read_me(book: "Workbook") -> None:
    sheet = book.add_worksheet(_("Read me"))
    sheet.set_column(0, 0, 100)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 16})
    first, *lines = _explanations()
    sheet.write_string(0, 0, first, title)
    for row, line in enumerate(lines, start=2):
        sheet.write_string(row, 0, line, wrap)


def _explanations() -> list[str]:
    return [
        _("How to fill in this workbook"),
        _("One row is one objective, key result or initiative. Only Type and Title are needed."),
        _(
            "Reference is a number or word of your own for a row, such as 1 or A3. Write it into"
            " Parent of the rows that belong under it: key results under their objective, initiatives"
            " under a key result, an objective under the one that it supports."
        ),
        _(
            "Owner is a name, an e-mail address, or both as Name <address>. Several are separated by"
            " semicolons: the first owns, the others collaborate. Several teams are separated the same"
            " way."
        ),
        _(
            "Values are written as people write them: 1,200 or 75% or 2:37. For “keep”, Target is the"
            " lower bound and Upper bound the upper one; one of them is enough."
        ),
        _(
            "Milestones stand one to a line: name; weight; the day it was reached. Weight and day may"
            " be left out."
        ),
        _("Weight is percent of the objective; 0 belongs to it without counting."),
        _("Dates are written 2026-12-31."),
        _(
            "The sheet of check-ins has one row for each: the Reference of what it speaks of, its day,"
            " and what was said."
        ),
        _(
            "Nothing changes before you have seen what would: after the upload everything is shown"
            " first, and for 30 days an import can be taken back."
        ),
        _(
            "The same workbook again changes nothing, also under another name. A row whose title,"
            " owner or numbers you have edited is still the same row; in another cycle it is another"
            " one."
        ),
    ]
