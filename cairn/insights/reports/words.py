"""Words, numbers and days of a report, in the language that is switched on."""

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from cairn.goals.map.nodes import UNDEFINED, percent, status_text
from cairn.insights.models import Occasion

__all__ = ["UNDEFINED", "percent", "status_text"]
FIRST_WIDE: Final = 0x2E7F
MARKS: Final = {
    "on_track": "●",
    "behind": "◐",
    "at_risk": "▲",
    "outdated": "◌",
    "not_started": "○",
    "closed": "✓",
    "postponed": "◇",
    "abandoned": "×",
    "withheld": "·",
}
"""A status has a shape besides its colour."""
_UNPRINTABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_chinese() -> bool:
    return (get_language() or "en").startswith("zh")


def printable(text: str) -> str:
    """Without what no document may hold."""
    return _UNPRINTABLE.sub("", text)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark")


def plain_words(text: str) -> str:
    """Markdown as it is read aloud: lines without marks."""
    lines = []
    for token in _markdown().parse(printable(text)):
        if token.type in ("fence", "code_block"):
            lines.append(token.content.strip())
        elif token.children:
            lines.append("".join(_said(one.type, one.content) for one in token.children))
    return "\n".join(line for line in lines if line.strip())


def _said(kind: str, content: str) -> str:
    return "\n" if kind in ("softbreak", "hardbreak") else content


def width_of(text: str) -> int:
    """In halves: a Chinese character is as wide as two Latin letters."""
    return sum(2 if ord(one) > FIRST_WIDE else 1 for one in text)


def shortened(text: str, most: int) -> str:
    """One line no wider than `most` letters, cut with an ellipsis."""
    line = " ".join(text.split())
    if width_of(line) <= most:
        return line
    while width_of(line) >= most:
        line = line[: min(len(line), most) - 1]
    return f"{line.rstrip()}…"


def mean_text(value: Decimal | None) -> str:
    return UNDEFINED if value is None else f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP)}"


def score_text(score: Decimal | None) -> str:
    return "" if score is None else f"{score:.1f}"


def day_text(day: date | None) -> str:
    """2026 年 11 月 18 日, 18 Nov 2026."""
    if day is None:
        return UNDEFINED
    if is_chinese():
        return f"{day.year} 年 {day.month} 月 {day.day} 日"
    return format_date(day, "d MMM y", locale="en")


def short_day(day: date) -> str:
    """11/18, 18 Nov."""
    return f"{day.month}/{day.day}" if is_chinese() else format_date(day, "d MMM", locale="en")


def title_of(occasion: str) -> str:
    return {
        Occasion.WEEKLY: _("Weekly OKR report"),
        Occasion.MONTHLY: _("Monthly OKR report"),
        Occasion.ALL_HANDS: _("All-hands OKR report"),
    }[Occasion(occasion)]


def since_of(occasion: str, on: date, starts_on: date) -> date:
    """The day of the meeting before: a week or a month ago, or the day before the cycle."""
    if occasion == Occasion.WEEKLY:
        return on - timedelta(days=7)
    if occasion == Occasion.MONTHLY:
        year, month = (on.year, on.month - 1) if on.month > 1 else (on.year - 1, 12)
        return date(year, month, min(on.day, monthrange(year, month)[1]))
    return min(starts_on, on) - timedelta(days=1)
