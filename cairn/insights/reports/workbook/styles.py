"""The formats of cells and the faces of charts."""

from typing import TYPE_CHECKING, Any, Final

from cairn.goals.models import Status
from cairn.insights.reports import palette
from cairn.insights.reports.words import is_chinese

if TYPE_CHECKING:
    from xlsxwriter import Workbook

STATUSES: Final = tuple(one.value for one in Status)


class Styles:
    """The formats of cells; each named for what it shows."""

    def __init__(self, book: "Workbook") -> None:
        base = {
            "font_name": "Microsoft YaHei" if is_chinese() else "Calibri",
            "font_size": 10 if is_chinese() else 11,
            "font_color": f"#{palette.INK}",
            "valign": "vcenter",
        }
        self._book, self._base = book, base
        self.text = self._new(text_wrap=True)
        self.mute = self._new(font_color=f"#{palette.INK_3}")
        self.title = self._new(font_size=20, bold=True, font_color=f"#{palette.PINE}")
        self.section = self._new(font_size=13, bold=True, bottom=1, bottom_color=f"#{palette.LINE}")
        head = {
            "bold": True,
            "bg_color": f"#{palette.PINE}",
            "font_color": f"#{palette.WHITE}",
            "text_wrap": True,
        }
        self.head = self._new(**head)
        self.head_right = self._new(**head, align="right", indent=1)
        self.share = self._new(num_format="0%", align="right", indent=1)
        self.number = self._new(num_format="0.##", align="right", indent=1)
        self.whole = self._new(num_format="0", align="right", indent=1)
        self.score = self._new(num_format="0.0", align="right", indent=1)
        self.day = self._new(num_format="yyyy-mm-dd", align="left")
        self.right = self._new(align="right", indent=1)
        self.label = self._new(font_color=f"#{palette.INK_3}", font_size=9, text_wrap=True)
        self._statuses = {
            one: self._new(font_color=f"#{palette.ink_of(one)}", bold=True) for one in STATUSES
        }
        self._tones = {
            tone: self._new(
                font_size=18, bold=True, align="left", font_color=f"#{palette.tone_ink(tone)}"
            )
            for tone in ("", "ok", "warn", "risk")
        }

    def _new(self, **more: Any) -> Any:
        return self._book.add_format({**self._base, **more})

    def status(self, status: str) -> Any:
        return self._statuses.get(status, self.text)

    def head_of(self, style: Any) -> Any:
        """Over the cells of a column: numbers stand to the right."""
        figures = (self.share, self.number, self.whole, self.score, self.right)
        return self.head_right if any(style is one for one in figures) else self.head

    def figure(self, tone: str) -> Any:
        return self._tones.get(tone, self._tones[""])


def styles_font() -> dict[str, Any]:
    return {
        "name": "Microsoft YaHei" if is_chinese() else "Calibri",
        "size": 9,
        "color": f"#{palette.INK_2}",
    }
