"""Places in a line that a remark can quote. Pure."""

from collections.abc import Collection

from cairn.coach.clauses import Clause
from cairn.coach.reading import Reading
from cairn.coach.words import NO_ROLES, Word, load_roles

ENDS = " \t\r\n。.!！;；,，、…"


def trimmed(said: str, begin: int, end: int) -> tuple[int, int]:
    """The same place without the spaces and stops at its ends."""
    while begin < end and said[begin] in ENDS:
        begin += 1
    while end > begin and said[end - 1] in ENDS:
        end -= 1
    return begin, end


def whole(reading: Reading) -> tuple[int, int]:
    return trimmed(reading.text.said, 0, len(reading.text.said))


def bare(reading: Reading) -> str:
    """The text without the stop at its end."""
    begin, end = whole(reading)
    return reading.text.said[begin:end]


def first_word(reading: Reading, roles: Collection[str], begin: int = 0) -> Word | None:
    return next((w for w in reading.words if w.begin >= begin and w.roles & set(roles)), None)


def clause_at(reading: Reading, place: int) -> Clause:
    inside = (one for one in reading.clauses if one.begin <= place < one.end)
    return next(inside, reading.clauses[0])


def from_word(reading: Reading, word: Word | None) -> tuple[int, int]:
    """From a word to the end of its clause; the whole text without one."""
    if word is None:
        return whole(reading)
    return trimmed(reading.text.said, word.begin, clause_at(reading, word.begin).end)


def around_word(reading: Reading, word: Word | None) -> tuple[int, int]:
    """The clause that a word stands in; the whole text without one."""
    if word is None:
        return whole(reading)
    clause = clause_at(reading, word.begin)
    return trimmed(reading.text.said, clause.begin, clause.end)


def opens_with(reading: Reading, roles: Collection[str]) -> bool:
    """Whether a word of these roles begins the text, behind words of time."""
    begin = 0
    for time in reading.times:
        if not reading.low[begin : time.begin].strip(" ,，"):
            begin = time.end
    rest = reading.low[begin:].lstrip(" ,，")
    if reading.text.language == "zh":
        lexicon = load_roles("zh")
        known = (lexicon.get(rest[:size]) for size in range(min(4, len(rest)), 0, -1))
        return bool(next(filter(None, known), NO_ROLES) & set(roles))
    first = next((word for word in reading.words if word.roles - {"frame"}), None)
    return first is not None and bool(first.roles & set(roles))
