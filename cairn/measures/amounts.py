"""Amounts: what somebody typed to an exact Decimal, and back to what is shown. Pure.

A duration is stored in seconds; read_amount wants its unit said (90min, 2:37), read_plain takes
the stored number. Reading what format_amount wrote gives the same value.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from babel.core import UnknownLocaleError
from babel.numbers import get_currency_symbol

from cairn.measures.numerals import is_unsafe, narrow
from cairn.measures.quantities import Quantity, match_number, match_time
from cairn.measures.units import AmountUnclear, is_currency, read_unit

__all__ = [
    "AmountUnclear",
    "format_amount",
    "hours_and_minutes",
    "plain_amount",
    "read_amount",
    "read_plain",
    "read_unit",
]

LONGEST_TEXT = 64
LIMIT = Decimal(10) ** 15
MOST_DECIMALS = 6
DAY, TWO_DAYS = 86400, 172800

_SPACED = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")
_LONG_WHOLE = re.compile(r"\d[\d, ]*")
_LONG_PART = re.compile(r"\.\d{13,}")
_SEPARATED = re.compile(r"\d[.,' ]\d")
_RATING_WORDS = re.compile(r" ?(?:分|星|stars?|points?)$", re.IGNORECASE)
_EXAMPLES = {
    "number": "1,200 · 20万 · 1.5k",
    "percent": "75% · 三成",
    "duration": "2:37 · 1.5h · 90min · 3小时20分",
    "rating": "4.5",
}


def _example(unit: str) -> str:
    if is_currency(unit):
        return "1,200 · 20万" if unit == "CNY" else "1,200 · 1.5k"
    return _EXAMPLES.get(unit) or f"75 {unit}"


def _refuse_hostile(text: str, example: str) -> str:
    """The text made plain; too long, empty or invisible text is refused."""
    if len(text) > LONGEST_TEXT:
        raise AmountUnclear("too_long", example)
    plain = " ".join(narrow(text).split(" ")).strip()
    if is_unsafe(plain):
        raise AmountUnclear("unsafe_text", example)
    if not plain:
        raise AmountUnclear("empty", example)
    if any(
        len(re.sub(r"\D", "", run)) > 15 for run in _LONG_WHOLE.findall(_LONG_PART.sub("", plain))
    ):
        raise AmountUnclear("too_large", example)
    if _LONG_PART.search(plain):
        raise AmountUnclear("too_many_decimals", example)
    return plain


def _strip_label(plain: str, unit: str) -> str:
    """Without the user's own unit at its end, which may look like a scale or a currency (万元)."""
    if unit == "rating":
        return _RATING_WORDS.sub("", plain)
    if unit in _EXAMPLES or is_currency(unit):
        return plain
    label = narrow(unit)
    cut = plain.casefold().removesuffix(label.casefold()) if label else plain
    return plain[: len(cut)].rstrip()


def _match(plain: str, unit: str) -> Quantity | None:
    text = _SPACED.sub(lambda run: run[0].replace(" ", ""), plain)
    negative = text.startswith("-")
    if unit == "duration":
        body = text[1:].lstrip() if negative or text.startswith("+") else text
        found = match_time(body, 0)
        if found:
            value = -found.value if negative else found.value
            return (
                Quantity(value, "duration", 0, found.end + len(text) - len(body))
                if found.end == len(body)
                else None
            )
    found = match_number(text, 0)
    return found if found and found.end == len(text) else None


def _why(plain: str, unit: str) -> str:
    """The code for text that is no amount of this unit as a whole."""
    number = match_number(plain, 0)
    rest = plain[number.end :] if number else plain
    if unit != "duration" and (time := match_time(plain, 0)) and time.end == len(plain):
        return "other_unit"
    if number and _SEPARATED.search(plain) and re.match(r"[.,' ]\d", rest):
        return "separator_unclear"
    if number and rest.strip().isalpha() and not re.match(r"e", rest, re.IGNORECASE):
        return "other_unit"
    return "not_a_number"


def _bounded(value: Decimal, example: str) -> Decimal:
    if abs(value) >= LIMIT:
        raise AmountUnclear("too_large", example)
    rounded = round(value, MOST_DECIMALS)
    if rounded != value:
        raise AmountUnclear("too_many_decimals", example)
    return Decimal(plain_amount(rounded))


def read_amount(text: str, unit: str) -> Decimal:
    """What was typed for a key result of that unit. Raises AmountUnclear rather than guess."""
    example = _example(unit)
    plain = _strip_label(_refuse_hostile(text, example), unit)
    found = _match(plain, unit)
    if found is None:
        raise AmountUnclear(_why(plain, unit), example)
    if unit == "duration" and found.unit is None and found.value:
        raise AmountUnclear("time_unit_missing", example)
    if found.unit not in (None, unit):
        raise AmountUnclear("other_unit", example)
    return _bounded(found.value, example)


def hours_and_minutes(text: str, ends: Iterable[Decimal]) -> str:
    """2:20 as 2:20:00 where a key result runs between whole minutes of an hour and more.

    There its values are written 4:10:00, and two minutes would be far off the mark.
    """
    said, known = re.fullmatch(r"\s*(\d{1,3})[:：](\d\d)\s*", text), list(ends)
    if not said or not known or min(known) < 3600 or any(end % 60 for end in known):
        return text
    hours, minutes = int(said[1]), int(said[2])
    if minutes > 59 or hours * 3600 > 2 * max(known):
        return text
    return f"{hours}:{minutes:02}:00"


def read_plain(text: str) -> Decimal:
    """The API's form: a plain decimal as plain_amount writes it, a duration in seconds."""
    if len(text) > LONGEST_TEXT:
        raise AmountUnclear("too_long", "1200.5")
    if not re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text):
        raise AmountUnclear("not_a_number", "1200.5")
    return _bounded(Decimal(text), "1200.5")


def plain_amount(value: Decimal) -> str:
    """Without exponent, separators, trailing zeros or a minus before zero."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _group(value: Decimal) -> str:
    whole, dot, part = plain_amount(value).partition(".")
    return f"{int(whole):,}{dot}{part}"


def _two(seconds: Decimal) -> str:
    whole, dot, part = plain_amount(seconds).partition(".")
    return f"{whole:0>2}{dot}{part}"


def _format_duration(seconds: Decimal, chinese: bool) -> str:
    """12 秒 under a minute, 2:37 under an hour, 1:02:03 above, 3 天 or 3 天 1:00:00 from 48 hours on."""
    if 0 < seconds < 60:
        return f"{plain_amount(seconds)} {'秒' if chinese else 's'}"
    days = int(seconds // DAY) if seconds >= TWO_DAYS else 0
    rest = seconds - days * DAY
    hours, minutes = int(rest // 3600), int(rest % 3600 // 60)
    clock = f"{hours}:{minutes:02}" if days or hours else str(minutes)
    clock = f"{clock}:{_two(rest % 60)}"
    if not days:
        return clock
    return f"{days:d} {'天' if chinese else 'd'}" + (f" {clock}" if rest else "")


def _format_money(value: Decimal, code: str, locale: str, chinese: bool) -> str:
    try:
        symbol = get_currency_symbol(code, locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        symbol = get_currency_symbol(code, "zh_Hans" if chinese else "en")
    lettered = any(char.isalpha() and char.isascii() for char in symbol)
    if symbol == code or (lettered and not chinese):
        return f"{code} {_group(value)}"
    return f"{symbol}{_group(value)}"


def format_amount(value: Decimal, unit: str, locale: str) -> str:
    """69%, ¥1,200 or CNY 1,200, 2:37, 75 件. The locale is Django's or Babel's (zh-hans, en)."""
    sign = "-" if value < 0 else ""
    size, chinese = abs(value), locale.lower().startswith("zh")
    if unit == "percent":
        return f"{sign}{_group(size)}%"
    if unit == "duration":
        return sign + _format_duration(size, chinese)
    if unit in ("number", "rating"):
        return sign + _group(size)
    if is_currency(unit):
        return sign + _format_money(size, unit, locale, chinese)
    return f"{sign}{_group(size)} {unit}"
