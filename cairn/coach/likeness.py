"""How alike two key results are, apart from their numbers. Pure."""

import re

from cairn.coach.lines import KeyResultLine

_FRAME = {
    "up", "down", "reach", "keep", "frame", "intensity",
}  # fmt: skip
_LOOSE = re.compile(r"[^a-z一-鿿]+")
_ALIKE = 0.8


def _content(line: KeyResultLine) -> str:
    """What is measured: without amounts, times and the verbs of movement."""
    low = list(line.low)
    places = [(one.begin, one.end) for one in line.reading.amounts]
    places += [(one.begin, one.end) for one in line.reading.times]
    places += [
        (word.begin, word.end)
        for word in line.reading.words
        if word.roles & _FRAME and not word.roles & {"metric", "outsider", "condition"}
    ]
    for begin, end in places:
        low[begin:end] = " " * (end - begin)
    return " ".join(_LOOSE.sub(" ", "".join(low)).split())


def _pieces(line: KeyResultLine) -> set[str]:
    """Pairs of Chinese characters, words of English."""
    content = _content(line)
    if not line.chinese:
        return {one.rstrip("s") for one in content.split()} - {"", "the", "a", "an", "of", "to"}
    runs = content.split()
    return {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def are_alike(one: KeyResultLine, other: KeyResultLine) -> bool:
    """Whether both measure nearly the same."""
    if one.labels.unit != other.labels.unit and one.labels.unit and other.labels.unit:
        return False
    mine, theirs = _pieces(one), _pieces(other)
    if not mine or not theirs:
        return one.low.strip() == other.low.strip()
    return len(mine & theirs) / len(mine | theirs) >= _ALIKE
