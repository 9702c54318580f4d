"""The quantities that a sentence mentions, each with its unit and its clause. Pure."""

import re
from dataclasses import dataclass

from cairn.goals import wording as w
from cairn.measures.numerals import narrow
from cairn.measures.quantities import Quantity, match_quantity

CLAUSE_ENDS = re.compile(r"[。;;!!?\n、\uff0c\uff1b\uff01]|,(?![0-9]{3})|\.(?=\s|$)")
_CHINESE_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百千万亿点半]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity with its unit and the rest of its clause."""

    quantity: Quantity
    unit: str | None
    unit_begin: int
    end: int
    clause_begin: int
    clause_end: int


def _mask(aside: re.Match[str]) -> str:
    """p95 and Q1 stay as words, without their digits; other asides go."""
    said = aside[0]
    if re.fullmatch(r"[A-Za-z]+-?[0-9.]+", said):
        return re.sub(r"[0-9.]", "_", said)
    return " " * len(said)


def plain_words(text: str) -> str:
    """Narrowed place for place; a full-width comma ends a clause and separates no thousands."""
    pairs = zip(text, narrow(text), strict=True)
    return w.ASIDE.sub(_mask, "".join(old if old == "\uff0c" else new for old, new in pairs))


def _mention(text: str, quantity: Quantity, begin: int, end: int) -> Mention:
    if quantity.unit:
        return Mention(quantity, quantity.unit, quantity.end, quantity.end, begin, end)
    found = w.MEASURE_WORD.match(text, quantity.end) or w.ENGLISH_NOUN.match(text, quantity.end)
    if not found:
        return Mention(quantity, None, quantity.end, quantity.end, begin, end)
    return Mention(quantity, found["word"], found.start("word"), found.end("word"), begin, end)


def _is_amount(text: str, mention: Mention) -> bool:
    """Not a multiple, nor a Chinese number without what it counts, nor the unclear 5m."""
    said = text[mention.quantity.begin : mention.quantity.end]
    if text[mention.end : mention.end + 2].strip()[:1] in ("倍", "x") or said[-1:] == "m":
        return False
    if _CHINESE_NUMBER.fullmatch(said):
        return mention.unit is not None and mention.quantity.value > 1
    return True


def _is_inside(text: str, at: int) -> bool:
    """A space, or a place in the middle of a Latin word or a number."""
    if text[at] == " " or at == 0:
        return text[at] == " "
    before = text[at - 1]
    if before.isascii() and (before.isalnum() or before == "_"):
        return True
    return before in ".,:" and at > 1 and text[at - 2].isdigit()


def find_mentions(text: str) -> list[Mention]:
    found, at, cuts = list[Mention](), 0, list(CLAUSE_ENDS.finditer(text))
    while at < len(text):
        quantity = None if _is_inside(text, at) else match_quantity(text, at)
        if quantity is None:
            at += 1
            continue
        begin = max((cut.end() for cut in cuts if cut.end() <= quantity.begin), default=0)
        end = min((cut.start() for cut in cuts if cut.start() >= quantity.end), default=len(text))
        mention = _mention(text, quantity, begin, end)
        if _is_amount(text, mention):
            found.append(mention)
        at = max(mention.end, at + 1)
    return found
