"""Parts told with their whole: one voter in three, 8 of 10 shops, a quarter of an hour, half a million. Pure."""

import re
from decimal import Decimal

from cairn.coach.counting import SMALL, TENS
from cairn.coach.patterns import Pattern
from cairn.measures.numerals import read_numeral

_WORDS = {**SMALL, **TENS, "hundred": 100, "thousand": 1000}
_N = rf"(?:[0-9]{{1,3}}|{'|'.join(SMALL)}|ninety|a)"
_OF = (
    rf"(?:(?:{'|'.join(TENS)})-(?:{'|'.join(SMALL)})|[1-9][0-9]{{0,2}}(?:,?000)?"
    rf"|{'|'.join(_WORDS)}|a hundred|a thousand)"
)
_NOUN = r"(?!of\b|to\b|and\b|or\b|out\b|in\b|per\b|more\b|%|on\b|at\b|for\b|all\b)[a-z][a-z'-]+"
_PERIODS = (
    r"(?:working |business )?(?:days?|weeks?|months?|hours?|minutes?|years?|seconds?|seasons?|terms?"
    r"|nights?|evenings?|mornings?)\b"
)
_NO_WHOLE = r"(?![0-9.,]*[0-9%]|-| of\b| to [0-9]| per ?cent| points?\b| (?:thousand|million)\b)"
_INSIDE = Pattern(
    rf"(?<![0-9.,/$€£:-])\b(?P<n>{_N}) (?P<noun>(?!km\b|miles?\b|percent\b|points?\b"
    rf"|k\b)(?:{_NOUN} ){{0,2}})(?P<by>in|out of)(?: every)? "
    rf"(?P<of>{_OF})\b{_NO_WHOLE}",
    needs="in |out of ",
)
_OF_ROUND = Pattern(
    rf"(?<![0-9.,/$€£:-])\b(?P<n>{_N}) of (?P<of>10|20|100|1,?000|ten|twenty|a hundred|a thousand)\b{_NO_WHOLE}"
    rf"(?= [a-z])(?! {_PERIODS})",
    needs=" of 1,000| of 10| of 20| of a hundred| of a thousand| of ten| of twenty",
)
_SEVERAL = Pattern(
    r" [a-z-]*[a-z]s\b(?<!is)(?<!has)(?<!was)(?! (?!by|this|and|in|with|before|or|at|on|for)[a-z])",
    needs="s",
)
_MARKED = Pattern(
    r"\b(?:satisfaction|happiness|mark|score|grade|rating|result|rate[sd]?|average|at least|top|days?|weeks?)s? (?:of "
    r"|at |us |it )?(?:at least )?$",
    needs="at least|average|day|grade|happiness|mark|rat|result|satisfaction|score|top|week",
)
_SCORED = Pattern(
    r"\b(?:score|grade)[sd]? [^,;:]*\b(?:in|on|for|across) $"
    r"|\b(?:rate|score|grade|mark)[sd]? (?:us|our|the|it|their|its|them)\b[^,;:]*$",
    needs="grade|mark|rate|score",
)
_PERIOD = Pattern(
    _PERIODS, needs="day|evening|hour|minute|month|morning|night|season|second|term|week|year"
)
_ROUND = ("10", "ten", "20", "twenty", "100")
_LATEST = 2000


def _number(said: str) -> Decimal | None:
    word = said.replace(",", "").removeprefix("a ")
    if word == "a":
        return Decimal(1)
    tens, _, rest = word.partition("-")
    if tens in _WORDS:
        return Decimal(_WORDS[tens] + _WORDS.get(rest, 0))
    return read_numeral(word)


def share_of(found: re.Match[str]) -> Decimal | None:
    """In per cent; None of two shops in four towns, and of 8 out of 10 as a mark."""
    top, whole = _number(found["n"]), _number(found["of"])
    low, rest = found.string, found.string[found.end() :]
    if not top or not whole or top >= whole or whole == _LATEST:
        return None
    if _SCORED.search(low[: found.start()]):
        return None
    if "noun" in found.re.groupindex and not _is_of_whole(found, rest):
        return None
    if not (found["noun"] if "noun" in found.re.groupindex else "") and _MARKED.search(
        low[: found.start()]
    ):
        return None
    return round(top * 100 / whole, 2)


def _is_of_whole(found: re.Match[str], rest: str) -> bool:
    """What is in something is of it: 3 in 5 guests, one guest in five; not 2 shops in 4 towns."""
    out = found["by"] == "out of"
    periods = re.match(rf" {_PERIODS}", rest) or _PERIOD.match(found["noun"])
    if periods and not (out and found["of"] in _ROUND):
        return False
    if re.match(r" or (?:better|higher|more|above)\b|[:h][0-9]", rest):
        return False
    if out or not found["noun"].strip():
        return bool(found["noun"].strip()) or not out or bool(re.match(r" [a-z]", rest))
    return not _SEVERAL.match(rest) and (found["n"] != "a" or len(found["of"]) > 1)


def _half_of(found: re.Match[str]) -> Decimal:
    return Decimal(10 ** (6 if found["n"] == "million" else 9)) / 2


PARTS_OF_WHOLES = (
    (_INSIDE, share_of, "%", "share"),
    (_OF_ROUND, share_of, "%", "share"),
    (
        Pattern(r"(?<=占)[到了约 ]?(?P<n>[1-9]) ?/ ?(?P<of>[2-9]|10)(?![0-9./])", needs="/"),
        share_of,
        "%",
        "share",
    ),
    (
        Pattern(
            rf"(?<![0-9.,])\b(?P<n>[0-9]+(?:\.[0-9]+)?|{_N}) ?(?:cents?|pence|p)\b"
            r"(?= (?:in|on|per|of|for)(?: the| an?| each| every)?(?: [a-z]+)? (?:dollar|euro|pound)\b)",
            needs="dollar|euro|pound",
        ),
        lambda m: _number(m["n"]),
        "%",
        "share",
    ),
    (
        Pattern(r"十有(?P<n>[七八九])(?=[次个人成]|$)", needs="十"),
        lambda m: (read_numeral(m["n"]) or Decimal(0)) * 10,
        "%",
        "share",
    ),
    (
        Pattern(
            r"\bthree[- ]quarters of an hour\b|三刻钟",
            needs="three quarters of an hour|three-quarters of an hour|三刻钟",
        ),
        "45",
        "min",
        "time",
    ),
    (
        Pattern(r"\b(?:a |one )?quarter of an hour\b|一刻钟", needs="quarter of an hour|一刻钟"),
        "15",
        "min",
        "time",
    ),
    (
        Pattern(r"\bhalf a (?P<n>million|billion)\b", needs="half a billion|half a million"),
        _half_of,
        None,
        "number",
    ),
    (
        Pattern(r"\ba quarter of a (?P<n>million|billion)\b", needs="quarter of a"),
        lambda m: _half_of(m) / 2,
        None,
        "number",
    ),
)
