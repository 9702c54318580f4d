"""Grades that a text sets: from B to A-, 达到 A 级, from "poor" to "good". Pure.

Letters count only as capitals, so that an article is no grade.
"""

from dataclasses import dataclass

from cairn.coach.patterns import Pattern
from cairn.coach.reading import Reading

_LETTER = r"(?:[A-D]{1,3}|[EF]|[ABC][12])[+*-]?"
_EDGE = r"(?![A-Za-z0-9一-鿿]|-[A-Za-z])"
_WORD = (
    r"(?i:requires improvement|inadequate|poor|weak|fair|moderate|adequate|satisfactory|very good|good"
    r"|outstanding|excellent|bronze|silver|gold|platinum)"
)
_SIGN = rf"(?:{_LETTER}|[ⅠⅡⅢⅣⅤ]|[一二三四五]|优秀|良好|优|良|中|差)"
_LEVEL = r" ?(?:级|类|等级?|档)"
_MOVES = (
    Pattern(
        rf"\bfrom (?:an? )?[\"“]?(?P<a>{_LETTER}{_EDGE}|{_WORD}\b)[\"”]? (?:up )?to (?:an? )?[\"“]?"
        rf"(?P<b>{_LETTER}{_EDGE}|{_WORD}\b)"
    ),
    Pattern(rf"(?<![A-Za-z0-9])(?P<a>{_LETTER}) ?(?:→|->|=>) ?(?P<b>{_LETTER}){_EDGE}"),
    Pattern(
        rf"[由从自] ?(?P<a>{_SIGN})(?:{_LEVEL})? ?[一-鿿]{{0,4}}?[到至为成] ?(?P<b>{_SIGN})(?:{_LEVEL})?(?:以上)?"
        r"(?=$|[,\uff0c。;)\uff09 ])"
    ),
)
_REACHED = (
    Pattern(
        r"(?:达到?|评[为到]?|升[至到]|获评?|提升[至到]|评[级价估定分]|等级|全部|均为?|不低于) ?(?:为|在|达到?|全部)? ?"
        rf"(?P<b>{_LETTER}|[一二三四五ⅠⅡⅢⅣⅤ])(?:{_LEVEL}(?:[及]?以上)?|(?= ?[及]?以上))(?!以[下内])"
    ),
    Pattern(
        r"\b(?i:rated|ratings?|graded?|label|scorecard|assessment|reviews?)"
        r"(?i:(?: (?:of|at|is|to|as|an?|least|improves|reaches|rises|or|better))*) [\"“]?"
        rf"(?P<b>{_LETTER}{_EDGE}|(?:Overwhelmingly |Very |Mostly )?Positive\b)"
    ),
    Pattern(rf"(?<![A-Za-z0-9])(?P<b>{_LETTER}) (?i:rating|grade)\b"),
)
_ONCE = Pattern(
    rf"(?:\bup from|\bfrom|\bwas|\bnow|\bcurrently|[原现]为?|目前为?|去年为?) (?:an? )?(?P<a>{_LETTER}){_EDGE}"
)


@dataclass(frozen=True, slots=True)
class Grades:
    """Where it starts and what is to be reached, as they are written; None where nothing says it."""

    start: str | None = None
    target: str | None = None


def read_grades(reading: Reading) -> Grades:
    plain = reading.text.plain
    for pattern in _MOVES:
        if found := pattern.search(plain):
            return Grades(found["a"], found["b"])
    for pattern in _REACHED:
        if found := pattern.search(plain):
            once = _ONCE.search(plain)
            return Grades(once["a"] if once else None, found["b"])
    return Grades()
