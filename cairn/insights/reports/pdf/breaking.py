"""Where a line of text may be broken, for Chinese, English and both in one. Pure."""

import re
from collections.abc import Callable
from typing import Final

NOT_FIRST: Final = frozenset("，。、；：？！）】》」』”’…—％%,.;:?!)]}·～°")
"""What must not begin a line."""
NOT_LAST: Final = frozenset("（【《「『“‘([{¥$￥")
"""What must not end one."""
_HAN: Final = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_PIECES: Final = re.compile(rf"[{_HAN}]|[^\s{_HAN}]+|\s+")

type Width = Callable[[str], float]


def pieces_of(text: str) -> list[str]:
    """Words, single Han characters and spaces; signs stay with what they belong to."""
    found: list[str] = []
    for piece in _PIECES.findall(text):
        joins = found and not found[-1].isspace()
        if joins and (piece[0] in NOT_FIRST or found[-1][-1] in NOT_LAST) and not piece.isspace():
            found[-1] += piece
        else:
            found.append(piece)
    return found


def break_lines(text: str, most: float, width_of: Width) -> list[str]:
    """Lines no wider than `most`; what fits on none by itself is cut between characters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_lines(paragraph, most, width_of))
    return lines


def _lines(paragraph: str, most: float, width_of: Width) -> list[str]:
    lines, line = [], ""
    for piece in pieces_of(paragraph):
        if width_of((line + piece).rstrip()) <= most:
            line += piece if line or not piece.isspace() else ""
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip()
        while line and width_of(line) > most:
            fitting = _fitting(line, most, width_of)
            lines.append(line[:fitting])
            line = line[fitting:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _fitting(text: str, most: float, width_of: Width) -> int:
    """How many characters fit; one at least."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width_of(text[:middle]) <= most else (low, middle - 1)
    return low


def cut_lines(lines: list[str], most: int, most_width: float, width_of: Width) -> list[str]:
    """The first of them, the last ending in an ellipsis where something was left out."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(f"{last}…") > most_width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}…"]
