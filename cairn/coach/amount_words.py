"""How words are read that are amounts by themselves, and what a rule for them is. Pure."""

import re
from collections.abc import Callable
from decimal import Decimal

from cairn.coach.counting import SMALL, TENS
from cairn.coach.patterns import Pattern
from cairn.measures.numerals import read_numeral

WORD_N = r"(?:[0-9]+(?:\.[0-9]+)?|one|two|three|four|five|six|seven|eight|nine|ten)"
Value = str | Callable[[re.Match[str]], Decimal | None]
Rule = tuple[Pattern, Value, str | None, str]
ANY_N = r"(?:[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十]+(?:点[零一二三四五六七八九]+)?)"


def any_number(text: str) -> Decimal | None:
    return read_numeral(text) if text else None


_WHOLES = (2, 3, 4, 5, 6, 8, 10, 20, 50, 100, 200, 500, 1000, 10000)
WORD_OF = (
    r"(?:[1-9][0-9]{0,2}(?:,?000)?|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|hundred"
    r"|thousand)"
)


_MARKED = Pattern(
    r"\b(?:satisfaction|happiness|mark|score|grade|rating|result)s? of (?:at least )?$|\brates? (?:us|our) [a-z ]*$"
)


def read_share(found: re.Match[str]) -> Decimal | None:
    """None of 8.5 out of 10, which is a mark."""
    if "." in found["n"] or _MARKED.search(found.string[: found.start()]):
        return None
    whole = word_number(found["of"])
    return read_part(found["n"], found["of"]) if whole in _WHOLES else None


def read_part(said: str, of: str) -> Decimal | None:
    top, whole = word_number(said), word_number(of.replace(",", ""))
    return round(top * 100 / whole, 2) if top and whole and top <= whole else None


def word_number(text: str) -> Decimal | None:
    word = text.strip().lower()
    known = {**SMALL, **TENS}
    return Decimal(known[word]) if word in known else any_number(word)


def read_parts(found: re.Match[str]) -> Decimal | None:
    sizes = {"百": 100, "千": 1000, "万": 10000}
    whole, top = sizes.get(found["of"]) or any_number(found["of"]), any_number(found["n"])
    if not whole or not top:
        return None
    return (top * 100 / whole).quantize(Decimal("0.001" if whole > 99 else "0.01")).normalize() + 0
