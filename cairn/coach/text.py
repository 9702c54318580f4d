"""Text made plain, place for place, so that what is found can be quoted from what was written."""

from dataclasses import dataclass

from cairn.coach.patterns import Pattern
from cairn.measures.numerals import narrow

LONGEST_TEXT = 500
_WIDE_COMMA = "\uff0c"
_UNSEEN = Pattern(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufeff]")
_HAN = Pattern(r"[\u4e00-\u9fff]")
_LATIN_WORD = Pattern(r"[A-Za-z]{2,}")
_DECIMAL_COMMA = Pattern(r"(?<![0-9.,])[0-9]{1,3},[0-9]{1,2}(?= ?[%€])")
_ODD = Pattern(r"(?<=[0-9百千])([余多])([百千万亿]+元?)")
_HUNDRED_MILLION = Pattern(r"(?<=[0-9一二两三四五六七八九十百千]) ?个([百千]?万|亿)(?!份|元|级)")
_SPACED = Pattern(r"(?<![0-9A-Za-z.,-])([0-9]{1,3}) (?=[0-9]{3}(?: [a-z]|%|$|[,.;)]))")
_THOUSANDS_POINT = Pattern(
    r"€ ?[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])|(?<![0-9.,])[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}(?![0-9.])"
)


@dataclass(frozen=True, slots=True)
class Plain:
    """`said` is what was written, `plain` the same narrowed, `low` the same in small letters."""

    said: str
    plain: str
    low: str
    language: str


def _fold(char: str) -> str:
    small = char.lower()
    return small if len(small) == 1 else char


def language_of(text: str) -> str:
    """`zh` where Chinese characters carry the text; names in Latin letters do not change it."""
    han, latin = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    return "zh" if han and han * 2 >= latin else "en"


def make_plain(text: str) -> Plain:
    """What is beyond LONGEST_TEXT is not read; a full-width comma ends a clause and stays."""
    said = text[:LONGEST_TEXT]
    plain = _WIDE_COMMA.join(map(narrow, said.split(_WIDE_COMMA)))
    plain = _UNSEEN.sub(" ", plain)
    plain = _HUNDRED_MILLION.sub(lambda found: found[1].ljust(len(found[0])), plain)
    plain = _ODD.sub(r"\2\1", plain)
    plain = _SPACED.sub(r"\1,", plain)
    plain = _DECIMAL_COMMA.sub(lambda found: found[0].replace(",", "."), plain)
    plain = _THOUSANDS_POINT.sub(lambda found: found[0].replace(".", ","), plain)
    low = plain.lower()
    if len(low) != len(plain):
        low = "".join(map(_fold, plain))
    return Plain(said, plain, low, language_of(plain))
