"""One quantity in text: a number with what says its unit. Pure; shared by fields and sentences."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from cairn.measures.numerals import LATIN, NUMERAL, read_numeral
from cairn.measures.units import MONEY_NAMES, SECONDS, currencies, read_unit

_MONEY = "|".join(map(re.escape, MONEY_NAMES))
_CODES = r"(?:[A-Z]{3}(?: ?[$¥€£])?|" + _MONEY + ")"
_SECONDS = "|".join(sorted(map(re.escape, SECONDS), key=len, reverse=True))
_LATIN = "|".join(sorted(LATIN, key=len, reverse=True))

_CLOCK = (
    r"(?i)(?:(?P<days>[0-9]{1,12}) ?(?:d|天) )?"
    r"(?:(?P<h>[0-9]{1,9}):(?P<m>[0-5][0-9]):(?P<s>[0-5][0-9](?:\.[0-9]+)?)"
    r"|(?P<m2>[0-9]{1,9}):(?P<s2>[0-5][0-9](?:\.[0-9]+)?))(?![:0-9])"
)
_SPAN = (
    rf"(?i)(?P<n>{NUMERAL}|半) ?个?(?P<half>半)? ?(?P<unit>{_SECONDS})"
    r"(?:(?<=[a-z])(?![a-z])|(?<![a-z]))"
)
_PARTS = rf"(?P<of>[百千万])分之(?P<n>{NUMERAL})"
_TENTHS = (
    r"(?P<n>[一二两三四五六七八九十]|[0-9]+(?:\.[0-9]+)?) ?成(?P<more>[一二三四五六七八九半])?"
)
_HALF = r"(?i)(?:一半|(?:a|one) half\b|half\b)"
_PLAIN = (
    rf"(?i)(?P<before>{_CODES})? ?(?P<sign>[+-] ?)?(?P<n>{NUMERAL})"
    rf"(?: ?(?P<scale>{_LATIN})(?![a-z]))?"
    rf"(?: ?(?:(?P<points>percentage points|pp(?![a-z])|个?百分点)|(?P<part>%|‰|percent(?![a-z]))"
    rf"|(?P<after>{_MONEY}|[A-Z]{{3}})(?![a-z])))?"
)
_SIGNED = rf"(?i)(?P<sign>[+-]) ?(?={_CODES})"
_WORDS_TOO = {"TOP", "ALL", "TRY", "PEN", "CUP", "MOP"}  # codes that are words before a number


@dataclass(frozen=True, slots=True)
class Quantity:
    """`unit` is percent, duration, a currency, or None where nothing says it.

    A duration's value is in seconds. `points` marks percentage points.
    """

    value: Decimal
    unit: str | None
    begin: int
    end: int
    points: bool = False


@cache
def _compiled(said: str) -> re.Pattern[str]:
    return re.compile(said)


def _match(said: str, text: str, at: int) -> re.Match[str] | None:
    """Compiled when first asked for: they are long, and who loads this may ask for none."""
    return _compiled(said).match(text, at)


def _match_clock(text: str, at: int) -> Quantity | None:
    found = _match(_CLOCK, text, at)
    if not found:
        return None
    days, hours = Decimal(found["days"] or 0), Decimal(found["h"] or 0)
    minutes, seconds = Decimal(found["m"] or found["m2"]), Decimal(found["s"] or found["s2"])
    value = days * 86400 + hours * 3600 + minutes * 60 + seconds
    return Quantity(value, "duration", at, found.end())


def _match_spans(text: str, at: int) -> Quantity | None:
    """1.5h, 90 min, 3小时20分, 两个半小时; each part smaller than the one before."""
    value, end, last = Decimal(0), at, None
    while found := _match(_SPAN, text, end):
        size = SECONDS[found["unit"].lower()]
        number = Decimal(0) if found["n"] == "半" else read_numeral(found["n"])
        if number is None or (last is not None and size >= last):
            break
        number += Decimal("0.5") * ((found["n"] == "半") + bool(found["half"]))
        value, last, end = value + number * size, size, found.end()
        if text[end : end + 1] == " " and _match(_SPAN, text, end + 1):
            end += 1
    if last is None:
        return None
    return Quantity(value, "duration", at, end if text[end - 1] != " " else end - 1)


def _match_parts(text: str, at: int) -> Quantity | None:
    """百分之二十, 千分之二"""
    found = _match(_PARTS, text, at)
    value = read_numeral(found["n"]) if found else None
    if not found or value is None:
        return None
    shift = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}[found["of"]]
    return Quantity(value * shift, "percent", at, found.end())


def _match_tenths(text: str, at: int) -> Quantity | None:
    """三成, 三成五, 一半"""
    if found := _match(_HALF, text, at):
        return Quantity(Decimal(50), "percent", at, found.end())
    found = _match(_TENTHS, text, at)
    value = read_numeral(found["n"]) if found else None
    if not found or value is None:
        return None
    more = found["more"]
    rest = (
        Decimal(5) if more == "半" else (read_numeral(more) or Decimal(0)) if more else Decimal(0)
    )
    return Quantity(value * 10 + rest, "percent", at, found.end())


def _read_money(sign: str | None) -> str | None:
    """The currency that stands beside a number; None if what stands there is none."""
    name = (sign or "").replace(" ", "")
    if not name or name in _WORDS_TOO:
        return None
    unit = read_unit(name)
    if unit.isascii() and unit not in currencies():
        unit = read_unit(name.rstrip("$¥€£"))
    return unit if unit in currencies() else None


def _match_plain(text: str, at: int) -> Quantity | None:
    found = _match(_PLAIN, text, at)
    value = read_numeral(found["n"]) if found else None
    if not found or value is None:
        return None
    money = _read_money(found["before"]) or _read_money(found["after"])
    if found["before"] and not _read_money(found["before"]):
        return None
    end = found.end()
    if found["after"] and not _read_money(found["after"]):
        end = len(text[: found.start("after")].rstrip())
    value *= LATIN[found["scale"].lower()] if found["scale"] else 1
    value *= Decimal("0.1") if found["part"] == "‰" else 1
    value = -value if (found["sign"] or "").startswith("-") else value
    unit = "percent" if found["part"] or found["points"] else money
    return Quantity(value, unit, at, end, bool(found["points"]))


def match_number(text: str, at: int) -> Quantity | None:
    """A count, share or sum of money; also -¥5, where the sign stands first."""
    if signed := _match(_SIGNED, text, at):
        plain = _match_plain(text, signed.end())
        if plain is None:
            return None
        value = -plain.value if signed["sign"] == "-" else plain.value
        return replace(plain, value=value, begin=at)
    return _match_parts(text, at) or _match_tenths(text, at) or _match_plain(text, at)


def match_time(text: str, at: int) -> Quantity | None:
    """2:37, 1:02:03, 2 天 1:00:00, 1.5h, 3小时20分"""
    return _match_clock(text, at) or _match_spans(text, at)


def match_quantity(text: str, at: int) -> Quantity | None:
    """The quantity that begins at a place of narrowed text, in a sentence that names no unit.

    8分 is a mark there, not eight minutes, and 5M is millions.
    """
    time = match_time(text, at)
    if time and not re.fullmatch(
        r".*[0-9一二三四五六七八九十] ?(?:[分日时M])", text[at : time.end]
    ):
        return time
    if time and re.search(r"(?:时|小时|钟头) ?[0-9]+ ?分$", text[at : time.end]):
        return time
    return match_number(text, at)
