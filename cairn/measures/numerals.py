"""Numbers as people write them, in digits and in Chinese, and the text they stand in. Pure."""

import re
import unicodedata
from decimal import Decimal

DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
INNER = {"十": 10, "百": 100, "千": 1000}
OUTER = {"万": 10**4, "亿": 10**8}
LATIN = {
    "k": 10**3, "thousand": 10**3, "w": 10**4, "m": 10**6, "mn": 10**6, "million": 10**6,
    "b": 10**9, "bn": 10**9, "billion": 10**9,
}  # fmt: skip

# Digits, with thousands separators only where every group has three
LITERAL = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?!,?[0-9])|[0-9]+)(?:\.[0-9]+)?"
_SCALES = r"(?:[十百千万亿](?!分[点之])(?!(?<=千)[瓦克卡帕伏]))"
NUMERAL = (
    rf"(?:{LITERAL}(?: ?{_SCALES}+)?(?:[0-9]+{_SCALES}+)*"
    r"|(?:[零〇一二两三四五六七八九十百千万亿](?!分[点之])|点(?!个))+)"
)
_PIECE = re.compile(rf"{LITERAL}|[十百千万亿]|[零〇一二两三四五六七八九]|点")

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NARROW |= dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\u202f\t"), ord(" "))
_NARROW |= dict.fromkeys(map(ord, "−–—﹣"), ord("-"))
_NARROW |= {ord("￥"): ord("¥"), ord("﹪"): ord("%")}
_WIDE = re.compile("[" + "".join(map(chr, _NARROW)) + "]")


def narrow(text: str) -> str:
    """Full-width signs, odd spaces and minus signs made plain; character for character."""
    return _WIDE.sub(lambda found: chr(_NARROW[ord(found[0])]), text)


def is_unsafe(text: str) -> bool:
    """NUL and other control characters, and the invisible ones that reorder what is shown."""
    return any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") for char in text)


def read_literal(text: str) -> Decimal:
    """The value of something that LITERAL matched."""
    return Decimal(text.replace(",", ""))


def _read_fraction(whole: str, digits: str) -> Decimal | None:
    """三点一四"""
    value = read_numeral(whole)
    if value is None or not digits or any(char not in DIGITS for char in digits):
        return None
    return value + Decimal("0." + "".join(str(DIGITS[char]) for char in digits))


def _read_section(pieces: list[str], colloquial: int) -> Decimal | None:
    """What stands before 万 or 亿, or at the end: 三千二百零五, 3千5百, 十二, 一百二 (120).

    `colloquial` is the step of the sign before it, for the 二 of 一万二; 0 if there is none.
    """
    total, digit, step, zero = Decimal(0), None, colloquial or 10**5, False
    for piece in pieces:
        if piece in INNER:
            if INNER[piece] >= step or (digit is None and (piece != "十" or total)):
                return None
            step = INNER[piece]
            total, digit, zero = total + (1 if digit is None else digit) * step, None, False
        elif digit is not None:
            return None
        elif piece in "零〇" and len(pieces) > 1:
            zero = True
        else:
            digit = Decimal(DIGITS[piece]) if piece in DIGITS else read_literal(piece)
    if digit is None:
        return total if pieces else None
    if zero or (len(pieces) == 1 and not colloquial):
        return total + digit
    if pieces[-1] in DIGITS:
        return total + digit * (step // 10 if step >= 100 else 1)
    return total + digit if step // 10 <= digit < step else None  # 3千5 is unclear


def read_numeral(text: str) -> Decimal | None:
    """二十, 一百二十三, 两千, 3千5百, 20万, 1.2亿, 三点五, 1,200; None if it is no clear number."""
    text = text.replace(" ", "")
    if "点" in text:
        tail = re.search(r"[万亿]+$", text)
        scale = tail[0] if tail else ""
        value = _read_fraction(*text.removesuffix(scale).split("点", 1))
        return value if value is None or not tail else _scale(value, scale)
    pieces = _PIECE.findall(text)
    if not pieces or "".join(pieces) != text:
        return None
    return _read_sections(pieces)


def _scale(value: Decimal, signs: str) -> Decimal:
    for sign in signs:
        value *= OUTER[sign]
    return value


def _read_sections(pieces: list[str]) -> Decimal | None:
    total, section, last = Decimal(0), list[str](), 0
    for piece in pieces:
        if piece not in OUTER:
            section.append(piece)
            continue
        value = _read_section(section, 0) if section else Decimal(0)
        if value is None or not (value or total):
            return None
        if OUTER[piece] > last:
            total = (total + value) * OUTER[piece]
        elif section:
            total += value * OUTER[piece]
        else:
            return None
        section, last = [], OUTER[piece]
    if not section:
        return total
    rest = _read_section(section, last if len(section) == 1 else 0)
    return None if rest is None else total + rest
