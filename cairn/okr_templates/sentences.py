"""A value in the sentence of a key result: how it stands there, and how what was typed is read.

Pure. A duration stands in the time word behind its hole (`{from} 天`), else on its own (9:00).
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from cairn.measures.amounts import format_amount, plain_amount, read_amount
from cairn.measures.units import SECONDS
from cairn.okr_templates.templates import HOLE, VALUE_HOLES, Language, holes_of

LEFT_OPEN: Final = "__"
"""Stands where a value is left to fill; the coach reads it as such."""
BARE: Final = re.compile(r"[0-9０-９.．]+")


def word_after(text: str, hole: str) -> str:
    """What follows a hole: a Latin word, or up to four other characters."""
    found = re.search(re.escape(f"{{{hole}}}") + r"\s*([A-Za-z]+|[^\sA-Za-z{},，。]{0,4})", text)
    return found[1] if found else ""


def seconds_after(text: str, hole: str) -> Decimal | None:
    """How many seconds the time word behind a hole has; None where there is none."""
    word = word_after(text, hole)
    tried = [word.lower(), word[:2], word[:1]]
    return next((SECONDS[one] for one in tried if one in SECONDS), None)


def unit_after(text: str, hole: str, unit: str) -> str:
    """The words that a field shows behind its value; empty where nothing follows."""
    word = word_after(text, hole)
    if unit == "duration":
        return next((one for one in (word, word[:2], word[:1]) if one.lower() in SECONDS), "")
    return "%" if unit == "percent" else ""


def value_text(value: Decimal, text: str, hole: str, unit: str, language: Language) -> str:
    """A value as the sentence says it."""
    if unit == "duration":
        scale = seconds_after(text, hole)
        if scale is None:
            return format_amount(value, unit, language)
        return plain_amount(round(value / scale, 6))
    if unit == "percent" and word_after(text, hole)[:1] not in ("%", "％"):
        return f"{plain_amount(value)}%"
    return plain_amount(value)


def read_typed(typed: str, text: str, hole: str, unit: str) -> Decimal:
    """What somebody typed for a hole; a bare number is in the time word behind it. Raises
    `AmountUnclear`."""
    scale = seconds_after(text, hole) if unit == "duration" else None
    if scale is not None and BARE.fullmatch(typed.strip()):
        return round(read_amount(typed, "number") * scale, 6)
    return read_amount(typed, unit)


def with_values(
    text: str, values: Mapping[str, Decimal | None], unit: str, language: Language
) -> str:
    """The sentence with its values; one that is not known stays open."""
    filled = {
        name: LEFT_OPEN
        if (value := values.get(name)) is None
        else value_text(value, text, name, unit, language)
        for name in holes_of(text)
        if name in VALUE_HOLES
    }
    return with_words(text, filled)


def with_words(text: str, words: Mapping[str, str]) -> str:
    """The text with what is known in its holes; the others stay."""
    return HOLE.sub(lambda hole: words.get(hole[1], hole[0]), text)
