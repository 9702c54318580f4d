"""English numbers in words: thirty-five, two thirds, a dozen. Pure."""

import re
from decimal import Decimal

from cairn.coach.patterns import Pattern

SMALL = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen".split(),
        range(1, 20),
        strict=True,
    )
)
TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_LARGE = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}
_PARTS = {
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "tenth": 10,
    "half": 2,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
}
_NUMBER_WORDS = "|".join((*SMALL, *TENS, *_LARGE))
ENGLISH_NUMBER = (
    rf"(?:{_NUMBER_WORDS}|half|a third|a quarter|an? (?:fifth|sixth|seventh|eighth|tenth)|a dozen"
    rf"|a hundred|a thousand|a million)\b"
)
_SEQUENCE = Pattern(
    rf"(?:a )?(?:{_NUMBER_WORDS})(?:(?:[ -]|(?<=hundred) and "
    rf"|(?<=thousand) and )(?:{_NUMBER_WORDS}))*\b",
    re.IGNORECASE,
)
_PART = Pattern(
    r"(?:(?P<n>an?|one|two|three|four|five|seven|nine)[ -])?(?P<part>third|quarter|fifth|tenth"
    r"|half|sixth|seventh|eighth)s?\b(?!-| part(?:y|ies)\b| person\b)(?! (?:of (?:the )?(?:year|20[0-9]{2}|fy)"
    r"|year\b))",
    re.IGNORECASE,
)


_HALF_A = Pattern(r"(?P<n>half) an?(?= [a-z])(?! (?:dozen|hundred|thousand)\b)", re.IGNORECASE)
_AND_A_HALF = Pattern(rf"(?P<n>{'|'.join(SMALL)}) and a half\b", re.IGNORECASE)


def read_english(plain: str, at: int) -> tuple[Decimal, int, str] | None:
    """Value, end and sort (number or share) of number words: thirty-five, two thirds, a dozen."""
    if half := _AND_A_HALF.match(plain, at) or _HALF_A.match(plain, at):
        whole = {"half": 0, **SMALL}[half["n"].lower()]
        return whole + Decimal("0.5"), half.end(), "number"
    part = _PART.match(plain, at)
    if (
        part
        and part["part"].lower() == "quarter"
        and (part["n"] or "a").lower() not in ("a", "one", "three")
    ):
        part = None
    if part and (part["n"] or part["part"].lower() == "half"):
        top = {"a": 1, "an": 1, **SMALL}[part["n"].lower()] if part["n"] else 1
        value = Decimal(top * 100) / _PARTS[part["part"].lower()]
        return value.quantize(Decimal("0.01")).normalize() + 0, part.end(), "share"
    found = _SEQUENCE.match(plain, at)
    if not found:
        return None
    total = section = 0
    for word in re.findall(r"[a-z]+", found[0].lower()):
        if word in ("a", "and"):
            continue
        if word == "hundred" or word == "dozen":
            section = (section or 1) * _LARGE[word]
        elif word in _LARGE:
            total, section = total + (section or 1) * _LARGE[word], 0
        else:
            section += SMALL.get(word) or TENS[word]
    if total + section == 1:
        return None
    return Decimal(total + section), found.end(), "number"
