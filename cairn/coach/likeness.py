"""How alike two texts are; of key results apart from their numbers. Pure."""

import re

from cairn.coach.lines import KeyResultLine

_FRAME = {
    "up", "down", "reach", "keep", "frame", "intensity",
}  # fmt: skip
_LOOSE = re.compile(r"[^a-z一-鿿]+")
_LITTLE = {"", "the", "a", "an", "of", "to"}
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


def pieces_of(text: str) -> frozenset[str]:
    """What two texts are compared by: pairs of Chinese characters, words of English."""
    runs = _LOOSE.sub(" ", text.lower()).split()
    words = {one.rstrip("s") for one in runs if one.isascii()} - _LITTLE
    pairs = (run[at : at + 2] for run in runs for at in range(len(run) - 1) if not run.isascii())
    return frozenset({*words, *pairs})


def share(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """How much of both they have in common, from 0 to 1."""
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def _unit(line: KeyResultLine) -> str | None:
    """Of what is measured: 40% more is the unit of how much more, not that of revenue."""
    relative = line.labels.value_kind != "level" and line.labels.unit in ("%", "x")
    return None if relative else line.labels.unit


def are_alike(one: KeyResultLine, other: KeyResultLine) -> bool:
    """Whether both measure nearly the same."""
    units = {unit for line in (one, other) if (unit := _unit(line))}
    if len(units) > 1:
        return False
    mine, theirs = pieces_of(_content(one)), pieces_of(_content(other))
    if not mine or not theirs:
        return one.low.strip() == other.low.strip()
    return share(mine, theirs) >= _ALIKE
