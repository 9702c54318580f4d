"""Sheets of A4: texts that break well, tables that go on, bars and charts as lines and areas.

In millimetres from the top left. What does not fit on a sheet goes on the next.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pylopdf_fonts_zh_cn as fonts
from fpdf import FPDF
from fpdf.enums import TextMode

from cairn.insights.reports import palette
from cairn.insights.reports.pdf.breaking import break_lines, cut_lines

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP, BOTTOM = 16.0, 16.0, 18.0, 18.0
FULL: Final = WIDTH - LEFT - RIGHT
POINT: Final = 25.4 / 72
LEADING: Final = 1.5
STROKE: Final = 0.12
"""How far a letter's outline is drawn where it stands for bold, in millimetres at 10 points."""

logging.getLogger("fontTools").setLevel(logging.WARNING)
logging.getLogger("fpdf").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in a column of a table."""

    words: str
    width: float
    size: float = 9.0
    colour: str = palette.INK
    bold: bool = False
    right: bool = False
    lines: int = 3


class Paper:
    """`foot` stands at the bottom of every sheet, with its number."""

    def __init__(self, title: str, author: str, language: str, foot: str) -> None:
        pdf = FPDF(format="A4")
        pdf.set_title(title)
        pdf.set_author(author)
        pdf.set_creator("Cairn")
        pdf.set_lang("zh-Hans" if language.startswith("zh") else "en")
        pdf.set_auto_page_break(False)
        pdf.add_font("sans", "", fonts.sans_path())
        pdf.add_font("serif", "", fonts.serif_path())
        self._pdf, self._foot = pdf, foot
        self.y = TOP
        self.sheet()

    def sheet(self) -> None:
        """A new one."""
        self._pdf.add_page()
        number = str(self._pdf.page_no())
        self.line_of(self._foot, LEFT, HEIGHT - 12, FULL - 12, 8, palette.INK_3)
        self.line_of(number, LEFT, HEIGHT - 12, FULL, 8, palette.INK_3, right=True)
        self.y = TOP

    def room(self, height: float) -> None:
        """A new sheet where so much does not fit on this one."""
        if self.y + height > HEIGHT - BOTTOM:
            self.sheet()

    def finish(self) -> bytes:
        return bytes(self._pdf.output())

    # Texts

    def width_of(self, words: str, size: float, *, serif: bool = False) -> float:
        self._pdf.set_font("serif" if serif else "sans", size=size)
        return float(self._pdf.get_string_width(words))

    def line_of(
        self,
        words: str,
        x: float,
        y: float,
        width: float,
        size: float,
        colour: str = palette.INK,
        *,
        bold: bool = False,
        right: bool = False,
        serif: bool = False,
    ) -> None:
        """One line with its top at `y`."""
        self._pdf.set_font("serif" if serif else "sans", size=size)
        self._pdf.set_text_color(*_rgb(colour))
        at = x + width - self.width_of(words, size, serif=serif) if right else x
        base = y + size * POINT * 1.08
        if not bold:
            self._pdf.text(at, base, words)
            return
        self._pdf.set_draw_color(*_rgb(colour))
        with self._pdf.local_context(text_mode=TextMode.FILL_STROKE, line_width=STROKE * size / 10):
            self._pdf.text(at, base, words)

    def text(
        self,
        words: str,
        size: float,
        colour: str = palette.INK,
        *,
        x: float = LEFT,
        width: float = FULL,
        bold: bool = False,
        serif: bool = False,
        after: float = 0,
    ) -> None:
        """Lines below each other, going on the next sheet; `after` is left free below."""
        height = size * POINT * LEADING
        for line in break_lines(words, width, lambda one: self.width_of(one, size, serif=serif)):
            self.room(height)
            self.line_of(line, x, self.y, width, size, colour, bold=bold, serif=serif)
            self.y += height
        self.y += after

    def heading(self, words: str, below: float = 20) -> None:
        """It stands on the sheet of what follows, which needs so much room."""
        self.room(14 + below)
        self.y += 5
        self.text(words, 15, palette.PINE, serif=True, bold=True, after=1.2)
        self.area(LEFT, self.y, FULL, 0.25, palette.LINE)
        self.y += 3

    def row(
        self, cells: Sequence[Cell], *, x: float = LEFT, gap: float = 2.5, pad: float = 1.4
    ) -> None:
        """Texts beside each other; the highest decides. It stays on one sheet."""
        broken = [self._broken(cell) for cell in cells]
        heights = [
            len(lines) * cell.size * POINT * LEADING
            for cell, lines in zip(cells, broken, strict=True)
        ]
        self.room(max(heights) + 2 * pad)
        top = self.y + pad
        for cell, lines in zip(cells, broken, strict=True):
            for at, line in enumerate(lines):
                y = top + at * cell.size * POINT * LEADING
                self.line_of(
                    *(line, x, y, cell.width, cell.size, cell.colour),
                    bold=cell.bold,
                    right=cell.right,
                )
            x += cell.width + gap
        self.y += max(heights) + 2 * pad

    def _broken(self, cell: Cell) -> list[str]:
        def width(one: str) -> float:
            return self.width_of(one, cell.size)

        return cut_lines(break_lines(cell.words, cell.width, width), cell.lines, cell.width, width)

    # Shapes

    def area(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self._pdf.set_fill_color(*_rgb(colour))
        self._pdf.rect(x, y, width, height, style="F")

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        self._pdf.set_draw_color(*_rgb(palette.LINE))
        self._pdf.set_fill_color(*_rgb(palette.SURFACE))
        self._pdf.set_line_width(0.25)
        self._pdf.rect(x, y, width, height, style="DF", round_corners=True, corner_radius=1.4)

    def stroke(
        self, points: Sequence[tuple[float, float]], colour: str, *, dashed: bool = False
    ) -> None:
        self._pdf.set_draw_color(*_rgb(colour))
        self._pdf.set_line_width(0.55)
        with self._dashes(dashed):
            self._pdf.polyline(list(points))

    @contextmanager
    def _dashes(self, dashed: bool) -> Iterator[None]:
        if dashed:
            self._pdf.set_dash_pattern(dash=1.4, gap=1.0)
        yield
        self._pdf.set_dash_pattern()

    def bar(
        self,
        x: float,
        y: float,
        width: float,
        done: Decimal | None,
        pace: Decimal | None,
        colour: str,
    ) -> None:
        """How far, with a mark where today should be."""
        self.area(x, y, width, 1.7, palette.TRACK)
        if done is not None and done > 0:
            self.area(x, y, width * float(min(done, Decimal(1))), 1.7, colour)
        if pace is not None:
            self.area(
                x + width * float(min(max(pace, Decimal(0)), Decimal(1))) - 0.15,
                y - 0.7,
                0.3,
                3.1,
                palette.INK,
            )

    def parts(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        counts: Sequence[tuple[str, int]],
        most: int,
    ) -> None:
        """A bar of several parts, as (colour, count); the whole width stands for `most`."""
        for colour, count in counts:
            part = width * count / max(most, 1)
            self.area(x, y, part, height, colour)
            if part > 4:
                ink = palette.INK_2 if colour in palette.PALE else palette.WHITE
                words = str(count)
                at = x + part / 2 - self.width_of(words, 7.5) / 2
                self.line_of(words, at, y + height / 2 - 1.45, part, 7.5, ink)
            x += part


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)
